// The changes one by one: what was and is, whom it harms, and what each side must do.
import { useState } from 'preact/hooks';
import { count } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import { Prose } from '../../findings/words.tsx';
import type { Change, DiffReport, Stated } from './report.ts';
import { choose, chosen, diff } from './state.ts';
import { classes, noticeWords, party, titles, whyUnevaluated } from './words.ts';

/** How many changes are listed at first, and added by a button. */
const PORTION = 50;
/** How many places and uses are named. */
const NAMED = 4;

function StatedValue({ title, sign, stated }: { title: string; sign: string; stated: Stated }) {
  const [place] = stated.places;
  return (
    <div class={`change-value change-value-${title}`}>
      <span class="change-value-side"><span aria-hidden="true">{sign} </span>{title}</span>
      {stated.value === null ? <span class="quiet">nothing</span> : <code class="foreign" dir="auto">{visible(stated.value, 400)}</code>}
      {place !== undefined && stated.value !== null && <span class="quiet">line {place.line}{stated.places.length > 1 && ` and ${stated.places.length - 1} more`}</span>}
    </div>
  );
}

/** What the change of codes says about the contract: who may match codes exhaustively is told by whether notice is due. */
function codesAre({ id, notice }: Change): string | undefined {
  if (id !== 'error-code-added') return undefined;
  return notice === null
    ? 'The contract\u2019s error codes are open: consumers must expect others, so that a new one needs no notice.'
    : 'The contract\u2019s error codes are closed: consumers may match them exhaustively, so that a new one needs notice.';
}

function Details({ change }: { change: Change }) {
  const codes = codesAre(change);
  return (
    <dl class="change-details">
      {change.uses.length > 0 && <><dt>in</dt><dd class="foreign">{change.uses.slice(0, NAMED).join(', ')}{change.uses.length > NAMED && ` and ${change.uses.length - NAMED} more`}</dd></>}
      <dt>harms</dt>
      <dd>
        {change.harms.length === 0 ? 'nobody' : (
          <ul>{change.harms.map(({ party: who, how }, number) => <li key={number}><strong><Prose text={party(who)} /></strong>: <Prose text={how} /></li>)}</ul>
        )}
        {codes !== undefined && <p class="quiet">{codes}</p>}
      </dd>
      {change.producer !== null && <><dt>producer</dt><dd><Prose text={change.producer} /></dd></>}
      {change.consumer !== null && <><dt>consumer</dt><dd><Prose text={change.consumer} /></dd></>}
      {change.notice !== null && <><dt>notice</dt><dd>{noticeWords(change.notice)}</dd></>}
    </dl>
  );
}

function Item({ change, number, report }: { change: Change; number: number; report: DiffReport }) {
  const isChosen = chosen.value?.number === number;
  const document = report.documents[change.document];
  const unevaluated = whyUnevaluated(change);
  return (
    <li class="panel change-item" data-class={change.class} aria-current={isChosen ? 'true' : undefined}>
      <div class="change-item-head">
        <span class="change-number">{number + 1}</span>
        <span class={classes[change.class].chip}>{change.class}</span>
        <h3><Prose text={change.message} /></h3>
        <button type="button" class="button push" aria-pressed={isChosen} onClick={() => choose(number, true)}>Show on both sides<span class="unseen"> change {number + 1}</span></button>
      </div>
      <p class="quiet change-kind">
        <code>{change.id}</code>{report.documents.length > 1 && document !== undefined && <span>, {titles[document.form]}</span>}
      </p>
      {unevaluated !== undefined && <p class="change-unevaluated"><span class="chip chip-note">not evaluated</span> {unevaluated}</p>}
      {change.old.value !== change.new.value && (
        <div class="change-values">
          <StatedValue title="old" sign={'\u2212'} stated={change.old} />
          <StatedValue title="new" sign="+" stated={change.new} />
        </div>
      )}
      <Details change={change} />
    </li>
  );
}

function Documents({ report }: { report: DiffReport }) {
  if (report.documents.length < 2) return null;
  return (
    <div class="panel table-scroll">
      <table>
        <caption class="unseen">Documents that were compared</caption>
        <thead><tr><th scope="col">document</th><th scope="col">state</th><th scope="col">class</th></tr></thead>
        <tbody>
          {report.documents.map(({ form, state, class: of }) => (
            <tr key={form}><th scope="row">{titles[form]}</th><td>{state}</td><td><span class={classes[of].chip}>{of}</span></td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every change, in portions. */
export function Changes() {
  const report = diff.value;
  const [listed, setListed] = useState(PORTION);
  const wanted = Math.max(listed, (chosen.value?.number ?? 0) + 1);
  if (report === undefined) return null;
  const { changes, summary } = report;
  const more = changes.length - wanted;
  return (
    <section class="stack" aria-labelledby="change-list">
      <h2 id="change-list">{changes.length === 0 ? 'No changes' : count(changes.length, 'change')}</h2>
      <Documents report={report} />
      {changes.length > 0 && (
        <ol class="change-list">
          {changes.slice(0, wanted).map((change, number) => <Item key={number} change={change} number={number} report={report} />)}
        </ol>
      )}
      {more > 0 && <button type="button" class="button" onClick={() => setListed(wanted + PORTION)}>Show more ({more} left)</button>}
      {summary.omitted > 0 && <p class="quiet">{count(summary.omitted, 'more change')} counted and not listed.</p>}
    </section>
  );
}
