// Amounts as people read them.

const number = new Intl.NumberFormat('en-GB');
const oneDigit = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const inWords = (amount: number) => number.format(Math.round(amount));

/** `1.5 MB`. */
export function bytesInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${oneDigit.format(bytes / 1000)} kB` : `${oneDigit.format(bytes / 1_000_000)} MB`;
}

/** `12 milliseconds`, `1.2 seconds`. */
export const timeInWords = (milliseconds: number) =>
  (milliseconds < 1000 ? `${Math.ceil(milliseconds)} milliseconds` : `${oneDigit.format(milliseconds / 1000)} seconds`);

/** A part of a whole: `61.2 %`. */
export const shareInWords = (part: number, whole: number) => `${oneDigit.format(whole === 0 ? 0 : (100 * part) / whole)} %`;
