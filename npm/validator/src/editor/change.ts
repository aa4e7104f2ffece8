// Changes of a text, told both ways between a document and its editor.
import type { ChangeSet } from '@codemirror/state';
import type { LineBreaks } from './lines.ts';

/** The text after a change of the editor's document, in which what was not touched has the line breaks that it had. */
export function changed(breaks: LineBreaks, changes: ChangeSet): string {
  const parts: string[] = [];
  let end = 0;
  changes.iterChanges((from, to, _fromNew, _toNew, inserted) => {
    parts.push(breaks.text.slice(end, breaks.toText(from)), inserted.sliceString(0, inserted.length, breaks.usual));
    end = breaks.toText(to);
  });
  return parts.join('') + breaks.text.slice(end);
}

/** The smallest replacement that makes one text of another. */
export function replacement(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < before.length - from && tail < after.length - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}
