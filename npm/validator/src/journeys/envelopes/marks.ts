// Violations as marks of an editor.
import type { Violation } from 'lockstep-contracts';
import type { Mark } from '../../editor/Editor.tsx';

/** The most marks of one answer. */
const MOST = 200;

/** Marks for the violations of a body that begins at `bodyStart` in what is shown, in bytes. */
export function marksOf(violations: readonly Violation[], bodyStart: number): Mark[] {
  return violations.slice(0, MOST).map(({ start, end, severity, message }) => ({ start: bodyStart + start, end: bodyStart + end, severity, message }));
}
