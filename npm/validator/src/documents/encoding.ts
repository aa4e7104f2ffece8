// Bytes as text, for looking at them: judging takes the bytes.

/** How a text is encoded, as far as its bytes show. */
export type Encoding = 'UTF-8' | 'UTF-16';

/** UTF-16 has a mark, or a zero in every other byte of what is mostly ASCII. */
function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 64);
  const zeros = (from: number) => head.filter((byte, place) => place % 2 === from && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (head.length < 8 || Math.abs(even - odd) < 0.4 * head.length) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** The text of bytes, without the mark at its beginning. */
export function textOf(bytes: Uint8Array): { text: string; encoding: Encoding } {
  const label = utf16(bytes);
  return { text: new TextDecoder(label).decode(bytes), encoding: label === undefined ? 'UTF-8' : 'UTF-16' };
}
