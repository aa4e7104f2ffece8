// An answer as a terminal or a browser's tools show it: a status line, headers, an empty line, the body.

/** What stands before the body. */
export interface Head {
  status: number;
  /** The headers as they stand there, without what ends the lines. */
  headers: string[];
  /** Where the body begins, in bytes. */
  bodyStart: number;
}

/** The most bytes of a head. */
export const HEAD = 65_536;

const statusLine = /^HTTP\/\d(?:\.\d)? (\d{3})(?: .*)?$/;
/** One character a byte: only ASCII is looked for. */
const latin = new TextDecoder('latin1');

/** The head of an answer; undefined where the bytes begin with none. Of several, as after a redirect, the last one. */
export function headOf(bytes: Uint8Array): Head | undefined {
  const text = latin.decode(bytes.subarray(0, HEAD));
  let head: Head | undefined;
  for (let at = text.search(/\S/); at >= 0 && text.startsWith('HTTP/', at); ) {
    const found = statusLine.exec(lineAt(text, at).line);
    if (found === null) return head;
    const headers: string[] = [];
    at = lineAt(text, at).end;
    for (let next = lineAt(text, at); at < text.length; next = lineAt(text, at)) {
      at = next.end;
      if (next.line === '') break;
      headers.push(next.line);
    }
    head = { status: Number(found[1]), headers, bodyStart: at };
  }
  return head;
}

function lineAt(text: string, at: number): { line: string; end: number } {
  const feed = text.indexOf('\n', at);
  const end = feed < 0 ? text.length : feed;
  return { line: text.slice(at, text[end - 1] === '\r' ? end - 1 : end), end: feed < 0 ? end : end + 1 };
}
