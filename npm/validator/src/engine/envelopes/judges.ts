// What judges: a classifier for each state of the contract, and how answers are put before it.
import * as lockstep from 'lockstep-contracts';
import type { AnswerKind, EnvelopeClassification, EnvelopeClassifier } from 'lockstep-contracts';
import { classifier, engine } from '../modules.ts';
import { eachLine } from './lines.ts';
import { recordIn, type Answer } from './record.ts';

/** The states of the contract, as `createClassifier` names them: before, while and after the cutover. */
export const contracts = ['service.v2', 'overlap', 'service.v3'] as const;

/** How answers are judged. */
export interface Settings {
  /** The status of answers that state none. */
  status: number | null;
  /** Which question was asked. */
  answer: AnswerKind;
}

/** What judges; loaded once. */
export interface Judges {
  /** One a contract, in the order of `contracts`. */
  classifiers: readonly EnvelopeClassifier[];
  /** The names of the classes by their numbers. */
  names: readonly string[];
  /** The most bytes of an envelope. */
  limit: number;
}

async function load(): Promise<Judges> {
  await Promise.all([engine(), classifier()]);
  const { limits } = JSON.parse(lockstep.policy()) as { limits: { envelope_bytes: number } };
  return {
    classifiers: contracts.map((contract) => lockstep.createClassifier({ contract })),
    names: lockstep.envelopeClasses(),
    limit: limits.envelope_bytes,
  };
}

let loading: Promise<Judges> | undefined;

/** What judges, loaded when it is first asked for. */
export function judges(): Promise<Judges> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Everything there is to say about an answer, one a contract. */
export function described({ classifiers }: Judges, { status, body }: Answer, { answer }: Settings): EnvelopeClassification[] {
  return classifiers.map((classifier) => classifier.describe(status, body, { answer }));
}

/** What a line answers; one that is no record is taken for a body. */
export function answerIn(line: Uint8Array, kind: 'ndjson' | 'records', { status }: Settings): Answer {
  const record = kind === 'records' ? recordIn(line) : undefined;
  return record === undefined ? { status, body: line } : { status: record.status ?? status, body: record.body };
}

/** The classes of whole lines: for each contract one byte a line. */
export function classesOf(judges: Judges, lines: Uint8Array, kind: 'ndjson' | 'records', settings: Settings): Uint8Array[] {
  const { classifiers, names } = judges;
  if (kind === 'ndjson' && settings.status === null && settings.answer === 'any') {
    return classifiers.map((classifier) => classifier.batch(lines));
  }
  const numbers = new Map(names.map((name, number) => [name, number]));
  const classes: number[][] = classifiers.map(() => []);
  eachLine(lines, (start, end) => {
    const { status, body } = answerIn(lines.subarray(start, end), kind, settings);
    classifiers.forEach((classifier, place) => {
      const number = settings.answer === 'any'
        ? classifier.classify(status, body)
        : numbers.get(classifier.describe(status, body, { answer: settings.answer }).class);
      classes[place]?.push(number ?? 0);
    });
  });
  return classes.map((numbers) => Uint8Array.from(numbers));
}
