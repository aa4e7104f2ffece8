// When a change that needs notice may be released.
import { count } from '../../documents/amounts.ts';
import { Prose } from '../../findings/words.tsx';
import { Calendar } from './Calendar.tsx';
import { ClockRows } from './ClockRows.tsx';
import { faultyField } from './fields.ts';
import './notice.css';
import { NoticeForm } from './NoticeForm.tsx';
import type { NoticeReport } from './report.ts';
import { diff, notice, outcome } from './state.ts';
import { moment, shortfall } from './words.ts';

function Release({ report, day }: { report: NoticeReport; day: string }) {
  const { release, clocks, path, earliest } = report;
  if (release === null) return null;
  const about = earliest.includes('T') ? 'up to ' : '';
  const planned = `A release ${release.at.includes('T') ? 'at' : 'on'} ${moment(release.at)}`;
  return (
    <div class="change-release">
      <p>
        <span class={`chip ${release.lawful ? 'chip-pass' : 'chip-error'}`}>{release.lawful ? '\u2713 lawful' : '\u2717 too early'}</span>{' '}
        {release.lawful
          ? `${planned} keeps the notice${path === 'emergency' && clocks?.closed ? ' by the standard path' : ''}.`
          : `${planned} comes ${about}${count(release.early_days, 'day')} too early.`}
      </p>
      {release.shortfalls.length > 0 && (
        <ul>
          {release.shortfalls.map(({ kind, blocks }) => <li key={kind}>missed: {shortfall(kind, report, day)}{!blocks && ', which does not block'}</li>)}
        </ul>
      )}
    </div>
  );
}

function Sentence({ report }: { report: NoticeReport }) {
  const { days, terms, path, clocks, announced } = report;
  const how = path === 'emergency' && clocks?.closed === false
    ? `${count(terms.emergency_notice_hours, 'hour')} on the emergency path`
    : count(terms.standard_business_days, 'business day');
  return (
    <>
      <p class="change-earliest">Earliest lawful release: <strong>{moment(report.earliest)}</strong></p>
      <p class="quiet">
        <span class="code">{report.earliest}</span>, {how} after the announcement of {moment(announced)}
        {days.length > 0 && `; days begin at ${report.utc_offset}`}
      </p>
    </>
  );
}

function Window({ report }: { report: NoticeReport }) {
  const { window, stable_from: stable, terms } = report;
  if (window !== null) return <p><strong>Stability window</strong>: the release of {moment(window.since)} stands alone for {count(window.days, 'day')}, until {moment(window.over)}.</p>;
  if (stable !== null) return <p><strong>Stability window</strong>: a release on that day has stood for {count(terms.minimum_sprint_days, 'day')} on {moment(stable)}.</p>;
  return null;
}

/** Faults that are about no field. */
function Fault() {
  const answer = outcome.value?.notice;
  if (answer === undefined || !('fault' in answer)) return null;
  if (faultyField(answer.fault) !== undefined) return <p class="quiet">Nothing could be counted: see the field that is marked.</p>;
  const { message, help, place } = answer.fault;
  return (
    <p role="alert" class="change-fault">
      {place !== null && <><span class="foreign">{place.file}</span>: </>}<Prose text={message} />{help !== null && <>. <Prose text={help} /></>}
    </p>
  );
}

/** The notice with its form; nothing where no change needs one. */
export function Notice() {
  if (!diff.value?.notice) return null;
  const report = notice.value;
  const asked = outcome.value?.asked;
  return (
    <section class="panel" aria-labelledby="change-notice">
      <div class="panel-head"><h2 id="change-notice">Notice</h2></div>
      <div class="change-notice">
        <div class="change-answer" role="status">
          {report !== undefined && <><Sentence report={report} /><Release report={report} day={asked?.release ?? ''} /></>}
          <Fault />
        </div>
        <NoticeForm />
        {report !== undefined && (
          <div class="stack change-drawn">
            <ClockRows report={report} />
            {report.days.length > 0 && <Calendar report={report} releaseDay={asked?.release ?? ''} />}
            <Window report={report} />
          </div>
        )}
      </div>
    </section>
  );
}
