// The body of an answer, with marks at what is wrong with it.
import { useMemo } from 'preact/hooks';
import { bytesInWords } from '../../documents/amounts.ts';
import { Content } from '../../documents/content.ts';
import { Editor, type Mark } from '../../editor/Editor.tsx';

/** Fewer bytes need no tall editor. */
const SHORT = 400;

/** A body as it is shown. */
export interface BodyProperties {
  /** The beginning of the body. */
  bytes: Uint8Array<ArrayBuffer>;
  /** How many bytes the body has. */
  size: number;
  marks: readonly Mark[];
  reveal: { start: number; end: number } | null;
}

/** The beginning of a body in an editor that is to be read only. */
export function Body({ bytes, size, marks, reveal }: BodyProperties) {
  const content = useMemo(() => Content.ofBytes(bytes), [bytes]);
  if (size === 0) return <p class="quiet">There is no body.</p>;
  return (
    <section class="envelopes-body" aria-label="Body">
      <p class="row"><strong>Body</strong><span class="quiet">{bytes.length < size ? `the first ${bytesInWords(bytes.length)} of ${bytesInWords(size)}` : bytesInWords(size)}</span></p>
      <div class={bytes.length < SHORT ? 'envelopes-editor envelopes-editor-short' : 'envelopes-editor'}><Editor label="Body" language="json" content={content} marks={marks} reveal={reveal} /></div>
    </section>
  );
}
