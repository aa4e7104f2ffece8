// Judging a whole repository by the program, over its files in memory.
import type { Report } from 'lockstep-contracts';
import { counted } from '../../documents/amounts.ts';
import type { Found } from '../../documents/intake.ts';
import { call, EngineError } from '../../engine/client.ts';
import { rest, roles } from './documents.ts';
import type { Question } from './judging.ts';

/** The name under which an own policy is given to the program. */
const POLICY = '.lockstep-policy-of-the-page.json';

/** The most bytes that the files of a repository may have together. */
const MOST = 134_217_728;

/** The number of the repository that was given to the worker last. */
let last = { id: 0, others: undefined as readonly Found[] | undefined };

async function keep(others: readonly Found[]): Promise<number> {
  if (last.others === others) return last.id;
  const size = others.reduce((sum, { blob }) => sum + blob.size, 0);
  if (size > MOST) {
    throw new EngineError(`the repository has ${counted(size)} bytes, and at most ${counted(MOST)} are judged here; run \`lockstep check\` in it`);
  }
  const id = last.id + 1;
  await call('keepRepository', [id, others]);
  last = { id, others };
  return id;
}

// What nobody judges any more may be much.
rest.subscribe((others) => {
  if (last.others === undefined || last.others === others) return;
  last = { id: last.id + 1, others: undefined };
  void call('keepRepository', [last.id, []]).catch(() => undefined);
});

/** Runs `check` over the repository, with the trio as it is edited, and gives what it prints. */
export async function checkRepository(question: Question, others: readonly Found[], format: string): Promise<string> {
  const { trio, policy, today } = question;
  const words = ['check', '--output', format, ...(policy === null ? [] : ['--policy', POLICY])];
  const edited = Object.fromEntries(roles.map((role) => [trio[role].name, trio[role].content?.bytes ?? null]));
  if (policy !== null) edited[POLICY] = policy.content.bytes;
  const run = async () => call('runInRepository', [await keep(others), words, edited, today]);
  let outcome = await run();
  if (outcome === null) {
    last = { id: last.id, others: undefined };
    outcome = await run();
  }
  // What the program refuses before it judges stands in its other output alone.
  if (outcome === null || outcome.stdout === '') throw new EngineError(outcome?.stderr.trim() || 'the program said nothing');
  return outcome.stdout;
}

/** What the program prints in place of a report where it could not judge. */
interface Refusal {
  schema: 'lockstep-error.v1';
  message: string;
  place: { file: string; line: number | null; column: number | null } | null;
  help: string | null;
}

/** The report of the whole repository. */
export async function judgeRepository(question: Question, others: readonly Found[]): Promise<Report> {
  const said = JSON.parse(await checkRepository(question, others, 'json')) as Report | Refusal;
  if (said.schema === 'lockstep-report.v1') return said;
  const { message, place, help } = said;
  const where = place === null ? '' : `${[place.file, place.line, place.column].filter((part) => part !== null).join(':')}: `;
  throw new EngineError(`${where}${message}${help === null ? '' : `; ${help}`}`);
}
