// A state as a shape, so that it is told without colour, too.
import type { ItemState } from './checklist.ts';
import type { State } from './forms.ts';

/** A state that has a shape. */
export type Shape = State | ItemState;

const NOT_KNOWN = (
  <>
    <circle cx="10" cy="10" r="7.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3 2.1" />
    <path d="M7.7 8a2.3 2.3 0 1 1 3.3 2.1c-.7.4-1 .8-1 1.6M10 14v.3" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" />
  </>
);

const shapes = {
  pass: (
    <>
      <circle cx="10" cy="10" r="8.5" fill="currentColor" />
      <path d="M6 10.3l2.7 2.7L14 7.4" fill="none" stroke="var(--surface)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </>
  ),
  fail: (
    <>
      <path d="M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z" fill="currentColor" />
      <path d="M7 7l6 6M13 7l-6 6" stroke="var(--surface)" stroke-width="2" stroke-linecap="round" />
    </>
  ),
  warning: (
    <>
      <path d="M10 1.8l8.6 15.4H1.4z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />
      <path d="M10 7.5v4.3M10 14.4v.2" stroke="var(--surface)" stroke-width="2" stroke-linecap="round" />
    </>
  ),
  unknown: NOT_KNOWN,
  unjudged: NOT_KNOWN,
};

/** The shape alone: the word stands beside it. */
export function Glyph({ shape }: { shape: Shape }) {
  return <svg class={`handoff-glyph handoff-${shape}`} viewBox="0 0 20 20" aria-hidden="true">{shapes[shape]}</svg>;
}
