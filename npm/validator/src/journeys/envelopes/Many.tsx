// Many answers: what they come to, a table of them, and everything about the one that is chosen.
import { useState } from 'preact/hooks';
import type { Violation } from 'lockstep-contracts';
import { bytesInWords, count, counted, timeInWords } from '../../documents/amounts.ts';
import type { ManyJudged } from '../../engine/handlers/envelopes.ts';
import { visible } from '../../documents/visible.ts';
import { Answer, comparison, tellingState } from './Answer.tsx';
import { Body } from './Body.tsx';
import { Chart } from './Chart.tsx';
import { Head, lookOf } from './Head.tsx';
import './many.css';
import { marksOf } from './marks.ts';
import { Rows } from './Rows.tsx';
import { shownState } from './state.ts';
import { OVERLAP, states } from './states.ts';
import { choice, choose, cursor, details, goTo, total } from './table.ts';

const kinds: Record<ManyJudged['kind'], string> = { ndjson: 'a body a line', records: 'a record a line', har: 'a HAR file' };

/** The verdict on all in words. */
export function verdictOf({ total: all, classes, differing }: ManyJudged): string {
  const conforming = classes[OVERLAP]?.[0] ?? 0;
  const failing = all - conforming;
  const first = failing === 0 ? `Of ${count(all, 'answer')}, all conform to the overlap` : `${counted(failing)} of ${count(all, 'answer')} ${failing === 1 ? 'does' : 'do'} not conform to the overlap`;
  return differing === 0 ? `${first}; no class differs between the contract states` : `${first}; the class of ${counted(differing)} differs between the contract states`;
}

/** The verdict on all. */
export function ManyHead({ verdict }: { verdict: ManyJudged }) {
  const { bytes, milliseconds, isComplete, total: all } = verdict;
  // What is small tells nothing of the speed.
  const speed = all < 1000 ? '' : `, ${counted((1000 * all) / milliseconds)} answers a second`;
  return (
    <Head look={lookOf(verdict.classes.map(([conforming]) => conforming === all), OVERLAP)} title={verdictOf(verdict)}>
      {!isComplete && <><strong>Stopped: not all was judged.</strong>{' '}</>}
      Read as {kinds[verdict.kind]}: {bytesInWords(bytes)} in {timeInWords(milliseconds)}{speed}
    </Head>
  );
}

function Totals({ verdict }: { verdict: ManyJudged }) {
  return (
    <section class="panel" aria-label="Classes">
      <div class="panel-body stack">
        <Chart counts={verdict} names={verdict.names} onChoose={(contract, number) => choose({ class: number, contract, only: null })} />
        {verdict.lost > 0 && (
          <p>
            The cutover loses {count(verdict.lost, 'answer')}, conforming to the overlap and not to v3 final.{' '}
            <button type="button" class="button button-plain" onClick={() => choose({ class: null, contract: null, only: 'lost' })}>Show them</button>
          </p>
        )}
      </div>
    </section>
  );
}

function Filters({ verdict }: { verdict: ManyJudged }) {
  const { class: number, contract, only } = choice.value;
  const present = verdict.names.map((name, place) => ({ name, place })).filter(({ place }) => verdict.classes.some((counts) => (counts[place] ?? 0) > 0));
  return (
    <div class="row" role="group" aria-label="Which answers">
      <label class="row">
        <span class="quiet">Class</span>
        <select class="field" value={number ?? ''} onChange={({ currentTarget: { value } }) => choose({ class: value === '' ? null : Number(value) })}>
          <option value="">every class</option>
          {present.map(({ name, place }) => <option key={name} value={place}>{name}</option>)}
        </select>
      </label>
      <label class="row">
        <span class="quiet">under</span>
        <select class="field" value={contract ?? ''} onChange={({ currentTarget: { value } }) => choose({ contract: value === '' ? null : Number(value) })}>
          <option value="">any state</option>
          {states.map(({ title }, place) => <option key={title} value={place}>{title}</option>)}
        </select>
      </label>
      <label class="row">
        <span class="quiet">Only</span>
        <select class="field" value={only ?? ''} onChange={({ currentTarget: { value } }) => choose({ only: value === 'differing' || value === 'lost' ? value : null })}>
          <option value="">all of these</option>
          <option value="differing">what differs between the contract states</option>
          <option value="lost">what the cutover loses</option>
        </select>
      </label>
      <span class="quiet push" role="status">{counted(total.value)} of {counted(verdict.total)} shown</span>
    </div>
  );
}

function Chosen({ verdict }: { verdict: ManyJudged }) {
  const [reveal, setReveal] = useState<{ start: number; end: number } | null>(null);
  const { value: of } = details;
  if (of === undefined) return null;
  const shown = shownState.value ?? tellingState(of.descriptions);
  const violations = of.descriptions[shown]?.violations ?? [];
  const title = verdict.kind === 'har' ? `Entry ${counted(of.number)}` : `Line ${counted(of.number)}`;
  return (
    <section class="panel" aria-labelledby="envelopes-chosen">
      <div class="panel-head">
        <h2 id="envelopes-chosen">{title}: {comparison(of.descriptions)}</h2>
        <span class="row push">
          <button type="button" class="button" disabled={cursor.value === 0} onClick={() => goTo(cursor.value - 1)}>Previous</button>
          <button type="button" class="button" disabled={cursor.value >= total.value - 1} onClick={() => goTo(cursor.value + 1)}>Next</button>
        </span>
        {of.request !== null && <code class="foreign envelopes-request">{visible(of.request, 300)}</code>}
      </div>
      <div class="panel-body stack">
        <Answer
          classifications={of.descriptions} shown={shown} linesBefore={undefined} shownBytes={of.body.length} onShow={(place) => (shownState.value = place)}
          onReveal={({ start, end }: Violation) => setReveal({ start, end })}
        />
        <Body bytes={of.body} size={of.size} marks={marksOf(violations, 0)} reveal={reveal} />
      </div>
    </section>
  );
}

/** Everything about many answers. */
export function Many({ verdict }: { verdict: ManyJudged }) {
  return (
    <>
      <Totals verdict={verdict} />
      <section class="panel" aria-labelledby="envelopes-table">
        <div class="panel-head"><h2 id="envelopes-table">Answers</h2><Filters verdict={verdict} /></div>
        <Rows verdict={verdict} />
      </section>
      <Chosen verdict={verdict} />
    </>
  );
}
