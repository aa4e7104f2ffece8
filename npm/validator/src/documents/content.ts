// A document's bytes, and the text that people see of them.

const encoder = new TextEncoder();
/** Keeps a byte order mark: it is part of what is judged. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** What a document holds; it never changes. */
export class Content {
  private constructor(readonly bytes: Uint8Array<ArrayBuffer>, readonly text: string, readonly isUtf8: boolean) {}

  /** Bytes that are no UTF-8 are shown with U+FFFD, and stay as they are until somebody edits the text. */
  static ofBytes(bytes: Uint8Array<ArrayBuffer>): Content {
    try {
      return new Content(bytes, strict.decode(bytes), true);
    } catch {
      return new Content(bytes, decoder.decode(bytes), false);
    }
  }

  static ofText(text: string): Content {
    const bytes = encoder.encode(text);
    // Half a surrogate pair has no bytes: what is judged is what is shown.
    return new Content(bytes, text.isWellFormed() ? text : decoder.decode(bytes), true);
  }

  static readonly empty = Content.ofText('');

  /** The UTF-16 index of each byte offset; offsets in any order. */
  indices(offsets: readonly number[]): number[] {
    if (this.bytes.length === this.text.length) return [...offsets];
    const order = offsets.map((_, place) => place).sort((a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0));
    const indices = new Array<number>(offsets.length);
    let byte = 0;
    let index = 0;
    for (const place of order) {
      const offset = Math.min(offsets[place] ?? 0, this.bytes.length);
      index += decoder.decode(this.bytes.subarray(byte, offset)).length;
      byte = offset;
      indices[place] = index;
    }
    return indices;
  }
}
