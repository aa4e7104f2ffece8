// Says what came of a link, as the frame says it of files.
import '../shell/arrival.css';
import { focusMain } from '../shell/focus.ts';
import { bringBack, opened } from './opening.ts';

/** A line about the link that was opened last. */
export function LinkNotice() {
  const said = opened.value;
  const { problem, before } = said ?? {};
  const state = problem === undefined ? 'arrival-taken' : 'arrival-refused';
  return (
    <section id="opened" class={said === undefined ? 'arrival' : `arrival ${state}`} aria-label={said && 'What the link carried'}>
      <p role="status" class={said !== undefined && problem === undefined ? 'arrival-text' : 'unseen'}>
        {said !== undefined && problem === undefined && 'The documents came with the link, behind its #. They were sent to no server.'}
      </p>
      {problem !== undefined && (
        <p role="alert" class="arrival-text foreign">The link cannot be read: {problem}. Ask for it again, or drop the documents themselves.</p>
      )}
      {before !== undefined && (
        <button type="button" class="button" onClick={() => {
          void bringBack(before);
          focusMain();
        }}>Bring back what was here</button>
      )}
      {said !== undefined && (
        <button type="button" class="button button-plain push" onClick={() => {
          opened.value = undefined;
          focusMain();
        }}>Close</button>
      )}
    </section>
  );
}
