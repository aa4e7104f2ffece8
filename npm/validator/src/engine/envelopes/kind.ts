// What an input holds, told by its beginning as `lockstep classify` tells it.
import { headOf } from './http.ts';
import { OPEN, behindSpace, valueEnd } from './json.ts';
import { recordIn } from './record.ts';

/** One body, one answer with its head, a body a line, a record a line, or a HAR file. */
export type InputKind = 'body' | 'http' | 'ndjson' | 'records' | 'har';

/** The most bytes of white space that are read to see whether something comes. */
const BLANK = 65_536;
/** How much is looked at first. */
const LOOK = 65_536;

const LOG = [...'"log"'].map((character) => character.charCodeAt(0));
const startsWith = (bytes: Uint8Array, at: number, word: readonly number[]) => word.every((byte, index) => bytes[at + index] === byte);

/** The kind of an input that begins with `bytes`; undefined where more of it must be seen, which is never so at its end. */
function detect(bytes: Uint8Array, ended: boolean): InputKind | undefined {
  const start = behindSpace(bytes, startsWith(bytes, 0, [0xef, 0xbb, 0xbf]) ? 3 : 0);
  if (start > BLANK) return 'ndjson';
  if (headOf(bytes) !== undefined) return 'http';
  if (bytes[start] === 0x7b && startsWith(bytes, behindSpace(bytes, start + 1), LOG)) return 'har';
  const feed = bytes.indexOf(0x0a, start);
  if (feed < 0 && !ended) return undefined;
  const line = bytes.subarray(start, feed < 0 ? bytes.length : feed);
  if (recordIn(line)?.hasBody) return 'records';
  const second = behindSpace(bytes, start + line.length);
  if (second >= bytes.length) {
    if (ended) return 'body';
    return bytes.length - start - line.length < BLANK ? undefined : 'ndjson';
  }
  // A body that is laid out over several lines leaves brackets open at the end of the first.
  const isOpen = valueEnd(line, 0) === OPEN;
  const nextIsObject = bytes[second] === 0x7b && line[0] !== 0x5b;
  return isOpen && !nextIsObject ? 'body' : 'ndjson';
}

/** What a file holds; no line longer than `limit` bytes is looked at. */
export async function kindOf(blob: Blob, limit: number): Promise<InputKind> {
  for (let size = LOOK; ; size *= 4) {
    const ended = size >= blob.size;
    const kind = detect(new Uint8Array(await blob.slice(0, size).arrayBuffer()), ended);
    if (kind !== undefined) return kind;
    if (size > limit) return 'ndjson';
  }
}
