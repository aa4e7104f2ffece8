// What is seen first: what to give, and something to try.
import { FileButton } from '../../documents/IntakeButtons.tsx';
import { focusMain } from '../../shell/focus.ts';
import { about, bringBack, roles, typing } from './documents.ts';
import { examples, openExample } from './examples.ts';

/** The button that was pressed goes away with the start; what comes in its place begins where the main part does. */
function then(begin: () => void): () => void {
  return () => {
    begin();
    focusMain();
  };
}

/** What stands there before anything is given. */
export function Start() {
  return (
    <section class="trio-start" aria-labelledby="trio-start">
      <div class="trio-drop">
        <svg class="trio-drawing" viewBox="0 0 168 84" aria-hidden="true">
          <path class="trio-drawing-link" d="M48 42h16M104 42h16" />
          <path class="trio-drawing-sheet" d="M8 14h28l12 12v44H8zM64 14h28l12 12v44H64zM120 14h28l12 12v44h-40z" />
          <path class="trio-drawing-line" d="M16 36h24M16 46h20M16 56h24M72 36h24M72 46h24M72 56h16M128 36h24M128 46h16M128 56h24" />
        </svg>
        <h2 class="trio-start-title" id="trio-start">Drop pin, matrix and manifest here, or a whole repository</h2>
        <p class="quiet trio-start-line">You see at once whether they hold the same contract, where they do not, and what to do. Names do not matter, and a zip will do.</p>
        <div class="row trio-start-row">
          <FileButton title="Choose files" primary />
          <FileButton title="Choose a folder" folder />
          <button type="button" class="button" onClick={then(() => (typing.value = true))}>Paste or type</button>
        </div>
        <div class="row trio-start-row">
          <span class="quiet">Nothing at hand? Try</span>
          {examples.map((example) => (
            <button type="button" class="button" key={example.title} onClick={then(() => openExample(example))}>{example.title}</button>
          ))}
          {bringBack.value !== undefined && <button type="button" class="button" onClick={then(bringBack.value)}>what was there before</button>}
        </div>
      </div>
      <dl class="trio-kinds">
        {roles.map((role) => (
          <div class="panel panel-body" key={role}>
            <dt>{about[role].title}</dt>
            <dd>{about[role].what}</dd>
            <dd class="quiet"><code class="foreign">{about[role].path}</code></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
