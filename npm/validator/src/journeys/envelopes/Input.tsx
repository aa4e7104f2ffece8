// Where answers are given: an editor for what is small, a card for what lies in a file.
import { FileButton } from '../../documents/IntakeButtons.tsx';
import { bytesInWords } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import { Editor, type Mark } from '../../editor/Editor.tsx';
import { examples } from './examples.ts';
import { Settings } from './Settings.tsx';
import { clear, isEmpty, put, putFile, remark, source } from './state.ts';
import { states } from './states.ts';

const invitation = 'Paste a body, the output of curl -i or NDJSON here, or drop a file anywhere';

function Examples() {
  return (
    <div class="row" role="group" aria-label="Examples">
      <span class="quiet">Try an example:</span>
      {examples.map(({ title, name, text }) => (
        <button type="button" class="button button-plain" key={name} onClick={() => {
          clear();
          void putFile({ path: name, blob: new Blob([text]) });
        }}>{title}</button>
      ))}
    </div>
  );
}

/** What comes of it. */
function Outlook() {
  return (
    <p class="quiet">
      Every answer is judged under three states of the contract: {states.map(({ title, about }, place) => (
        <>{place > 0 && '; '}<strong>{title}</strong>, {about}</>
      ))}. Nothing is uploaded.
    </p>
  );
}

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
  onClear(): void;
}

/** What is given, with examples and how it is judged. */
export function Input({ marks, reveal, onClear }: InputProperties) {
  const { value: of } = source;
  return (
    <section class="panel" aria-labelledby="envelopes-input">
      <div class="panel-head">
        <h2 id="envelopes-input">Responses</h2>
        <span class="quiet">One response, NDJSON with an answer a line, or a HAR file</span>
        <span class="row push">
          <FileButton title="Choose a file" />
          <button type="button" class="button" disabled={isEmpty.value} onClick={onClear}>Clear</button>
        </span>
      </div>
      <div class="panel-body envelopes-given">
        <Examples />
        {of.kind === 'file' ? <FileCard name={of.name} blob={of.blob} /> : (
          <div class="envelopes-editor">
            <Editor label="Responses" language="json" content={of.content} marks={marks} reveal={reveal} invitation={invitation} onEdit={(content) => put({ kind: 'text', content })} />
          </div>
        )}
        <Settings />
        {isEmpty.value && <Outlook />}
        {remark.value !== '' && <p class="quiet" role="status">{remark.value}</p>}
      </div>
    </section>
  );
}
