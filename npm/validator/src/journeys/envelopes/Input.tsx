// Where answers are given: an editor for what is small, a card for what lies in a file.
import { FileButton } from '../../documents/IntakeButtons.tsx';
import { bytesInWords } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import { Editor, type Mark } from '../../editor/Editor.tsx';
import { Settings } from './Settings.tsx';
import { put, remark, source } from './state.ts';

const invitation = 'Paste a body, the output of curl -i or NDJSON here, or drop a file anywhere';

function FileCard({ name, blob }: { name: string; blob: Blob }) {
  return (
    <p class="envelopes-file">
      <strong class="foreign">{visible(name)}</strong>
      <span class="quiet">{bytesInWords(blob.size)}, read where it lies</span>
    </p>
  );
}

/** What the editor shows of the verdict, and whom it tells. */
export interface InputProperties {
  marks: readonly Mark[];
  reveal: { start: number; end: number } | null;
  onStartOver(): void;
}

/** What is given, and how it is judged. */
export function Input({ marks, reveal, onStartOver }: InputProperties) {
  const { value: of } = source;
  return (
    <section class="panel" aria-labelledby="envelopes-input">
      <div class="panel-head">
        <h2 id="envelopes-input">Responses</h2>
        <span class="quiet">One response, NDJSON with an answer a line, or a HAR file</span>
        <span class="row push">
          <FileButton title="Choose a file" />
          <button type="button" class="button" onClick={onStartOver}>Start over</button>
        </span>
      </div>
      <div class="panel-body envelopes-given">
        {of.kind === 'file' ? <FileCard name={of.name} blob={of.blob} /> : (
          <div class="envelopes-editor">
            <Editor label="Responses" language="json" content={of.content} marks={marks} reveal={reveal} invitation={invitation} onEdit={(content) => put({ kind: 'text', content })} />
          </div>
        )}
        <Settings />
        {remark.value !== '' && <p class="quiet" role="status">{remark.value}</p>}
      </div>
    </section>
  );
}
