// The files of the repository in memory, of which one is in the editor.
import { useEffect } from 'preact/hooks';
import { count, counted } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import { Editor } from '../../editor/Editor.tsx';
import { languageOf } from '../../editor/language.ts';
import { marks, revealed } from './marks.ts';
import { contentOf, edit, files, gateFile, payload, rehearsal, remove, shown } from './repository.ts';

/** How many files can be chosen from: more make the list useless. */
const MOST = 500;

/** A path as it is told in a narrow place: its name first. */
function told(path: string): string {
  const at = path.lastIndexOf('/');
  return visible(at < 0 ? path : `${path.slice(at + 1)} in ${path.slice(0, at)}`, 200);
}

/** The editor, with the choice of what is in it. */
export function Documents() {
  // Who comes back later is not led there again.
  useEffect(() => () => void (revealed.value = null), []);
  const path = shown.value;
  const stored = files.value.get(path);
  const first = [payload.value, rehearsal.value, gateFile.value].filter((name) => name !== '');
  const others = [...files.value.keys()].filter((name) => !first.includes(name)).sort().slice(0, MOST);
  const marked = marks.value.length;
  return (
    <section class="panel handoff-documents" aria-labelledby="documents-title">
      <div class="panel-head">
        <h2 id="documents-title">Documents</h2>
        <label class="handoff-documents-choice">
          <span class="unseen">Document in the editor</span>
          <select class="field" value={path} onChange={(event) => {
            revealed.value = null;
            shown.value = event.currentTarget.value;
          }}>
            <optgroup label="Judged">{first.map((name) => <option key={name} value={name}>{told(name)}</option>)}</optgroup>
            {others.length > 0 && <optgroup label="Around it">{others.map((name) => <option key={name} value={name}>{told(name)}</option>)}</optgroup>}
          </select>
        </label>
        {stored !== undefined && <button type="button" class="button" onClick={() => remove(path)}>Take out</button>}
      </div>
      {stored !== undefined && (
        <>
          <p class="handoff-documents-note quiet">
            {counted(stored.bytes.length)} bytes{stored.from !== undefined && <>, dropped as <code class="foreign">{visible(stored.from)}</code></>}
            {marked > 0 && `, ${count(marked, 'mark')}`}
          </p>
          <div class="handoff-editor">
            <Editor key={path} label={visible(path)} language={languageOf(path)} content={contentOf(path)} marks={marks.value}
              reveal={revealed.value?.path === path ? revealed.value : null} onEdit={(content) => edit(path, content)} />
          </div>
        </>
      )}
    </section>
  );
}
