// A patch of all changed documents, which `git apply` and `patch -p1` take; it works on bytes, whatever text they are.
import { structuredPatch } from 'diff';
import { bytesOfCharacters, characters } from '../documents/bytes.ts';
import type { Change } from './offer.ts';

/** How many changed lines are looked for before a document is told as replaced: the search grows with their square. */
const MOST_EDITS = 2_000;

const encoder = new TextEncoder();

const escapes: Record<string, string> = {
  '\x07': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '"': '"', '\\': '\\',
};

/** A path as git writes it: quoted where it has more than plain characters, and where `patch` would lose its last space. */
function quoted(path: string): string {
  const plain = characters(encoder.encode(path));
  if (/^[ !#-[\]-~]*[!#-[\]-~]$/.test(plain)) return plain;
  const escaped = plain.replaceAll(/[^ !#-[\]-~]/g, (character) =>
    `\\${escapes[character] ?? character.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `"${escaped}"`;
}

/** A path in the lines `---` and `+++`: a space could end it, but for the tab behind it. */
function ended(path: string): string {
  const written = quoted(path);
  return !written.startsWith('"') && written.includes(' ') ? `${written}\t` : written;
}

/** Why no patch can name the document; undefined where one can. */
function refusal(name: string): string | undefined {
  if (!name.isWellFormed() || name.includes('\0')) return 'its name has characters that no file name can have';
  const parts = name.split('/');
  if (parts.some((part) => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git')) return 'its name is no path in a repository';
  return undefined;
}

interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: string[];
}

/** The whole document taken out and put in again. */
function replaced(before: string, after: string): Hunk[] {
  const lines = (text: string, sign: string) => {
    const found = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    return found.flatMap((line) => (line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, '\\ No newline at end of file']));
  };
  const count = (said: string[]) => said.filter((line) => !line.startsWith('\\')).length;
  const [old, now] = [lines(before, '-'), lines(after, '+')];
  return [{ oldStart: 1, oldLines: count(old), newStart: 1, newLines: count(now), lines: [...old, ...now] }];
}

/** Where a hunk stands: an empty side is named by the line before it. */
function range(start: number, lines: number): string {
  return lines === 0 ? `${start - 1},0` : `${start},${lines}`;
}

/** The part of the patch about one document. */
function fileOf({ name, before, after }: Change): string {
  // A character a byte: no byte is lost, whatever text it is, and a line ends at each line feed, as in git.
  const [old, now] = [characters(before?.bytes ?? new Uint8Array()), characters(after.bytes)];
  const hunks = structuredPatch('', '', old, now, '', '', { context: 3, maxEditLength: MOST_EDITS })?.hunks ?? replaced(old, now);
  const lines = [`diff --git ${quoted(`a/${name}`)} ${quoted(`b/${name}`)}`];
  if (before === null) lines.push('new file mode 100644');
  if (hunks.length > 0) {
    lines.push(`--- ${before === null ? '/dev/null' : ended(`a/${name}`)}`, `+++ ${ended(`b/${name}`)}`);
    for (const hunk of hunks) {
      lines.push(`@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`);
      // Not spread: a hunk can have more lines than a call has room for.
      for (const line of hunk.lines) lines.push(line);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The patch that makes of each document what it is now. Throws an `Error` that says which one no patch can tell. */
export function patchOf(changes: readonly Change[]): Uint8Array<ArrayBuffer> {
  const names = new Set<string>();
  for (const { name } of changes) {
    const reason = names.has(name) ? 'another one has the same name' : refusal(name);
    if (reason !== undefined) throw new Error(`no patch can be made of ${JSON.stringify(name.slice(0, 100))}: ${reason}`);
    names.add(name);
  }
  return bytesOfCharacters(changes.map(fileOf).join(''));
}
