// What the page is, who judges in it, and what it is made of.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { About } from '../engine/handlers/documents.ts';
import { offline, type Offline } from './offline.ts';

/** Whether the page opens without a network, in words. */
const words: Record<Offline, string> = {
  never: ONE_FILE ? 'This file needs none.' : 'This browser keeps nothing here: opening the page takes a network.',
  coming: 'The page is being kept for offline use.',
  ready: 'Ready for offline use.',
  failed: 'The browser did not keep the page: opening it takes a network.',
  replaced: 'Ready for offline use; a new version opens when the page is reloaded from its notice.',
};

const keys: readonly (readonly [string, string])[] = [
  ['Tab, Shift+Tab', 'to the next control or back, out of an editor, too'],
  ['Enter', 'on a finding: to its place in the document'],
  ['F8', 'in an editor: to its next finding'],
  ['Ctrl+. or ⌘.', 'in an editor: the fix of the finding at the cursor'],
  ['Ctrl+F or ⌘F', 'in an editor: search'],
  ['Ctrl+Z or ⌘Z', 'in an editor: undo'],
  ['Esc', 'closes what is open'],
];

function Licences() {
  const [text, setText] = useState<string>();
  return (
    <details onToggle={async ({ currentTarget }) => currentTarget.open && setText((await import('./licences.ts')).licences)}>
      <summary>Licences of what is bundled</summary>
      <pre class="about-licences" role="region" aria-label="Licences" tabIndex={0}>{text ?? 'Loading'}</pre>
    </details>
  );
}

/** What the dialog tells, and whether it does. */
export interface AboutProperties {
  about: About | undefined;
  isOpen: boolean;
  close(): void;
}

/** A dialog about the page. */
export function AboutDialog({ about, isOpen, close }: AboutProperties) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  return (
    <dialog
      class="panel about" aria-labelledby="about-title" ref={dialog} onClose={close}
      onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
    >
      {isOpen && (
        <>
          <div class="panel-head">
            <h2 id="about-title">About this page</h2>
            <button type="button" class="button push" onClick={() => dialog.current?.close()}>Close</button>
          </div>
          <div class="panel-body stack">
            <p>
              The page judges a consumer's contract documents, a service's answers, changes, handoffs and gates, here in your
              browser. No document, name or verdict is sent anywhere: the page's own policy forbids it. It counts nobody and
              sets no cookie; a theme that you choose is all it remembers.
            </p>
            <dl class="about-facts">
              <div>
                <dt>Judged by</dt>
                <dd>lockstep {about?.version ?? '(loading)'}, as WebAssembly in a worker</dd>
              </div>
              <div>
                <dt>Policy</dt>
                <dd>{about?.policy ?? '(loading)'}, where a document brings no other</dd>
              </div>
              <div>
                <dt>Without a network</dt>
                <dd>{words[offline.value]}</dd>
              </div>
              {!ONE_FILE && (
                <div>
                  <dt>As one file</dt>
                  <dd>
                    <a href="validator.html" download="lockstep-validator.html">Save this page as one file ({(ONE_FILE_BYTES / 1e6).toFixed(1)} MB)</a>,
                    which opens from a disk or an attachment, without a server.
                  </dd>
                </div>
              )}
            </dl>
            <h3>Keys</h3>
            <dl class="about-facts">
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt><kbd>{key}</kbd></dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
            <h3>Licences</h3>
            <p>lockstep is under MIT or Apache-2.0, at your choice.</p>
            <Licences />
          </div>
        </>
      )}
    </dialog>
  );
}
