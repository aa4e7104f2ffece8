// Judging a whole repository by the program, over its files in memory.
import type { Report } from 'lockstep-contracts';
import { bytesOf, type Found } from '../../documents/intake.ts';
import { call, EngineError } from '../../engine/client.ts';
import { roles } from './documents.ts';
import type { Question } from './judging.ts';

/** The name under which an own policy is given to the program. */
const POLICY = '.lockstep-policy-of-the-page.json';

const read = new WeakMap<Found, Promise<Uint8Array<ArrayBuffer>>>();

function bytesOnce(found: Found): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = read.get(found) ?? bytesOf(found);
  read.set(found, bytes);
  return bytes;
}

/** Every file of the repository, with the trio as it is edited. */
async function filesOf(question: Question, others: readonly Found[]): Promise<Record<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  await Promise.all(others.map(async (found) => files.set(found.path, await bytesOnce(found))));
  for (const role of roles) {
    const { name, content } = question.trio[role];
    if (content === null) files.delete(name);
    else files.set(name, content.bytes);
  }
  if (question.policy !== null) files.set(POLICY, question.policy.content.bytes);
  return Object.fromEntries(files);
}

/** Runs `check` over the repository, and gives what it prints. */
async function check(question: Question, others: readonly Found[], format: string): Promise<string> {
  const words = ['check', '--output', format, ...(question.policy === null ? [] : ['--policy', POLICY])];
  const files = await filesOf(question, others);
  const { stdout, stderr } = await call('run', [words, { files, ...(question.today !== '' && { today: question.today }) }]);
  // What the program refuses before it judges stands there alone.
  if (stdout === '') throw new EngineError(stderr.trim() || 'the program said nothing');
  return stdout;
}

export async function judgeRepository(question: Question, others: readonly Found[]): Promise<Report> {
  return JSON.parse(await check(question, others, 'json')) as Report;
}

/** The report of a whole repository in another form. */
export function renderRepository(question: Question, others: readonly Found[], format: string): Promise<string> {
  return check(question, others, format);
}

/** The content of a file that is not of the trio. */
export async function otherFile(name: string, others: readonly Found[]): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const found = others.find(({ path }) => path === name);
  return found && bytesOnce(found);
}
