// What is looked at: the finding that was selected, the place that is shown, and the marks in the editors.
import { batch, computed, signal } from '@preact/signals';
import type { Finding, Label } from 'lockstep-contracts';
import type { Mark, RelatedPlace } from '../../editor/Editor.tsx';
import { rest, roleNamed, trio } from './documents.ts';
import { findings, keys } from './judging.ts';
import { mend } from './mending.ts';

/** The key of the finding that was selected. */
export const selected = signal<string | undefined>(undefined);

/** The key of the finding at whose place a cursor stands. */
export const current = signal<string | undefined>(undefined);

/** A place that is shown, and whether the cursor goes there; a new object shows it again. */
export interface Revealed {
  document: string;
  start: number;
  end: number;
  focus: boolean;
}
/** What is shown now. */
export const revealed = signal<Revealed | null>(null);

/** The document below the trio that is open to be read. */
export const opened = signal<string | undefined>(undefined);

// Another repository has other documents, and other findings.
rest.subscribe(() => (opened.value = selected.value = undefined));

function show({ document, start, end }: Label, focus: boolean): void {
  batch(() => {
    if (roleNamed(trio.value, document) === undefined) opened.value = document;
    revealed.value = { document, start, end, focus };
  });
}

/** Goes to a place. */
export const reveal = (label: Label): void => show(label, true);

/** Where the documents stand beside the findings; else showing one would lead away from the other. */
const beside = matchMedia('(min-width: 1001px)');

/** Selects a finding, or none, and shows its place beside it. */
export function select(key: string | undefined): void {
  const finding = key === undefined ? undefined : findings.value[keys.value.indexOf(key)];
  batch(() => {
    selected.value = finding && key;
    if (finding !== undefined && beside.matches) show(finding.primary, false);
  });
}

/** Forgets what was looked at, as where the journey is left. */
export function lookAway(): void {
  batch(() => {
    revealed.value = null;
    current.value = undefined;
  });
}

function markOf(finding: Finding, key: string): Mark {
  const { rule, severity, message, help, primary: { start, end }, fix } = finding;
  return {
    start, end, severity, key, source: rule,
    message: help === '' ? message : `${message}\n${help}`,
    ...(fix !== null && { actions: [{ name: `Fix: ${fix.title}`, apply: () => mend(finding) }] }),
  };
}

/** The marks of every document, by its name. */
const marks = computed(() => {
  const keyed = findings.value.map((finding, place) => ({ name: finding.primary.document, mark: markOf(finding, keys.value[place] ?? '') }));
  return new Map(Array.from(Map.groupBy(keyed, ({ name }) => name), ([name, own]) => [name, own.map(({ mark }) => mark)]));
});

/** The places that have to do with the selected finding, by the names of their documents. */
const relatedPlaces = computed(() => {
  const finding = selected.value === undefined ? undefined : findings.value[keys.value.indexOf(selected.value)];
  return Map.groupBy<string, RelatedPlace & { document: string }>(finding?.related ?? [], ({ document }) => document);
});

const NO_MARKS: readonly Mark[] = [];
const NO_PLACES: readonly RelatedPlace[] = [];

/** The marks of a document. */
export const marksOf = (name: string): readonly Mark[] => marks.value.get(name) ?? NO_MARKS;
/** The places of a document that the selected finding relates to. */
export const relatedOf = (name: string): readonly RelatedPlace[] => relatedPlaces.value.get(name) ?? NO_PLACES;
/** What is shown of a document. */
export const revealedIn = (name: string): Revealed | null => (revealed.value?.document === name ? revealed.value : null);
