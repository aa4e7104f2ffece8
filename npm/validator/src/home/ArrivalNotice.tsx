// Says what came of a link.
import { arrival, bringBack } from './arrival.ts';
import './home.css';

export function ArrivalNotice() {
  const said = arrival.value;
  const close = <button type="button" class="button push" onClick={() => (arrival.value = undefined)}>Close</button>;
  const before = said?.before;
  return (
    <>
      <div role="status">
        {said !== undefined && said.problem === undefined && (
          <p class="panel home-arrival">
            <span>The documents came with the link, behind its #. They were sent to no server.</span>
            {before !== undefined && (
              <button type="button" class="button" onClick={() => void bringBack(before)}>Bring back what was here</button>
            )}
            {close}
          </p>
        )}
      </div>
      {said?.problem !== undefined && (
        <p role="alert" class="panel home-arrival home-arrival-broken">
          <span>The link cannot be read: {said.problem}. Ask for it again, or drop the documents themselves.</span>
          {close}
        </p>
      )}
    </>
  );
}
