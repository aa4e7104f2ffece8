// The notice drawn as a calendar: a table a month, each day saying what it is.
import { visible } from '../../documents/visible.ts';
import './calendar.css';
import { monthsOf, weekdays, type Cell } from './months.ts';
import type { NoticeReport } from './report.ts';
import { moment } from './words.ts';

type Look = 'announcement' | 'counted' | 'weekend' | 'holiday' | 'earliest' | 'lawful' | 'early';

/** Shapes, so that no day is told by its colour alone. */
const shapes: Record<Exclude<Look, 'counted' | 'weekend'>, string> = {
  announcement: 'M3 6.5v3h2.5L11 13V3L5.5 6.5zM13 6a3 3 0 0 1 0 4',
  holiday: 'M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z',
  earliest: 'M4 14V2.5h8l-2 3 2 3H4',
  lawful: 'M3 8.5l3.5 3.5L13 4.5',
  early: 'M4 4l8 8M12 4l-8 8',
};

function Shape({ look }: { look: keyof typeof shapes }) {
  return <svg class={`change-shape change-shape-${look}`} viewBox="0 0 16 16" aria-hidden="true"><path d={shapes[look]} /></svg>;
}

/** What a day is, in words. */
function meaning(cell: Cell, needed: number): string {
  const { counted, isWeekend, isEarliest, release } = cell;
  const parts: string[] = [];
  if (counted?.kind === 'announcement') parts.push('announced, not counted');
  if (counted?.kind === 'counted') parts.push(`business day ${counted.number ?? ''} of ${needed}`);
  if (isWeekend) parts.push('weekend');
  if (counted?.kind === 'holiday') parts.push(counted.holiday === null ? 'holiday' : `holiday: ${visible(counted.holiday, 80)}`);
  if (isEarliest) parts.push('earliest lawful release');
  if (release !== undefined) parts.push(`planned release, ${release}`);
  return parts.join(', ');
}

function looksOf({ counted, isWeekend, isEarliest, release }: Cell): Look[] {
  return [
    ...(isWeekend ? ['weekend' as const] : counted === undefined ? [] : [counted.kind]),
    ...(isEarliest ? ['earliest' as const] : []),
    ...(release === undefined ? [] : [release === 'lawful' ? 'lawful' as const : 'early' as const]),
  ];
}

function Day({ cell, needed }: { cell: Cell | null; needed: number }) {
  if (cell === null) return <td class="change-day-none" />;
  const looks = looksOf(cell);
  const words = meaning(cell, needed);
  return (
    <td class={`change-day ${looks.map((look) => `change-day-${look}`).join(' ')}`}>
      <span class="change-date">{cell.day}</span>
      <span class="change-marks" aria-hidden="true">
        {cell.counted?.number != null && <span class="change-count">{cell.counted.number}</span>}
        {looks.map((look) => (look === 'counted' || look === 'weekend' ? null : <Shape key={look} look={look} />))}
      </span>
      {words !== '' && <span class="unseen">: {words}</span>}
    </td>
  );
}

const legend: Record<Look, string> = {
  announcement: 'announced',
  counted: 'business day of the notice',
  weekend: 'weekend',
  holiday: 'holiday',
  earliest: 'earliest lawful release',
  lawful: 'planned release, lawful',
  early: 'planned release, too early',
};

function Legend({ used }: { used: ReadonlySet<Look> }) {
  return (
    <ul class="change-legend" aria-label="What the marks mean">
      {(Object.keys(legend) as Look[]).filter((look) => used.has(look)).map((look) => (
        <li key={look}>
          <span class={`change-sample change-day-${look}`} aria-hidden="true">
            {look === 'counted' && <span class="change-count">1</span>}
            {look !== 'counted' && look !== 'weekend' && <Shape look={look} />}
          </span>
          {legend[look]}
        </li>
      ))}
    </ul>
  );
}

/** The months of a notice, with what their marks mean. */
export function Calendar({ report, releaseDay }: { report: NoticeReport; releaseDay: string }) {
  const { months, between } = monthsOf(report, releaseDay);
  const cells = months.flatMap(({ weeks }) => weeks.flat());
  const used = new Set(cells.flatMap((cell) => (cell === null ? [] : looksOf(cell))));
  const named = report.days.filter(({ kind }) => kind === 'holiday');
  const needed = report.terms.standard_business_days;
  return (
    <div class="stack">
      <div class="change-months">
        {months.map(({ name, title, weeks }, number) => (
          <div key={name}>
            {between > 0 && number === months.length - 1 && <p class="quiet">{between} months between are not drawn.</p>}
            <table class="change-month">
              <caption>{title}</caption>
              <thead><tr>{weekdays.map((day) => <th key={day} scope="col" abbr={day}>{day.slice(0, 2)}</th>)}</tr></thead>
              <tbody>
                {weeks.map((week, row) => <tr key={row}>{week.map((cell, column) => <Day key={column} cell={cell} needed={needed} />)}</tr>)}
              </tbody>
            </table>
          </div>
        ))}
      </div>
      <Legend used={used} />
      {named.length > 0 && (
        <ul class="change-holidays" aria-label="Holidays in the notice">
          {named.slice(0, 20).map(({ date, holiday }) => <li key={date}>{moment(date)}{holiday !== null && <>: <span class="foreign">{visible(holiday, 80)}</span></>}</li>)}
          {named.length > 20 && <li>and {named.length - 20} more</li>}
        </ul>
      )}
    </div>
  );
}
