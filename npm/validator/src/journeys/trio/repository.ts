// Judging a whole repository by the program, over its files in memory.
import type { Report, RunOutcome } from 'lockstep-contracts';
import { counted } from '../../documents/amounts.ts';
import type { Found } from '../../documents/intake.ts';
import { answerOf, placeOf, refusalIn } from '../../engine/answer.ts';
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

/** Runs `check` over the repository, with the trio as it is edited. */
async function runOverRepository(question: Question, others: readonly Found[], format: string): Promise<RunOutcome> {
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
  if (outcome === null) throw new EngineError('the repository could not be kept for the program');
  return outcome;
}

/** The report of the whole repository. Rejects with an `EngineError` where the program could not judge. */
export async function judgeRepository(question: Question, others: readonly Found[]): Promise<Report> {
  const answer = answerOf<Report>(await runOverRepository(question, others, 'json'));
  if (answer.kind === 'judged') return answer.document;
  const { message, help } = answer.refusal;
  const place = placeOf(answer.refusal);
  throw new EngineError(`${place === '' ? '' : `${place}: `}${message}${help === null ? '' : `; ${help}`}`);
}

/** The report of the whole repository as the program prints it in a form. */
export async function printRepository(question: Question, others: readonly Found[], format: string): Promise<string> {
  const { stdout, stderr } = await runOverRepository(question, others, format);
  // What the program refuses before it judges stands in its other output alone.
  if (stdout === '') throw new EngineError(refusalIn(stderr).message || 'the program said nothing');
  return stdout;
}
