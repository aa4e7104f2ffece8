// Many answers as a table of which only the rows in sight exist.
import { useEffect, useRef, useState } from 'preact/hooks';
import { counted } from '../../documents/amounts.ts';
import type { ManyJudged, Row } from '../../engine/handlers/envelopes.ts';
import { visible } from '../../documents/visible.ts';
import { states } from './states.ts';
import { choice, choose, cursor, goTo, look, rows, total } from './table.ts';

/** The height of a row, which many.css says, too; and how many are in sight. */
const HEIGHT = 34;
const SEEN = 12;
/** Browsers lay out nothing that is much taller: of more rows, the scroll bar stands for a part of each. */
const TALLEST = 12_000_000;

/** Between rows and the places of a scroll bar. */
class Scale {
  readonly height: number;
  private readonly isExact: boolean;

  constructor(private readonly count: number) {
    this.isExact = count * HEIGHT <= TALLEST;
    this.height = Math.min(count * HEIGHT, TALLEST);
  }

  private get rest(): number {
    return Math.max(1, this.height - SEEN * HEIGHT);
  }

  /** The first row in sight. */
  first(top: number): number {
    const first = this.isExact ? Math.floor(top / HEIGHT) : Math.round((top / this.rest) * (this.count - SEEN));
    return Math.max(0, Math.min(first, this.count - 1));
  }

  /** Where to scroll so that a row is the first in sight. */
  top(row: number): number {
    return this.isExact ? row * HEIGHT : (row / Math.max(1, this.count - SEEN)) * this.rest;
  }

  /** Where the first row in sight is drawn. */
  drawn(first: number, top: number): number {
    return this.isExact ? first * HEIGHT : Math.min(top, this.rest);
  }
}

/** Why the consumer goes on without an answer, where that differs one after the other. */
function reasons(row: Row | undefined): string {
  if (row === undefined) return '';
  if (row.said === null) return 'too long for a row';
  const words = row.said.reasons.map((reason) => reason ?? 'none');
  return [...new Set(words)].join(' / ');
}

interface ColumnProperties {
  title: string;
  order: number | null;
}

/** A column that the table can be ordered by. */
function Ordering({ title, order }: ColumnProperties) {
  const isOrdered = choice.value.order === order;
  return (
    <span role="columnheader" aria-sort={isOrdered ? 'ascending' : 'none'}>
      <button type="button" class="button button-plain envelopes-order" title={`Order by ${title}`} onClick={() => choose({ order })}>
        {title}<span aria-hidden="true">{isOrdered ? ' \u2193' : ''}</span>
      </button>
    </span>
  );
}

interface LineProperties {
  position: number;
  row: Row | undefined;
  names: readonly string[];
  withRequest: boolean;
}

function Line({ position, row, names, withRequest }: LineProperties) {
  const isChosen = position === cursor.value;
  const differs = row !== undefined && new Set(row.classes).size > 1;
  return (
    <div
      role="row" id={`envelopes-row-${position}`} aria-rowindex={position + 2} aria-selected={isChosen}
      class={isChosen ? 'envelopes-row envelopes-row-chosen' : 'envelopes-row'} onClick={() => goTo(position)}
    >
      <span role="gridcell">{row === undefined ? '\u2026' : counted(row.number)}{differs && <span class="envelopes-differs" title="differs between the contract states">{'\u2260'}<span class="unseen"> differs</span></span>}</span>
      {withRequest && <span role="gridcell" class="foreign" title={visible(row?.request ?? '', 300)}>{visible(row?.request ?? '')}</span>}
      <span role="gridcell">{row?.status ?? <span class="quiet">{row === undefined ? '' : 'none'}</span>}</span>
      {states.map(({ title }, contract) => {
        const number = row?.classes[contract];
        return <span role="gridcell" key={title} class={number === 0 ? 'envelopes-cell-pass' : 'envelopes-cell-fail'}>{number === undefined ? '' : names[number]}</span>;
      })}
      <span role="gridcell" class="foreign">{visible(row?.said?.code ?? '', 60)}</span>
      <span role="gridcell">{reasons(row)}</span>
    </div>
  );
}

/** How many rows each key goes on. */
const steps: Record<string, number> = {
  ArrowDown: 1, ArrowUp: -1, PageDown: SEEN - 1, PageUp: 1 - SEEN, Home: -Infinity, End: Infinity,
};

/** The table, which arrows go through. */
export function Rows({ verdict }: { verdict: ManyJudged }) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const scale = new Scale(total.value);
  const first = scale.first(top);
  const chosen = choice.value;
  const isHar = verdict.kind === 'har';

  useEffect(() => look(first, SEEN + 1), [verdict, chosen, first]);
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
    setTop(0);
  }, [verdict, chosen]);

  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    goTo(cursor.value + step);
    const { value: at } = cursor;
    if (box.current === null) return;
    if (at < first || (at === first && top > scale.top(first))) box.current.scrollTop = scale.top(at);
    else if (at > first + SEEN - 1) box.current.scrollTop = scale.top(at - SEEN + 1);
  };

  const positions = Array.from({ length: Math.max(0, Math.min(SEEN + 1, total.value - first)) }, (_, place) => first + place);
  const inSight = positions.includes(cursor.value);
  return (
    <div class="envelopes-scroll">
      <div
        role="grid" class={isHar ? 'envelopes-grid envelopes-grid-har' : 'envelopes-grid'} aria-label="Answers" aria-rowcount={total.value + 1}
        aria-activedescendant={inSight ? `envelopes-row-${cursor.value}` : undefined} tabIndex={0} onKeyDown={move}
      >
        <div role="row" class="envelopes-row envelopes-row-head" aria-rowindex={1}>
          <Ordering title={isHar ? 'Entry' : 'Line'} order={null} />
          {isHar && <span role="columnheader">Request</span>}
          <span role="columnheader">Status</span>
          {states.map(({ title }, contract) => <Ordering key={title} title={title} order={contract} />)}
          <span role="columnheader">Code</span>
          <span role="columnheader">Fallback</span>
        </div>
        <div class="envelopes-rows" role="rowgroup" ref={box} style={{ height: `${HEIGHT * Math.min(SEEN, total.value)}px` }} onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}>
          <div class="envelopes-rows-all" role="presentation" style={{ height: `${scale.height}px` }}>
            <div role="presentation" style={{ transform: `translateY(${scale.drawn(first, top)}px)` }}>
              {positions.map((position) => <Line key={position} position={position} row={rows.value.get(position)} names={verdict.names} withRequest={isHar} />)}
            </div>
          </div>
        </div>
      </div>
      {total.value === 0 && <p class="panel-body quiet">No answer is chosen.</p>}
    </div>
  );
}
