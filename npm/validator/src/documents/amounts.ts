// Amounts as people read them.

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number: `10,485,760`. */
export function counted(number: number): string {
  return whole.format(number);
}

/** A number of things: `1 error`, `2 errors`; `several` where an `s` does not make the plural. */
export function count(number: number, one: string, several = `${one}s`): string {
  return `${counted(number)} ${number === 1 ? one : several}`;
}

/** A list in a sentence: `pin, matrix and 2 manifests`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** A number of bytes: `1.5 MB`. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return count(bytes, 'byte');
  return bytes < 1_000_000 ? `${oneDigit.format(bytes / 1000)} kB` : `${oneDigit.format(bytes / 1_000_000)} MB`;
}

/** A part of a whole: `61.2 %`. */
export function shareInWords(part: number, all: number): string {
  return `${oneDigit.format(all === 0 ? 0 : (100 * part) / all)} %`;
}

/** A time: `12 milliseconds`, `1.2 seconds`. */
export function timeInWords(milliseconds: number): string {
  return milliseconds < 1000 ? count(Math.ceil(milliseconds), 'millisecond') : `${oneDigit.format(milliseconds / 1000)} seconds`;
}
