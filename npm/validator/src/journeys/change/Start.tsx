// Where nothing is compared yet: what to give, and something to try.
import { IntakeButtons } from '../../documents/IntakeButtons.tsx';
import { focusMain } from '../../shell/focus.ts';
import { examples, type Example } from './examples.ts';
import { show } from './state.ts';

/** The button that was pressed goes away with the start; what comes in its place begins where the main part does. */
function open({ make }: Example): void {
  show(make(), '');
  focusMain();
}

/** What stands there before anything is given. */
export function Start() {
  return (
    <section class="change-start" aria-labelledby="change-start">
      <svg class="change-drawing" viewBox="0 0 128 84" aria-hidden="true">
        <path class="change-drawing-link" d="M54 42h20m-6-6 6 6-6 6" />
        <path class="change-drawing-sheet" d="M8 14h28l12 12v44H8zM80 14h28l12 12v44H80z" />
        <path class="change-drawing-line" d="M16 36h24M16 46h20M16 56h24M88 36h24M88 56h24" />
        <path class="change-drawing-changed" d="M88 46h16" />
      </svg>
      <h2 class="change-start-title" id="change-start">Drop the old and the new state of a document here</h2>
      <p class="quiet">
        Two manifests, OpenAPI files, service contract sources or policies, or two folders with them, at once or one after the other: you see what changed,
        whom it harms, and when it may be released.
      </p>
      <IntakeButtons primary />
      <div class="row">
        <span class="quiet">Nothing at hand? Try</span>
        {examples.map((example) => <button type="button" key={example.title} class="button" onClick={() => open(example)}>{example.title}</button>)}
      </div>
    </section>
  );
}
