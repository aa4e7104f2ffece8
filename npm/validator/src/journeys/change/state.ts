// What the journey holds, and the runs that follow every change of it.
import { computed, effect, signal } from '@preact/signals';
import type { Content } from '../../documents/content.ts';
import { todayInUtc } from '../../documents/day.ts';
import { gather, type Found, type Source } from '../../documents/intake.ts';
import { newestWins } from '../../engine/newest.ts';
import { messageOf } from '../../shell/errors.ts';
import { nothing, type Documents, type Form, type Pair, type Side } from './documents.ts';
import { usualFields, type FieldName, type NoticeFields } from './fields.ts';
import type { Change, DiffReport, NoticeReport } from './report.ts';
import { arranged } from './order.ts';
import { entriesOf } from './take.ts';
import { compare, countNotice, inputOf, type Answer, type Input } from './run.ts';

/** How long typing rests before the program runs, in milliseconds. */
const REST = 80;

/** Today in UTC, as the program has it in a terminal. */
export const today = todayInUtc();

/** What is compared. */
export const documents = signal<Documents>(nothing);
/** What is asked for the notice. */
export const fields = signal<NoticeFields>(usualFields(today));
/** The pair that the editors show, by its number. */
export const shownPair = signal(0);
/** What is said about what was given last. */
export const said = signal('');

/** What the program said about one input. */
export interface Outcome {
  input: Input;
  diff: Answer<DiffReport>;
  /** Undefined where no notice is needed. */
  notice?: Answer<NoticeReport>;
  /** What the notice was counted from. */
  asked: NoticeFields;
}

/** The newest answer; undefined while a state is missing. */
export const outcome = signal<Outcome | undefined>(undefined);
/** How far the program is loaded, which happens once. */
export const loading = signal<'not begun' | 'running' | 'done'>('not begun');
/** Why nothing could be run at all. */
export const broken = signal('');

/** A change that was chosen. */
export interface Choice {
  number: number;
  /** Whether it was chosen far from the editors, so that they must be brought into view. */
  fromAfar: boolean;
  /** The editor in which it was found, which shows it already. */
  from?: Side;
}

/** The chosen change, a new object each time that it is to be shown. */
export const chosen = signal<Choice | undefined>(undefined);

/** What changed, where the newest answer says it. */
export const diff = computed<DiffReport | undefined>(() => {
  const answer = outcome.value?.diff;
  return answer !== undefined && 'report' in answer ? answer.report : undefined;
});

/** When it may be released, where the newest answer says it. */
export const notice = computed<NoticeReport | undefined>(() => {
  const answer = outcome.value?.notice;
  return answer !== undefined && 'report' in answer ? answer.report : undefined;
});

/** The pair that the editors show. */
export const present = computed<Pair>(() => documents.value.pairs[shownPair.value] ?? documents.value.pairs[0] ?? { form: 'manifest' });

interface Question {
  given: Documents;
  asked: NoticeFields;
}

async function answer({ given, asked }: Question): Promise<Outcome | undefined> {
  const input = inputOf(given);
  if (input === undefined) return undefined;
  const compared = await compare(input, today);
  const counted = 'report' in compared && compared.report.notice !== null ? await countNotice(input, today, asked) : undefined;
  return { input, diff: compared, asked, ...(counted && { notice: counted }) };
}

/** What the chosen change is: an edit may give its number to another one. */
function choiceOf(): string | undefined {
  const { id, name } = diff.peek()?.changes[chosen.peek()?.number ?? -1] ?? {};
  return id && `${id} ${name}`;
}

function took(newest: Outcome | undefined): void {
  if (newest !== undefined) loading.value = 'done';
  broken.value = '';
  const before = choiceOf();
  outcome.value = newest;
  if (choiceOf() !== before) chosen.value = undefined;
}

const ask = newestWins(answer, took, (error) => (broken.value = messageOf(error)), REST);

effect(() => {
  const question = { given: documents.value, asked: fields.value };
  if (loading.peek() === 'not begun' && inputOf(question.given) !== undefined) loading.value = 'running';
  ask(question);
});

/** Takes what somebody typed or pasted into an editor. */
export function edit(side: Side, content: Content): void {
  const { pairs } = documents.peek();
  const pair = present.peek();
  const path = pair[side]?.path ?? `${side}.json`;
  said.value = '';
  const { [side]: _, ...others } = pair;
  const edited: Pair = content.bytes.length === 0 ? others : { ...pair, [side]: { path, content } };
  documents.value = { ...documents.peek(), pairs: pairs.map((other) => (other === pair ? edited : other)) };
}

/** The old state becomes the new one. */
export function swap(): void {
  const { pairs, ...others } = documents.peek();
  documents.value = { ...others, pairs: pairs.map(({ form, old, new: now }) => ({ form, ...(now && { old: now }), ...(old && { new: old }) })) };
  chosen.value = undefined;
  said.value = 'Swapped: what was new is old now.';
}

/** Replaces everything that is compared, and what was said of what is no longer there. */
export function show(given: Documents, saying: string): void {
  if (given !== documents.peek()) {
    ask(undefined);
    outcome.value = undefined;
  }
  documents.value = given;
  shownPair.value = Math.max(0, given.pairs.findIndex(({ old, new: now }) => old !== undefined && now !== undefined));
  chosen.value = undefined;
  said.value = saying;
}

/** Puts everything away, and what was asked of it. */
export function startOver(): void {
  fields.value = usualFields(today);
  show(nothing, '');
}

/** Takes what somebody typed into a field. */
export function setField(name: FieldName, value: string): void {
  fields.value = { ...fields.peek(), [name]: value };
}

/** Shows a change in both editors. */
export function choose(number: number, fromAfar = false): void {
  const change = diff.peek()?.changes[number];
  const pair = change === undefined ? -1 : pairOf(change);
  if (pair >= 0) shownPair.value = pair;
  chosen.value = { number, fromAfar };
}

/** The number of the pair that a change is about; below zero where there is none. */
function pairOf(change: Change): number {
  const { diff: answer, input } = outcome.peek() ?? {};
  if (answer === undefined || input === undefined || !('report' in answer)) return -1;
  const compared = answer.report.documents[change.document];
  const form: Form | undefined = input.known.get(compared?.new ?? '')?.form ?? input.known.get(compared?.old ?? '')?.form;
  return documents.peek().pairs.findIndex((pair) => pair.form === form);
}

/** Takes files that were dropped or pasted; `side` is the one that they are meant for. */
export async function takeFiles(files: readonly Found[], side?: Side): Promise<void> {
  const entries = await entriesOf(files, documents.peek());
  // Somebody may have typed while they were read.
  const taken = entries.length === 0 ? { documents: documents.peek(), said: 'No file of a size that can be compared was among them.' } : arranged(entries, documents.peek(), side);
  show(taken.documents, taken.said);
}

/** Takes what was chosen for one side. */
export async function takeFor(side: Side, sources: readonly Source[]): Promise<void> {
  try {
    await takeFiles((await gather(sources)).files, side);
  } catch (error) {
    said.value = messageOf(error);
  }
}
