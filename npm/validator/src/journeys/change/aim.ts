// The side that files are dropped on: the page takes every drop, wherever it is.
import type { Side } from './documents.ts';

let aimed: Side | undefined;

/** Notes which pane each drop is over, until the returned function is called. */
export function watchDrops(): () => void {
  const controller = new AbortController();
  addEventListener('drop', (event) => {
    const pane = event.composedPath().find((target) => target instanceof HTMLElement && target.dataset.side !== undefined);
    const side = pane instanceof HTMLElement ? pane.dataset.side : undefined;
    aimed = side === 'old' || side === 'new' ? side : undefined;
  }, { capture: true, signal: controller.signal });
  // What was dropped there may have gone to another journey.
  addEventListener('paste', () => (aimed = undefined), { capture: true, signal: controller.signal });
  return () => controller.abort();
}

/** The side that the last drop was for; asked once. */
export function aimedAt(): Side | undefined {
  const side = aimed;
  aimed = undefined;
  return side;
}
