// From lines and columns of UTF-16 units to bytes of a document.
import type { Content } from '../../documents/content.ts';

/** A range of bytes. */
export interface Range {
  start: number;
  end: number;
}

const encoder = new TextEncoder();

/** The byte offset of each UTF-16 index; indices in any order, and the text is gone through once. */
function bytesAt({ text, bytes }: Content, indices: readonly number[]): number[] {
  if (text.length === bytes.length) return [...indices];
  const offsets = new Array<number>(indices.length);
  let [index, offset] = [0, 0];
  for (const place of indices.map((_, number) => number).sort((a, b) => (indices[a] ?? 0) - (indices[b] ?? 0))) {
    const next = indices[place] ?? 0;
    offset += encoder.encode(text.slice(index, next)).length;
    index = next;
    offsets[place] = Math.min(offset, bytes.length);
  }
  return offsets;
}

/** The indices at which lines begin, as far as line `last`. */
function lineStarts(text: string, last: number): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && starts.length < last; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** How far the end of what stands at a place is looked for. */
const LONGEST = 2000;

/** What stands at each place: a string whole, else the rest of the line. */
export function rangesAt(content: Content, places: readonly { line: number; column: number }[]): Range[] {
  const { text } = content;
  const starts = lineStarts(text, places.reduce((last, { line }) => Math.max(last, line), 0));
  const begins = places.map(({ line, column }) => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length));
  const ends = begins.map((begin) => {
    const rest = text.slice(begin, begin + LONGEST).split(/[\r\n]/, 1)[0] ?? '';
    const what = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0] ?? rest.replace(/[\s,]+$/, '');
    return Math.min(begin + Math.max(what.length, 1), text.length);
  });
  const offsets = bytesAt(content, [...begins, ...ends]);
  return begins.map((_, place) => ({ start: offsets[place] ?? 0, end: offsets[begins.length + place] ?? 0 }));
}
