// A record: an answer in a line, with its status and its body. Read as `lockstep classify` reads it.
import { behindSpace, keyEnd, stringEnd, valueEnd } from './json.ts';

/** An answer: its status, where it is known, and its body. */
export interface Answer {
  status: number | null;
  body: Uint8Array;
}

/** The answer of a record. */
export interface RecordAnswer extends Answer {
  /** Whether the record has a body, which may be empty. */
  hasBody: boolean;
}

const QUOTE = 0x22;
const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const nothing = new Uint8Array();

/** The bytes of a text; half of a surrogate pair becomes the three bytes that would stand for it, which are no UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** Why a line is no record. */
class NoRecord extends Error {}

function checked(end: number): number {
  if (end < 0) throw new NoRecord();
  return end;
}

/** The string that stands in these bytes, quotes included. */
function text(bytes: Uint8Array): string {
  try {
    return JSON.parse(strict.decode(bytes)) as string;
  } catch {
    throw new NoRecord();
  }
}

class Reader {
  private status: number | null | undefined;
  private body: Uint8Array | undefined;

  constructor(private readonly line: Uint8Array) {}

  read(): RecordAnswer | undefined {
    const start = behindSpace(this.line, 0);
    const opening = this.line[start];
    if (opening !== 0x7b && opening !== 0x5b) return undefined;
    const end = opening === 0x7b ? this.members(start + 1) : this.elements(start + 1);
    if (behindSpace(this.line, end) !== this.line.length) return undefined;
    const { status = null, body } = this;
    if (status === null && body === undefined) return undefined;
    // Browsers write 0 where no answer came.
    return { status: status === 0 ? null : status, hasBody: body !== undefined, body: body ?? nothing };
  }

  private members(at: number): number {
    at = behindSpace(this.line, at);
    if (this.line[at] === 0x7d) return at + 1;
    for (;;) {
      at = behindSpace(this.line, at);
      const value = checked(keyEnd(this.line, at));
      const key = text(this.line.subarray(at, checked(stringEnd(this.line, at + 1))));
      if (!key.isWellFormed()) throw new NoRecord();
      at = behindSpace(this.line, this.take(key, value));
      const next = this.line[at++];
      if (next === 0x7d) return at;
      if (next !== 0x2c) throw new NoRecord();
    }
  }

  /** The program takes a list of the two values for a record, too. */
  private elements(at: number): number {
    at = behindSpace(this.line, at);
    if (this.line[at] === 0x5d) return at + 1;
    for (const key of ['status', 'body', '']) {
      if (key === '') throw new NoRecord();
      at = behindSpace(this.line, this.take(key, at));
      const next = this.line[at++];
      if (next === 0x5d) return at;
      if (next !== 0x2c) throw new NoRecord();
    }
    return at;
  }

  /** Takes the value at a place and gives the place behind it. */
  private take(key: string, at: number): number {
    at = behindSpace(this.line, at);
    const end = checked(valueEnd(this.line, at));
    const value = this.line.subarray(at, end);
    if (key === 'status') {
      const written = value.length > 5 ? '-' : String.fromCharCode(...value);
      if (this.status !== undefined || !/^(null|\d+)$/.test(written)) throw new NoRecord();
      this.status = written === 'null' ? null : Number(written);
      if (this.status !== null && this.status > 0xffff) throw new NoRecord();
    } else if (key === 'body') {
      if (this.body !== undefined) throw new NoRecord();
      if (value[0] === QUOTE) this.body = bytesOfText(text(value));
      else {
        this.assertUtf8(value);
        this.body = value;
      }
    }
    return end;
  }

  private assertUtf8(bytes: Uint8Array): void {
    try {
      strict.decode(bytes);
    } catch {
      throw new NoRecord();
    }
  }
}

/** The answer of the record that a line is; undefined where it is none. */
export function recordIn(line: Uint8Array): RecordAnswer | undefined {
  try {
    return new Reader(line).read();
  } catch (error) {
    if (error instanceof NoRecord) return undefined;
    throw error;
  }
}
