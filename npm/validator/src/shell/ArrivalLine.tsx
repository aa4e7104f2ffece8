// Says what arrived, what was taken of it, and where the rest can be opened.
import { counted } from '../documents/amounts.ts';
import { arrival, stop, type Choice } from './arrival.ts';
import { visible } from '../documents/visible.ts';
import './arrival.css';

/** How many remarks are shown. */
const SHOWN = 20;

function OneOf({ title, paths, more, take }: Choice) {
  return (
    <label class="arrival-choice">
      {title}
      <select class="field" onChange={({ currentTarget }) => take(currentTarget.selectedIndex)}>
        {paths.map((path) => <option key={path}>{path}</option>)}
        {more > 0 && <option disabled>{counted(more)} more</option>}
      </select>
    </label>
  );
}

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
              document.getElementById('main')?.focus();
            }}>{text}</button>
          ))}
          {said.choices.length > 0 && <div class="arrival-choices">{said.choices.map((choice) => <OneOf key={choice.title} {...choice} />)}</div>}
          {said.remarks.length > 0 && (
            <details class="arrival-remarks" open={said.state === 'refused'}>
              <summary>{said.remarks.length === 1 ? '1 remark' : `${said.remarks.length} remarks`}</summary>
              <ul>{said.remarks.slice(0, SHOWN).map((remark) => <li class="foreign" key={remark}>{visible(remark, 600)}</li>)}</ul>
            </details>
          )}
          <button type="button" class="button button-plain push" onClick={() => {
            stop();
            document.getElementById('main')?.focus();
          }}>{said.state === 'reading' ? 'Stop' : 'Close'}</button>
        </>
      )}
    </section>
  );
}
