// A document of the repository that is not of the trio, open to be read where a finding names it.
import { useEffect, useState } from 'preact/hooks';
import { Content } from '../../documents/content.ts';
import { visible } from '../../documents/visible.ts';
import { Editor } from '../../editor/Editor.tsx';
import { rest } from './documents.ts';
import { otherFile } from './repository.ts';
import { marksOf, opened, relatedOf, revealedIn } from './shown.ts';

function languageOf(name: string): 'json' | 'markdown' | 'text' {
  if (name.endsWith('.json')) return 'json';
  return name.endsWith('.md') ? 'markdown' : 'text';
}

export function Other() {
  const name = opened.value;
  const files = rest.value;
  const [read, setRead] = useState<{ name: string; content: Content | undefined }>();
  useEffect(() => {
    if (name === undefined) return undefined;
    let wanted = true;
    void otherFile(name, files).then((bytes) => wanted && setRead({ name, content: bytes && Content.ofBytes(bytes) }));
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
      {read.content === undefined
        ? <p class="panel-body quiet">This document was not among the files that were given.</p>
        : <Editor key={name} label={visible(name)} language={languageOf(name)} content={read.content} marks={marksOf(name)} related={relatedOf(name)} reveal={revealedIn(name)} />}
    </section>
  );
}
