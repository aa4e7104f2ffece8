// Which of many answers are looked at: the choice, the rows that are shown, the row that is chosen.
import { effect, signal } from '@preact/signals';
import { call } from '../../engine/client.ts';
import type { Choice, Details, ManyJudged, Row } from '../../engine/handlers/envelopes.ts';
import { newestWins } from '../../engine/newest.ts';
import { judged, problem, shownState } from './state.ts';

const everything: Choice = { class: null, contract: null, only: null, order: null };

/** Which answers are looked at, and in which order. */
export const choice = signal<Choice>(everything);
/** How many answers are chosen. */
export const total = signal(0);
/** The rows that were fetched last, by their position among those chosen. */
export const rows = signal<ReadonlyMap<number, Row>>(new Map());
/** The position of the row that is told about. */
export const cursor = signal(0);
/** Everything about the answer that is told about. */
export const details = signal<Details | undefined>(undefined);
/** The answers that the table is about. */
let of: ManyJudged | undefined;

interface Window {
  id: number;
  choice: Choice;
  from: number;
  count: number;
}

/** The answer that is told about, or will be. */
let told: number | undefined;

function failed(error: Error, { id }: { id: number }): void {
  if (id !== of?.id) return;
  told = undefined;
  problem.value = error.message;
}

const fetchDetails = newestWins(
  ({ id, row }: { id: number; row: number }) => call('envelopeDetails', [id, row]),
  (value, { id, row }) => {
    if (value === null || id !== of?.id || row !== told) return;
    details.value = value;
    shownState.value = undefined;
  },
  failed,
);

function tell(row: Row | undefined): void {
  if (of === undefined || row === undefined || row.row === told) return;
  told = row.row;
  fetchDetails({ id: of.id, row: row.row });
}

const fetchRows = newestWins(
  ({ id, choice: wanted, from, count }: Window) => call('envelopeRows', [id, wanted, from, count]),
  (value, window) => {
    if (window.id !== of?.id || window.choice !== choice.value) return;
    total.value = value.total;
    rows.value = new Map(value.rows.map((row, place) => [window.from + place, row]));
    if (value.total === 0) told = details.value = undefined;
    tell(rows.value.get(cursor.value));
  },
  failed,
);

/** Fetches rows around those that are seen. */
export function look(first: number, count: number): void {
  if (of !== undefined) fetchRows({ id: of.id, choice: choice.value, from: Math.max(0, first - count), count: 3 * count });
}

function turnTo(verdict: ManyJudged): void {
  of = verdict;
  choice.value = everything;
  total.value = verdict.total;
  rows.value = new Map();
  cursor.value = 0;
  told = details.value = undefined;
}

effect(() => {
  const verdict = judged.value?.verdict;
  if (verdict !== undefined && 'id' in verdict) turnTo(verdict);
});

/** Chooses other answers, or another order. */
export function choose(change: Partial<Choice>): void {
  choice.value = { ...choice.value, ...change };
  rows.value = new Map();
  cursor.value = 0;
}

/** Goes to a row, and tells about it. */
export function goTo(position: number): void {
  cursor.value = Math.max(0, Math.min(position, total.value - 1));
  tell(rows.value.get(cursor.value));
}
