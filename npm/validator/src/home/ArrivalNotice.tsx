// Says what came of a link, as the frame says it of files.
import '../shell/arrival.css';
import { arrival, bringBack } from './arrival.ts';

/** Puts the focus where the button that goes away stood in front of. */
function toMain(): void {
  document.getElementById('main')?.focus();
}

export function ArrivalNotice() {
  const said = arrival.value;
  const { problem, before } = said ?? {};
  const state = problem === undefined ? 'arrival-taken' : 'arrival-refused';
  return (
    <section class={said === undefined ? 'arrival' : `arrival ${state}`} aria-label="What the link carried">
      <p role="status" class={said !== undefined && problem === undefined ? 'arrival-text' : 'unseen'}>
        {said !== undefined && problem === undefined && 'The documents came with the link, behind its #. They were sent to no server.'}
      </p>
      {problem !== undefined && (
        <p role="alert" class="arrival-text foreign">The link cannot be read: {problem}. Ask for it again, or drop the documents themselves.</p>
      )}
      {before !== undefined && (
        <button type="button" class="button" onClick={() => {
          void bringBack(before);
          toMain();
        }}>Bring back what was here</button>
      )}
      {said !== undefined && (
        <button type="button" class="button button-plain push" onClick={() => {
          arrival.value = undefined;
          toMain();
        }}>Close</button>
      )}
    </section>
  );
}
