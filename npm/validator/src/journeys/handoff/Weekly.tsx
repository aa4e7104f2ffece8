// The weekly integration review, as the program writes it.
import { Prose } from '../../findings/words.tsx';
import { review } from './judging.ts';

/** How much of the review is shown; all of it can be taken home. */
const MOST = 100_000;

/** The review, closed until somebody opens it; nothing without a gate file. */
export function Weekly() {
  const written = review.value;
  if (written === undefined) return null;
  return (
    <details class="panel handoff-weekly">
      <summary>Weekly integration review</summary>
      <div class="panel-body">
        {written.kind === 'refused'
          ? <p><Prose text={written.refusal.message} /></p>
          : <pre class="foreign" tabIndex={0} dir="auto">{written.text.slice(0, MOST)}{written.text.length > MOST && '\n…'}</pre>}
      </div>
    </details>
  );
}
