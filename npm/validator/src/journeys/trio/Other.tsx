// A document of the repository that is not of the trio, open to be read where a finding names it.
import { useEffect, useState } from 'preact/hooks';
import type { Content } from '../../documents/content.ts';
import { visible } from '../../documents/visible.ts';
import { Editor } from '../../editor/Editor.tsx';
import { languageOf } from '../../editor/language.ts';
import { rest } from './documents.ts';
import { contentOf } from './taking.ts';
import { marksOf, opened, relatedOf, revealedIn } from './shown.ts';

/** The document that is open to be read, if any. */
export function Other() {
  const name = opened.value;
  const files = rest.value;
  const [read, setRead] = useState<{ name: string; content: Content } | { name: string; problem: string }>();
  useEffect(() => {
    if (name === undefined) return undefined;
    let wanted = true;
    const found = files.find(({ path }) => path === name);
    const content = found === undefined ? Promise.reject(new Error('This document was not among the files that were given.')) : contentOf(found);
    content.then((given) => wanted && setRead({ name, content: given }), (error: Error) => wanted && setRead({ name, problem: error.message }));
    return () => (wanted = false);
  }, [name, files]);
  if (name === undefined || read?.name !== name) return null;
  return (
    <section class="panel trio-slot" aria-labelledby="trio-other">
      <div class="panel-head">
        <h2 id="trio-other" class="foreign">{visible(name)}</h2>
        <span class="chip">to be read only</span>
        <button type="button" class="button push" onClick={() => (opened.value = undefined)}>Close<span class="unseen"> this document</span></button>
      </div>
      {'problem' in read
        ? <p class="panel-body quiet foreign">{read.problem}</p>
        : <Editor key={name} label={visible(name)} language={languageOf(name)} content={read.content} marks={marksOf(name)} related={relatedOf(name)} reveal={revealedIn(name)} />}
    </section>
  );
}
