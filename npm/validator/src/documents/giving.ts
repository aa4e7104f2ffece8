// From whoever has something to give to whoever takes it: journeys have buttons, and the shell decides who gets what.
import type { Source } from './intake.ts';

type Taker = (sources: readonly Source[]) => void;

let taker: Taker | undefined;

/** Says who takes what is given anywhere on the page. */
export function takeBy(given: Taker): void {
  taker = given;
}

/** Gives something to the page, as if it had been dropped. */
export function give(sources: readonly Source[]): void {
  if (sources.length > 0) taker?.(sources);
}
