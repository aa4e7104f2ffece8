// Asks the program again after each change; the newest answer wins.
import { computed, effect, signal } from '@preact/signals';
import type { RunOutcome } from 'lockstep-contracts';
import { call } from '../../engine/client.ts';
import type { Gates, Refusal, Report, Rule } from './forms.ts';
import { files, gateFile, payload } from './repository.ts';

/** What the program said of a document: its judgement, or why there is none. */
export type Answer<Form> =
  | { kind: 'judged'; document: Form; outcome: RunOutcome }
  | { kind: 'refused'; refusal: Refusal };

/** The weekly review, or why there is none. */
export type Review = { kind: 'written'; text: string } | { kind: 'refused'; refusal: Refusal };

const utcDay = () => new Date().toISOString().slice(0, 10);

/** The day as of which everything is judged. */
export const today = signal(utcDay());
/** The service contract whose candidate is expected; empty where the payload itself says what it is. */
export const candidate = signal('');
/** Whether tag and commit may be others than the pin's. */
export const relaxed = signal(false);

export const handoff = signal<Answer<Report> | undefined>(undefined);
export const gates = signal<Answer<Gates> | undefined>(undefined);
export const review = signal<Review | undefined>(undefined);
/** Whether an answer is still to come. */
export const working = signal(false);
/** What kept the engine from answering at all. */
export const problem = signal('');

/** The rules about a handoff, with what each demands. */
export const rules = signal<readonly Rule[]>([]);
/** The service contracts that the policy knows. */
export const contracts = signal<readonly string[]>([]);

/** How long the documents must rest before they are judged, in milliseconds. */
const REST = 120;

const refusalOf = (message: string): Refusal => ({ message: message.trim(), place: null, help: null });

function answerOf<Form>(outcome: RunOutcome): Answer<Form> {
  let document: (Form & { schema: string }) | (Refusal & { schema: string });
  try {
    document = JSON.parse(outcome.stdout);
  } catch {
    return { kind: 'refused', refusal: refusalOf(outcome.stderr || outcome.stdout) };
  }
  return document.schema.startsWith('lockstep-error.')
    ? { kind: 'refused', refusal: document as Refusal }
    : { kind: 'judged', document: document as Form, outcome };
}

/** The words that judge the payload, without the form of the output. */
export const handoffWords = computed(() => [
  'handoff', `--handoff=${payload.value}`, ...(candidate.value === '' ? [] : [`--candidate=${candidate.value}`]),
]);

/** Runs the program over the repository as it stands. */
export function run(words: string[]): Promise<RunOutcome> {
  const given = Object.fromEntries([...files.value].map(([path, { bytes }]) => [path, bytes]));
  const environment: Record<string, string> = relaxed.value ? { ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH: '0' } : {};
  return call('run', [words, { files: given, environment, ...(today.value !== '' && { today: today.value }) }]);
}

async function learn(): Promise<void> {
  if (rules.value.length > 0) return;
  const [listed, policy] = await Promise.all([call('run', [['rules', '--format', 'json'], {}]), call('run', [['policy'], {}])]);
  rules.value = (JSON.parse(listed.stdout) as Rule[]).filter(({ group }) => group === 'handoff');
  contracts.value = Object.keys((JSON.parse(policy.stdout) as { service_contracts: Record<string, unknown> }).service_contracts);
}

async function reviewed(): Promise<Review> {
  const { stdout, stderr } = await run(['gate', '--weekly']);
  return stdout === '' ? { kind: 'refused', refusal: refusalOf(stderr) } : { kind: 'written', text: stdout };
}

async function judge(): Promise<() => void> {
  await learn();
  const [hasPayload, hasGates] = [payload.value !== '', gateFile.value !== ''];
  const [ofPayload, ofGates, weekly] = await Promise.all([
    hasPayload ? run([...handoffWords.value, '--format', 'json']).then(answerOf<Report>) : undefined,
    hasGates ? run(['gate', '--format', 'json']).then(answerOf<Gates>) : undefined,
    hasGates ? reviewed() : undefined,
  ]);
  return () => {
    handoff.value = ofPayload;
    gates.value = ofGates;
    review.value = weekly;
  };
}

let changes = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

async function follow(): Promise<void> {
  // One run at a time: a worker has no use for a queue of documents that nobody looks at any more.
  if (working.peek()) return;
  working.value = true;
  for (let judged = -1; judged !== changes; ) {
    judged = changes;
    try {
      const show = await judge();
      problem.value = '';
      if (judged === changes) show();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  }
  working.value = false;
}

effect(() => {
  // What is read here is what a judgement depends on.
  const depends = [files.value, payload.value, gateFile.value, today.value, candidate.value, relaxed.value];
  changes += 1;
  clearTimeout(timer);
  if (depends[1] === '' && depends[2] === '') {
    handoff.value = gates.value = review.value = undefined;
    return;
  }
  timer = setTimeout(() => void follow(), REST);
});
