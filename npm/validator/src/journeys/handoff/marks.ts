// The places of a document that the answers speak of.
import { computed, signal } from '@preact/signals';
import type { Mark } from '../../editor/Editor.tsx';
import type { Place } from './forms.ts';
import { gates, reports } from './judging.ts';
import { rangesAt, type Range } from './ranges.ts';
import { contentOf, files, shown } from './repository.ts';

/** The place that the editor was last asked to show. */
export const revealed = signal<(Range & { path: string; focus: true }) | null>(null);

/** Goes to a place of a document in the editor. */
export function reveal(path: string, range: Range): void {
  if (!files.value.has(path)) return;
  shown.value = path;
  revealed.value = { path, start: range.start, end: range.end, focus: true };
}

/** Shows a place that is told by line and column. */
export function revealPlace({ file, line, column }: Place): void {
  const [range] = rangesAt(contentOf(file), [{ line, column }]);
  if (range !== undefined) reveal(file, range);
}

/** The most marks in one document: more hide what they are about. */
const MOST_MARKS = 500;

/** The marks of the document that is shown. */
export const marks = computed((): Mark[] => {
  const path = shown.value;
  const found: Mark[] = [];
  const placed: { line: number; column: number; severity: Mark['severity']; message: string }[] = [];
  for (const { answer } of reports.value) {
    if (answer.kind === 'refused') continue;
    for (const { severity, message, help, primary } of answer.document.findings) {
      if (primary.document === path) found.push({ start: primary.start, end: primary.end, severity, message: `${message}\n${help}` });
    }
  }
  if (gates.value?.kind === 'judged') {
    for (const { title, state, reason, next, place } of gates.value.document.gates.flatMap(({ criteria }) => criteria)) {
      if (state === 'pass' || place.file !== path) continue;
      placed.push({ ...place, severity: state === 'fail' ? 'error' : 'warning', message: `${state}: ${title}\n${reason}\n${next ?? ''}`.trim() });
    }
  }
  for (const answer of [...reports.value.map((report) => report.answer), gates.value]) {
    if (answer?.kind !== 'refused' || answer.refusal.place?.file !== path) continue;
    const { place: { line, column }, message } = answer.refusal;
    if (line !== null) placed.push({ line, column: column ?? 1, severity: 'error', message });
  }
  const some = placed.slice(0, MOST_MARKS);
  const ranges = rangesAt(contentOf(path), some);
  const marked = some.map(({ severity, message }, number) => ({ ...(ranges[number] ?? { start: 0, end: 0 }), severity, message }));
  return [...found.slice(0, MOST_MARKS), ...marked];
});
