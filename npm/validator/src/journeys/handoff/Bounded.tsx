// A list of which no more is shown than somebody asks for.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { counted } from '../../documents/amounts.ts';

export interface BoundedProperties<Entry> {
  entries: readonly Entry[];
  /** How many are shown at first, and more at each wish. */
  step: number;
  /** What they are, as in `more gates`. */
  name: string;
  children(entry: Entry, place: number): ComponentChildren;
}

export function Bounded<Entry>({ entries, step, name, children }: BoundedProperties<Entry>) {
  const [limit, setLimit] = useState(step);
  const more = entries.length - limit;
  return (
    <>
      {entries.slice(0, limit).map(children)}
      {more > 0 && (
        <li class="handoff-more">
          <button type="button" class="button" onClick={() => setLimit(limit + step)}>
            Show {counted(Math.min(step, more))} of {counted(more)} more {name}
          </button>
        </li>
      )}
    </>
  );
}
