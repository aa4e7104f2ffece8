// The places of a document that the answers speak of.
import { computed, signal } from '@preact/signals';
import type { Content } from '../../documents/content.ts';
import type { Mark } from '../../editor/Editor.tsx';
import type { Place } from './forms.ts';
import { gates, reports } from './judging.ts';
import { contentOf, files, shown } from './repository.ts';

/** A range of bytes. */
export interface Range {
  start: number;
  end: number;
}

/** The place that the editor was last asked to show. */
export const revealed = signal<(Range & { focus: true }) | null>(null);

/** Goes to a place of a document in the editor. */
export function reveal(path: string, range: Range): void {
  if (!files.value.has(path)) return;
  shown.value = path;
  revealed.value = { start: range.start, end: range.end, focus: true };
}

const encoder = new TextEncoder();

/** What stands at a line and a column of UTF-16 units: a string whole, else the rest of the line. */
export function rangeAt({ text, bytes }: Content, line: number, column: number): Range {
  let from = 0;
  for (let passed = 1; passed < line; passed++) {
    const next = text.indexOf('\n', from);
    if (next < 0) break;
    from = next + 1;
  }
  const begin = Math.min(from + column - 1, text.length);
  const rest = text.slice(begin, begin + 2000).split(/[\r\n]/, 1)[0] ?? '';
  const what = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0] ?? rest.replace(/[\s,]+$/, '');
  const start = encoder.encode(text.slice(0, begin)).length;
  return { start, end: Math.min(start + Math.max(encoder.encode(what).length, 1), bytes.length) };
}

/** Shows a place that is told by line and column. */
export function revealPlace({ file, line, column }: Place): void {
  reveal(file, rangeAt(contentOf(file), line, column));
}

/** The most marks in one document: more hide what they are about. */
const MOST_MARKS = 500;

/** The marks of the document that is shown. */
export const marks = computed((): Mark[] => {
  const path = shown.value;
  const content = contentOf(path);
  const found: Mark[] = [];
  for (const { answer } of reports.value) {
    if (answer.kind === 'refused') continue;
    for (const { severity, message, help, primary } of answer.document.findings) {
      if (primary.document === path) found.push({ start: primary.start, end: primary.end, severity, message: `${message}\n${help}` });
    }
  }
  if (gates.value?.kind === 'judged') {
    for (const { title, state, reason, next, place } of gates.value.document.gates.flatMap(({ criteria }) => criteria)) {
      if (state === 'pass' || place.file !== path) continue;
      const severity = state === 'fail' ? 'error' : 'warning';
      found.push({ ...rangeAt(content, place.line, place.column), severity, message: `${state}: ${title}\n${reason}\n${next ?? ''}`.trim() });
    }
  }
  for (const answer of [...reports.value.map((report) => report.answer), gates.value]) {
    if (answer?.kind !== 'refused' || answer.refusal.place?.file !== path) continue;
    const { place: { line, column }, message } = answer.refusal;
    if (line !== null) found.push({ ...rangeAt(content, line, column ?? 1), severity: 'error', message });
  }
  return found.slice(0, MOST_MARKS);
});
