// What an editor shows of a document: all of it, or as much as stays fast.
import { counted } from '../documents/amounts.ts';
import type { Content } from '../documents/content.ts';
import { LineBreaks } from './lines.ts';

/** The most characters of a document that an editor takes. */
const MOST = 1_048_576;
/** The most characters of a line that an editor takes; each keystroke lays out its whole line. */
const LONGEST = 5_000;

/** Where the text has to be cut: at the first line that is too long, or at the most that is shown. */
function cut(text: string): number {
  if (text.length <= LONGEST) return text.length;
  const most = Math.min(text.length, MOST);
  let start = 0;
  for (let at = 0; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) start = at + 1;
    else if (at - start >= LONGEST) return at;
  }
  return most;
}

/** A document as an editor shows it: a beginning of its text, so that positions in it are those in the document. */
export class Shown {
  readonly breaks: LineBreaks;
  /** Whether all of the text is shown. */
  readonly whole: boolean;
  /** Why it can only be read; empty where it can be edited. */
  readonly note: string;

  constructor(readonly content: Content) {
    const end = cut(content.text);
    this.whole = end === content.text.length;
    this.breaks = new LineBreaks(this.whole ? content.text : content.text.slice(0, end));
    if (!this.whole) this.note = `Only the beginning is shown, to be read: the document or one of its lines is too long to edit here. All ${counted(content.bytes.length)} bytes are judged.`;
    else if (!content.isUtf8) this.note = 'To be read only: some bytes are not UTF-8. They are shown as \uFFFD and judged as they are.';
    else this.note = '';
  }

  /** The editor's document, in which every line break is one character. */
  get document(): string {
    return this.breaks.text.replaceAll(/\r\n?/g, '\n');
  }

  /** The positions in the editor's document of byte offsets. */
  positions(offsets: readonly number[]): number[] {
    const end = this.breaks.text.length;
    return this.content.indices(offsets).map((index) => this.breaks.toEditor(Math.min(index, end)));
  }
}
