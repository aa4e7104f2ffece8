// The program over the documents: what changed, and when it may be released.
import type { RunOutcome } from 'lockstep-contracts';
import { answerOf, type Refusal } from '../../engine/answer.ts';
import { call } from '../../engine/client.ts';
import { isComplete, places, sides, type Documents, type Form, type Given, type Side } from './documents.ts';
import { holidaysFile, noticeWords, type NoticeFields } from './fields.ts';
import type { DiffReport, NoticeReport } from './report.ts';

/** A document under the name by which the program knows it. */
export interface Known {
  form: Form;
  side: Side;
  given: Given;
}

/** What the program is given. */
export interface Input {
  /** The two states, as `diff` takes them. */
  states: [string, string];
  files: Record<string, Uint8Array>;
  /** The documents by their names. */
  known: ReadonlyMap<string, Known>;
  /** Options that name the policy to judge by. */
  policy: string[];
  /** What the notice is counted by: what the old document promises. */
  promises: string[];
}

const POLICY = 'policy.json';
const HOLIDAYS = 'holidays.json';

/** A name under which a path can stand in a command: git would read one with a colon as a commit. */
function safe(path: string): string {
  const name = (path.split('/').at(-1) ?? '').replaceAll(/[:\\\p{C}]/gu, '_').slice(-80);
  return /^\.*$/.test(name) ? 'document' : name;
}

/** What the program compares; undefined while a state is missing. */
export function inputOf({ pairs, trees, policy }: Documents): Input | undefined {
  const complete = pairs.filter((pair) => isComplete(pair, trees));
  const alone = complete.length === 1 && !trees ? complete[0] : undefined;
  const known = new Map<string, Known>();
  const files: Record<string, Uint8Array> = policy === undefined ? {} : { [POLICY]: policy.content.bytes };
  const states: [string, string] = ['old', 'new'];
  for (const pair of complete) {
    for (const [number, side] of sides.entries()) {
      const given = pair[side];
      if (given === undefined) continue;
      const name = `${side}/${alone === undefined ? places[pair.form] : safe(given.path)}`;
      known.set(name, { form: pair.form, side, given });
      files[name] = given.content.bytes;
      if (alone !== undefined) states[number] = name;
    }
  }
  if (![...known.values()].some(({ side }) => side === 'old') || ![...known.values()].some(({ side }) => side === 'new')) return undefined;
  const old = (form: Form) => [...known].find(([, document]) => document.form === form && document.side === 'old')?.[0];
  const [manifest, compared] = [old('manifest'), old('policy')];
  const judging = policy === undefined ? [] : ['--policy', POLICY];
  return {
    states, files, known, policy: judging,
    promises: [...(manifest === undefined ? [] : ['--manifest', manifest]), ...(compared === undefined ? judging : ['--policy', compared])],
  };
}

/** Runs one command; `holidays` are the lines of the field. */
async function run(words: string[], files: Record<string, Uint8Array>, holidays: string, today: string): Promise<RunOutcome> {
  const list = holidaysFile(holidays);
  return call('run', [words, { files: list === undefined ? files : { ...files, [HOLIDAYS]: list }, today }]);
}

/** `lockstep diff` in one of its forms; with fields, the standard notice is counted as well. */
export function runDiff(input: Input, format: 'json' | 'markdown', today: string, fields?: NoticeFields): Promise<RunOutcome> {
  const holidays = fields === undefined || holidaysFile(fields.holidays) === undefined ? [] : ['--holidays', HOLIDAYS];
  const announced = fields === undefined ? [] : [`--announced=${fields.announced || today}`, ...holidays];
  return run(['diff', ...input.states, '--format', format, ...input.policy, ...announced], input.files, fields?.holidays ?? '', today);
}

/** `lockstep notice` in one of its forms. */
export function runNotice(input: Input, format: 'json' | 'human', today: string, fields: NoticeFields): Promise<RunOutcome> {
  const holidays = holidaysFile(fields.holidays) === undefined ? [] : ['--holidays', HOLIDAYS];
  return run(['notice', '--format', format, ...noticeWords(fields), ...holidays, ...input.promises], input.files, fields.holidays, today);
}

/** What came of a run: a report, or why there is none. */
export type Answer<Report> = { report: Report; text: string } | { fault: Refusal };

function answered<Report>(outcome: RunOutcome): Answer<Report> {
  const answer = answerOf<Report>(outcome);
  return answer.kind === 'judged' ? { report: answer.document, text: outcome.stdout } : { fault: answer.refusal };
}

/** What changed. */
export async function compare(input: Input, today: string): Promise<Answer<DiffReport>> {
  return answered<DiffReport>(await runDiff(input, 'json', today));
}

/** When it may be released. */
export async function countNotice(input: Input, today: string, fields: NoticeFields): Promise<Answer<NoticeReport>> {
  return answered<NoticeReport>(await runNotice(input, 'json', today, fields));
}
