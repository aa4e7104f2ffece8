// Names out of documents, and the places that answers speak of.
import { baseName } from '../../documents/paths.ts';
import { visible } from '../../documents/visible.ts';
import { reveal, revealPlace } from './marks.ts';
import type { Range } from './ranges.ts';
import { files } from './repository.ts';

/** A value or a path of a document's. */
export function Code({ text, limit = 200 }: { text: string; limit?: number }) {
  return <code class="foreign">{visible(text, limit)}</code>;
}

/** A place as an answer names it. */
export interface PlaceProperties {
  file: string;
  line: number | null;
  column: number | null;
  /** The bytes, where they are known better than by line and column. */
  range?: Range;
}

/** A place: a button that shows it where the document is here. */
export function PlaceButton({ file, line, column, range }: PlaceProperties) {
  const whole = visible(line === null ? file : `${file}:${line}${column === null ? '' : `:${column}`}`, 300);
  if (!files.value.has(file) || line === null) return <code class="foreign quiet">{whole}</code>;
  const show = () => (range === undefined ? revealPlace({ file, line, column: column ?? 1 }) : reveal(file, range));
  return <button type="button" class="button button-plain handoff-place foreign" title={whole} onClick={show}>{baseName(whole)}</button>;
}
