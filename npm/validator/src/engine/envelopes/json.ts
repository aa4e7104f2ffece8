// Where a JSON value ends, in bytes, by the grammar of RFC 8259 and nothing else: strings may hold any bytes.

/** The bytes end before the value does. */
export const OPEN = -1;
/** What stands there is no JSON. */
export const BROKEN = -2;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
/** What closes a bracket stands two behind what opens it. */
const CLOSING = 2;

/** Behind the white space at a place. */
export function behindSpace(bytes: Uint8Array, at: number): number {
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

function isHex(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

/** Behind the quote that ends a string; `at` is behind the one that begins it. */
export function stringEnd(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return BROKEN;
    if (byte !== BACKSLASH) continue;
    at++;
    if (bytes[at] === 0x75) {
      if (at + 4 >= bytes.length) return OPEN;
      for (let digit = 0; digit < 4; digit++) if (!isHex(bytes[++at])) return BROKEN;
    } else if (at < bytes.length && !'"\\/bfnrt'.includes(String.fromCharCode(bytes[at] ?? 0))) return BROKEN;
  }
  return OPEN;
}

function digitsEnd(bytes: Uint8Array, at: number): number {
  while (isDigit(bytes[at])) at++;
  return at;
}

function numberEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x2d) at++;
  const whole = digitsEnd(bytes, at);
  if (whole === at || (bytes[at] === 0x30 && whole > at + 1)) return BROKEN;
  at = whole;
  if (bytes[at] === 0x2e) {
    const end = digitsEnd(bytes, at + 1);
    if (end === at + 1) return BROKEN;
    at = end;
  }
  if (((bytes[at] ?? 0) | 0x20) !== 0x65) return at;
  const start = bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? at + 2 : at + 1;
  const end = digitsEnd(bytes, start);
  return end === start ? BROKEN : end;
}

function wordEnd(bytes: Uint8Array, at: number, word: string): number {
  for (let index = 0; index < word.length; index++) {
    if (at + index >= bytes.length) return OPEN;
    if (bytes[at + index] !== word.charCodeAt(index)) return BROKEN;
  }
  return at + word.length;
}

/** Behind a value that is no list and no object. */
function scalarEnd(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case undefined: return OPEN;
    case QUOTE: return stringEnd(bytes, at + 1);
    case 0x6e: return wordEnd(bytes, at, 'null');
    case 0x74: return wordEnd(bytes, at, 'true');
    case 0x66: return wordEnd(bytes, at, 'false');
    default: return numberEnd(bytes, at);
  }
}

/** Behind the key at a place and its colon. */
export function keyEnd(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return OPEN;
  if (bytes[at] !== QUOTE) return BROKEN;
  const end = stringEnd(bytes, at + 1);
  if (end < 0) return end;
  const colon = behindSpace(bytes, end);
  if (colon >= bytes.length) return OPEN;
  return bytes[colon] === COLON ? colon + 1 : BROKEN;
}

/** Behind the value at a place, which may begin with white space; or `OPEN` or `BROKEN`. However deep it nests. */
export function valueEnd(bytes: Uint8Array, at: number): number {
  const around: number[] = [];
  for (;;) {
    at = behindSpace(bytes, at);
    const opening = bytes[at];
    if (opening === OPEN_LIST || opening === OPEN_OBJECT) {
      at = behindSpace(bytes, at + 1);
      if (bytes[at] !== opening + CLOSING) {
        around.push(opening);
        if (opening === OPEN_OBJECT && (at = keyEnd(bytes, at)) < 0) return at;
        continue;
      }
      at++;
    } else if ((at = scalarEnd(bytes, at)) < 0) return at;
    // Behind a value: what it stands in goes on or ends.
    for (;;) {
      const inside = around.at(-1);
      if (inside === undefined) return at;
      at = behindSpace(bytes, at);
      if (at >= bytes.length) return OPEN;
      const byte = bytes[at++];
      if (byte === COMMA) {
        if (inside === OPEN_OBJECT && (at = keyEnd(bytes, behindSpace(bytes, at))) < 0) return at;
        break;
      }
      if (byte !== inside + CLOSING) return BROKEN;
      around.pop();
    }
  }
}
