// A file of lines, read in pieces and cut at line ends.
import { joined } from '../../documents/bytes.ts';

/** Whole lines of a file. */
export interface Block {
  bytes: Uint8Array;
  /** Where in the file they begin. */
  start: number;
}

/**
 * The lines of a file, read in pieces of so many bytes; between two of them the worker hears what the page says. Of a line
 * with more than `limit` bytes only so much is given that it shows itself as too long, and then it ends its block: a file
 * without line ends needs no more memory than any other.
 */
export async function* blocks(blob: Blob, limit: number, size: number): AsyncGenerator<Block> {
  let held: Uint8Array = new Uint8Array();
  let isSkipping = false;
  for (let at = 0; at < blob.size; at += size) {
    let piece = new Uint8Array(await blob.slice(at, at + size).arrayBuffer());
    let start = at - held.length;
    if (isSkipping) {
      const feed = piece.indexOf(0x0a);
      if (feed < 0) continue;
      isSkipping = false;
      piece = piece.subarray(feed + 1);
      start = at + feed + 1;
    }
    const bytes = held.length === 0 ? piece : joined([held, piece]);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    isSkipping = bytes.length - whole > limit;
    held = isSkipping ? new Uint8Array() : bytes.subarray(whole);
    const given = isSkipping ? bytes.subarray(0, whole + limit + 1) : bytes.subarray(0, whole);
    if (given.length > 0) yield { bytes: given, start };
  }
  if (held.length > 0) yield { bytes: held, start: blob.size - held.length };
}

/** Calls `visit` with the beginning and the end of each line, without its line feed. */
export function eachLine(bytes: Uint8Array, visit: (start: number, end: number) => void): void {
  for (let start = 0; start < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    visit(start, end);
    start = end + 1;
  }
}
