// Says what arrived, what was taken of it, and where the rest can be opened.
import { count, counted } from '../documents/amounts.ts';
import { arrival, stop, type Choice } from './arrival.ts';
import { visible } from '../documents/visible.ts';
import './arrival.css';
import { focusMain } from './focus.ts';

/** How many remarks are shown. */
const SHOWN = 20;

function OneOf({ title, paths, more, take }: Choice) {
  return (
    <label class="arrival-choice">
      {title}
      <select class="field" onChange={({ currentTarget }) => take(currentTarget.selectedIndex)}>
        {paths.map((path, place) => <option key={place}>{path}</option>)}
        {more > 0 && <option disabled>{counted(more)} more</option>}
      </select>
    </label>
  );
}

/** A line about the last arrival. */
export function ArrivalLine() {
  const said = arrival.value;
  return (
    <section id="arrival" class={said === undefined ? 'arrival' : `arrival arrival-${said.state}`} aria-label={said && 'What arrived'}>
      <p role="status" class="arrival-text foreign">{said?.text}</p>
      {said !== undefined && (
        <>
          {said.elsewhere.map(({ journey, text, open }) => (
            <button type="button" class="button" key={journey} onClick={() => {
              open();
              focusMain();
            }}>{text}</button>
          ))}
          {said.choices.length > 0 && <div class="arrival-choices">{said.choices.map((choice) => <OneOf key={choice.title} {...choice} />)}</div>}
          {said.remarks.length > 0 && (
            <details class="arrival-remarks" open={said.state === 'refused'}>
              <summary>{count(said.remarks.length, 'remark')}</summary>
              <ul>
                {said.remarks.slice(0, SHOWN).map((remark, place) => <li class="foreign" key={place}>{visible(remark, 600)}</li>)}
                {said.remarks.length > SHOWN && <li>{counted(said.remarks.length - SHOWN)} more</li>}
              </ul>
            </details>
          )}
          <button type="button" class="button button-plain push" onClick={() => {
            stop();
            focusMain();
          }}>{said.state === 'reading' ? 'Stop' : 'Close'}</button>
        </>
      )}
    </section>
  );
}
