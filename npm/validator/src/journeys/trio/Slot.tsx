// One document of the trio: its name, its editor, and where its content can come from.
import { useState } from 'preact/hooks';
import { FileButton } from '../../documents/IntakeButtons.tsx';
import { count } from '../../documents/amounts.ts';
import type { Source } from '../../documents/intake.ts';
import { visible } from '../../documents/visible.ts';
import { Editor } from '../../editor/Editor.tsx';
import { Content } from '../../documents/content.ts';
import { about, edit, trio, type Role } from './documents.ts';
import { Hash } from './Hash.tsx';
import { findings } from './judging.ts';
import { current, marksOf, relatedOf, revealedIn } from './shown.ts';
import { takeFor } from './taking.ts';

/** How many findings a document has, in the look of the gravest. */
function Found({ name }: { name: string }) {
  const own = findings.value.filter(({ primary }) => primary.document === name);
  const gravest = (['error', 'warning', 'note'] as const).find((severity) => own.some((finding) => finding.severity === severity));
  return gravest === undefined ? null : <span class={`chip chip-${gravest}`}>{count(own.length, 'finding')}</span>;
}

/** Where documents stand below the findings, the way back is long. */
function toFindings(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('.verdict-title')?.focus();
}

/** One document with its editor. */
export function Slot({ role }: { role: Role }) {
  const { title, language } = about[role];
  const { name, content, original } = trio.value[role];
  const [problem, setProblem] = useState('');
  const choose = ([source]: readonly Source[]) => {
    if (source !== undefined && 'blob' in source) takeFor(role, source).then(() => setProblem(''), (error: Error) => setProblem(error.message));
  };
  return (
    <section class="panel trio-slot" aria-labelledby={`trio-${role}`}>
      <div class="panel-head">
        <h2 id={`trio-${role}`}>{title}</h2>
        <code class="quiet foreign trio-name">{visible(name)}</code>
        {original !== null && content !== original && <span class="chip">changed</span>}
        <Found name={name} />
        <a class="trio-back" href="#trio" onClick={toFindings}>To the findings</a>
        <span class="push"><FileButton title={`Choose ${title.toLowerCase()}`} onChosen={choose} /></span>
      </div>
      {problem !== '' && <p role="alert" class="trio-error foreign">{problem}</p>}
      {role === 'manifest' && <Hash />}
      <Editor
        label={`${title}, ${visible(name)}`} language={language} content={content ?? Content.empty} invitation={`Paste the ${title.toLowerCase()} here, or drop its file anywhere`}
        marks={marksOf(name)} related={relatedOf(name)} reveal={revealedIn(name)} onEdit={(next) => edit(role, next)} onCursor={(mark) => (current.value = mark?.key)}
      />
    </section>
  );
}
