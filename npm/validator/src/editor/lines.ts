// Between a text and the editor's document, in which every line break is one character.

/** Where the two line breaks of two characters are, so that positions can be told both ways and no line break is lost. */
export class LineBreaks {
  /** The position in the editor's document of each break that is `\r\n` in the text. */
  private readonly long: number[] = [];
  /** The line break of what is typed: that of the first line. */
  readonly usual: string;

  constructor(readonly text: string) {
    for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) this.long.push(at - this.long.length);
    this.usual = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  }

  /** How many long breaks begin before a position of the editor's. */
  private before(position: number): number {
    let low = 0;
    let high = this.long.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.long[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The index in the text of a position in the editor's document. */
  toText(position: number): number {
    return position + this.before(position);
  }

  /** The position in the editor's document of an index in the text. */
  toEditor(index: number): number {
    let low = 0;
    let high = this.long.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The break of this number begins at this index of the text.
      if ((this.long[middle] ?? 0) + middle < index) low = middle + 1;
      else high = middle;
    }
    return index - low;
  }
}
