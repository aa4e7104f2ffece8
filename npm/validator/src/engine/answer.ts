// What the program answered in JSON.
import type { RunOutcome } from 'lockstep-contracts';

/** Why the program could not judge: docs/error.schema.json, or what it said in another form. */
export interface Refusal {
  message: string;
  place: { file: string; line: number | null; column: number | null } | null;
  help: string | null;
}

/** Where a refusal is about, as the program writes places; empty where it names none. */
export function placeOf({ place }: Refusal): string {
  return place === null ? '' : [place.file, place.line, place.column].filter((part) => part !== null).join(':');
}

/** A document of the program's, or why there is none. */
export type Answer<Form> =
  | { kind: 'judged'; document: Form; outcome: RunOutcome }
  | { kind: 'refused'; refusal: Refusal };

/** A refusal that the program tells in text alone, as it tells of wrong words whatever form was asked for. */
export function refusalIn(text: string): Refusal {
  return { message: text.replace(/^error: /, '').replace(/\n\nFor more information[^]*$/, '').trim(), place: null, help: null };
}

/** What the program's standard output says. */
export function answerOf<Form>(outcome: RunOutcome): Answer<Form> {
  let document: (Form & { schema: string }) | (Refusal & { schema: string });
  try {
    document = JSON.parse(outcome.stdout);
  } catch {
    return { kind: 'refused', refusal: refusalIn(outcome.stderr || outcome.stdout) };
  }
  return document.schema.startsWith('lockstep-error.')
    ? { kind: 'refused', refusal: document as Refusal }
    : { kind: 'judged', document: document as Form, outcome };
}
