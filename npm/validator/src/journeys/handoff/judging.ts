// Asks the program again after each change; the newest answer wins.
import { batch, computed, effect, signal } from '@preact/signals';
import type { RunOutcome } from 'lockstep-contracts';
import { todayInUtc } from '../../documents/day.ts';
import { answerOf, refusalIn, type Answer, type Refusal } from '../../engine/answer.ts';
import { call } from '../../engine/client.ts';
import { newestWins } from '../../engine/newest.ts';
import { messageOf } from '../../shell/errors.ts';
import type { Gates, Report, Rule } from './forms.ts';
import { files, gateFile, isProducers, manifest, payload, rehearsal } from './repository.ts';

/** One run of the program that ends with a report. */
export interface Task {
  /** What is judged. */
  title: string;
  /** Where it stands. */
  path: string;
  /** The group of the rules that it is judged by. */
  group: Rule['group'];
  /** The program's words, without the form of the output. */
  words: readonly string[];
}

/** The weekly review, or why there is none. */
export type Review = { kind: 'written'; text: string } | { kind: 'refused'; refusal: Refusal };

/** The day as of which everything is judged. */
export const today = signal(todayInUtc());
/** The service contract whose candidate is expected; empty where the payload itself says what it is. */
export const candidate = signal('');
/** Whether tag and commit may be others than the pin's. */
export const relaxed = signal(false);

/** Judges as of today, and expects nothing but what the documents say. */
export function reset(): void {
  today.value = todayInUtc();
  candidate.value = '';
  relaxed.value = false;
}

/** The newest report of each task. */
export const reports = signal<readonly { task: Task; answer: Answer<Report> }[]>([]);
/** The newest verdicts of the gates; undefined without a gate file. */
export const gates = signal<Answer<Gates> | undefined>(undefined);
/** The newest weekly review; undefined without a gate file. */
export const review = signal<Review | undefined>(undefined);
/** Whether an answer is still to come. */
export const working = signal(false);
/** What kept the engine from answering at all. */
export const problem = signal('');

/** All rules, with what each demands. */
export const rules = signal<readonly Rule[]>([]);
/** The service contracts that the policy knows. */
export const contracts = signal<readonly string[]>([]);

/** How long the documents must rest before they are judged, in milliseconds. */
const REST = 120;

const tasks = computed((): Task[] => {
  const found: Task[] = [];
  if (payload.value !== '') {
    // A producer's own payload is held to its manifest, at the program's own place.
    const words = isProducers.value
      ? ['producer', 'handoff']
      : ['handoff', `--handoff=${payload.value}`, ...(candidate.value === '' ? [] : [`--candidate=${candidate.value}`])];
    found.push({ title: 'Handoff', path: payload.value, group: 'handoff', words });
  }
  if (rehearsal.value !== '') {
    const words = ['producer', 'rehearsal', ...(manifest.value === '' ? [] : [`--manifest=${manifest.value}`])];
    found.push({ title: 'Rehearsal', path: rehearsal.value, group: 'rehearsal', words });
  }
  return found;
});

/** Runs the program over the repository as it stands. */
export function run(words: readonly string[]): Promise<RunOutcome> {
  const given = Object.fromEntries([...files.value].map(([path, { bytes }]) => [path, bytes]));
  const environment: Record<string, string> = relaxed.value ? { ASSISTSUPPORT_HANDOFF_REQUIRE_PIN_MATCH: '0' } : {};
  return call('run', [[...words], { files: given, environment, ...(today.value !== '' && { today: today.value }) }]);
}

async function learn(): Promise<void> {
  if (rules.value.length > 0) return;
  const [listed, policy] = await Promise.all([call('run', [['rules', '--format', 'json'], {}]), call('run', [['policy'], {}])]);
  rules.value = JSON.parse(listed.stdout) as Rule[];
  contracts.value = Object.keys((JSON.parse(policy.stdout) as { service_contracts: Record<string, unknown> }).service_contracts);
}

async function reviewed(): Promise<Review> {
  const { stdout, stderr } = await run(['gate', '--weekly']);
  return stdout === '' ? { kind: 'refused', refusal: refusalIn(stderr) } : { kind: 'written', text: stdout };
}

/** What the program said of everything that is judged. */
interface Answers {
  reports: { task: Task; answer: Answer<Report> }[];
  gates: Answer<Gates> | undefined;
  review: Review | undefined;
}

const NOTHING: Answers = { reports: [], gates: undefined, review: undefined };

async function judge({ tasks: asked, hasGates }: { tasks: readonly Task[]; hasGates: boolean }): Promise<Answers> {
  await learn();
  const [ofTasks, ofGates, weekly] = await Promise.all([
    Promise.all(asked.map(async (task) => ({ task, answer: answerOf<Report>(await run([...task.words, '--format', 'json'])) }))),
    hasGates ? run(['gate', '--format', 'json']).then(answerOf<Gates>) : undefined,
    hasGates ? reviewed() : undefined,
  ]);
  return { reports: ofTasks, gates: ofGates, review: weekly };
}

function show(answers: Answers): void {
  batch(() => {
    reports.value = answers.reports;
    gates.value = answers.gates;
    review.value = answers.review;
    problem.value = '';
    working.value = false;
  });
}

function failed(error: unknown): void {
  problem.value = messageOf(error);
  working.value = false;
}

const ask = newestWins(judge, show, failed, REST);

effect(() => {
  const question = { tasks: tasks.value, hasGates: gateFile.value !== '' };
  // What `run` gives the program besides is asked about anew, too.
  void [files.value, today.value, relaxed.value];
  if (question.tasks.length === 0 && !question.hasGates) {
    ask(undefined);
    show(NOTHING);
    return;
  }
  working.value = true;
  ask(question);
});
