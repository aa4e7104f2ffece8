// Places that are given in lines and columns.

const encoder = new TextEncoder();

/** The byte offset of a line and a column in UTF-16 code units, both from 1. */
export function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return encoder.encode(text.slice(0, start + column - 1)).length;
}
