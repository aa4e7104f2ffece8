// Judging what is there after every change of it; the newest answer wins.
import { computed, effect, signal } from '@preact/signals';
import type { CheckInput, DocumentInput, Finding, Report } from 'lockstep-contracts';
import type { Found } from '../../documents/intake.ts';
import { call, type EngineError } from '../../engine/client.ts';
import { newestWins } from '../../engine/newest.ts';
import { keysOf } from '../../findings/keys.ts';
import { begun, policy, rest, today, trio, whole, type Held, type Role, type Trio } from './documents.ts';
import { judgeRepository } from './repository.ts';

/** Everything that a verdict depends on. */
export interface Question {
  trio: Trio;
  policy: Held | null;
  today: string;
  /** The other files, where the program judges the whole repository. */
  others: readonly Found[] | null;
}

/** A question with its answer, or why there is none. */
export type Judged = Question & ({ report: Report } | { failure: EngineError });

/** What the engine is asked, with the names that findings are to give. */
export function inputOf({ trio: documents, policy: own, today: day }: Question): CheckInput {
  const given = (role: Role): DocumentInput => ({ name: documents[role].name, content: documents[role].content?.bytes ?? null });
  return {
    pin: given('pin'),
    matrix: given('matrix'),
    manifest: given('manifest'),
    ...(day !== '' && { today: day }),
    ...(own !== null && { policy: own.content.bytes }),
  };
}

/** Judges once. Rejects with an `EngineError`. */
export function judge(question: Question): Promise<Report> {
  return question.others === null ? call('check', [inputOf(question)]) : judgeRepository(question, question.others);
}

/** What is to be judged now. */
export function present(): Question {
  return { trio: trio.value, policy: policy.value, today: today.value, others: whole.value ? rest.value : null };
}

/** The newest answer; undefined before the first one. */
export const judged = signal<Judged | undefined>(undefined);

const ask = newestWins<Question, Report, EngineError>(
  judge,
  (found, question) => (judged.value = { ...question, report: found }),
  (failure, question) => (judged.value = { ...question, failure }),
);

effect(() => {
  const question = present();
  ask(begun.value ? question : undefined);
  if (!begun.value) judged.value = undefined;
});

/** The report, where there is one. */
export const report = computed(() => (judged.value !== undefined && 'report' in judged.value ? judged.value.report : undefined));

const NOTHING: readonly Finding[] = [];

/** The findings of the report, in its order. */
export const findings = computed(() => report.value?.findings ?? NOTHING);
/** The key of each finding, by its place. */
export const keys = computed(() => keysOf(findings.value));
