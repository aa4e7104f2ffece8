// Both clocks of the emergency path, each as a bar from its start to its deadline.
import { count } from '../../documents/amounts.ts';
import type { NoticeReport } from './report.ts';
import { moment } from './words.ts';

interface Bar {
  title: string;
  from: { words: string; at: string };
  until: { words: string; at: string };
  /** What happened, to be drawn on the bar; undefined where nobody said. */
  event?: { words: string; at: string };
  state: 'kept' | 'missed' | 'open';
  blocks: boolean;
}

/** Where a bar's deadline stands on it, in percent: what comes later has the rest. */
const DEADLINE = 75;

/** Where an instant stands on a bar, in percent, and within it whenever that is. */
function position({ from, until }: Bar, at: string): number {
  const [start, end, here] = [from.at, until.at, at].map(Date.parse);
  if (start === undefined || end === undefined || here === undefined || end <= start) return DEADLINE;
  return Math.min(98.5, Math.max(1, ((here - start) / (end - start)) * DEADLINE));
}

const states: Record<Bar['state'], { chip: string; words: string }> = {
  kept: { chip: 'chip chip-pass', words: '\u2713 kept' },
  missed: { chip: 'chip chip-error', words: '\u2717 missed' },
  open: { chip: 'chip', words: 'runs' },
};

function ClockBar({ bar }: { bar: Bar }) {
  const { chip, words } = states[bar.state];
  return (
    <li class="change-clock" data-state={bar.state}>
      <div class="row">
        <strong>{bar.title}</strong>
        <span class={chip}>{words}</span>
        <span class="quiet">{bar.blocks ? 'blocks' : 'does not block'}</span>
      </div>
      <svg class="change-bar" aria-hidden="true">
        <rect class="change-bar-track" x="0" y="8" width="100%" height="6" rx="3" />
        <rect class="change-bar-time" x="0" y="8" width={`${DEADLINE}%`} height="6" rx="3" />
        <rect class="change-bar-end" x={`${DEADLINE}%`} y="2" width="3" height="18" />
        {bar.event !== undefined && <circle class="change-bar-event" cx={`${position(bar, bar.event.at)}%`} cy="11" r="6" />}
      </svg>
      <dl class="change-instants">
        <div><dt>{bar.from.words}</dt><dd>{moment(bar.from.at)}</dd></div>
        <div>
          <dt><svg class="change-mark" aria-hidden="true"><rect class="change-bar-end" x="4" y="1" width="3" height="14" /></svg> {bar.until.words}</dt>
          <dd>{moment(bar.until.at)}</dd>
        </div>
        {bar.event !== undefined && (
          <div>
            <dt><svg class="change-mark" aria-hidden="true"><circle class="change-bar-event" cx="5" cy="9" r="4" /></svg> {bar.event.words}</dt>
            <dd>{moment(bar.event.at)}</dd>
          </div>
        )}
      </dl>
    </li>
  );
}

/** Both clocks, and the day of the documents; nothing on the standard path. */
export function ClockRows({ report }: { report: NoticeReport }) {
  const { clocks, terms, release } = report;
  if (clocks === null) return null;
  const hours = count(terms.emergency_notice_hours, 'hour');
  const early = release?.shortfalls.some(({ kind }) => kind === 'released-early') ?? false;
  const bars: Bar[] = [
    {
      title: `Clock 1: announced at most ${hours} after the decision`,
      from: { words: 'decided', at: clocks.decided }, until: { words: 'announce by', at: clocks.announce_by }, event: { words: 'announced', at: clocks.announced },
      state: clocks.announced_late ? 'missed' : 'kept', blocks: terms.blocking_emergency_clocks.includes('announcement'),
    },
    {
      title: `Clock 2: released at least ${hours} after the announcement`,
      from: { words: 'announced', at: clocks.announced }, until: { words: 'release from', at: clocks.release_from },
      ...(release !== null && { event: { words: 'planned release', at: release.at } }),
      state: release === null ? 'open' : early ? 'missed' : 'kept', blocks: terms.blocking_emergency_clocks.includes('release'),
    },
  ];
  return (
    <div class="stack">
      <ul class="change-clocks">
        {bars.map((bar) => <ClockBar key={bar.title} bar={bar} />)}
        {clocks.publish_on !== null && (
          <li class="row">
            <strong>Same day: documents, specification and tests</strong>
            <span>on {moment(clocks.publish_on)}</span>
            {clocks.published_late && <span class="chip chip-error">{'\u2717'} missed</span>}
          </li>
        )}
      </ul>
      {clocks.closed && <p><strong>The emergency path is closed</strong>, so the business days of the standard path are counted.</p>}
    </div>
  );
}
