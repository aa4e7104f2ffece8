// A list of which no more is shown than somebody asks for.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { counted } from '../documents/amounts.ts';

/** What a list has, and how much of it is shown. */
export interface BoundedProperties<Entry> {
  entries: readonly Entry[];
  /** How many are shown at first, and more at each wish. */
  step: number;
  /** What they are, as in `more gates`. */
  name: string;
  /** An entry as an element of the list. */
  children(entry: Entry, place: number): ComponentChildren;
}

/** Entries of a list, and behind them a button for more. */
export function Bounded<Entry>({ entries, step, name, children }: BoundedProperties<Entry>) {
  const [limit, setLimit] = useState(step);
  const pressed = useRef<{ list: Element; place: number } | null>(null);
  const more = entries.length - limit;
  useLayoutEffect(() => {
    const { list, place } = pressed.current ?? {};
    pressed.current = null;
    const next = list?.children[place ?? 0];
    // With the last ones the button goes, which had the focus: it goes on where reading does.
    if (more > 0 || !(next instanceof HTMLElement)) return;
    next.tabIndex = -1;
    next.focus();
  }, [limit]);
  return (
    <>
      {entries.slice(0, limit).map(children)}
      {more > 0 && (
        <li class="bounded-more">
          <button type="button" class="button" onClick={({ currentTarget }) => {
            const item = currentTarget.closest('li');
            const list = item?.parentElement;
            if (item && list) pressed.current = { list, place: Array.from(list.children).indexOf(item) };
            setLimit(limit + step);
          }}>
            Show {counted(Math.min(step, more))} of {counted(more)} more {name}
          </button>
        </li>
      )}
    </>
  );
}
