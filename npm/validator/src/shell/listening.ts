// Drops and pastes anywhere on the page.
import { transferred } from '../documents/intake.ts';
import { arrive } from './arrival.ts';

/** Fields that take no text. */
const TEXTLESS = '[type=checkbox], [type=radio], [type=file]';

/** Whether an event is an editor's or a text field's own. */
function isTyping(event: Event): boolean {
  return event.composedPath().some((target) =>
    target instanceof HTMLElement && (target.isContentEditable || (target.matches('input, textarea') && !target.matches(TEXTLESS))));
}

/** Listens for drops and pastes anywhere on the page; `onDragging` is told whether files are held over it. */
export function listen(onDragging: (dragging: boolean) => void): () => void {
  const controller = new AbortController();
  // Before editors, which would put a file's text where it was dropped.
  const options = { capture: true, signal: controller.signal };
  const isOurs = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true || !isTyping(event);
  const own = (event: DragEvent) => {
    if (!isOurs(event)) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  addEventListener('dragover', (event) => {
    if (own(event)) onDragging(true);
  }, options);
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) onDragging(false);
  }, options);
  addEventListener('drop', (event) => {
    onDragging(false);
    if (own(event) && event.dataTransfer !== null) void arrive(transferred(event.dataTransfer));
  }, options);
  addEventListener('paste', (event) => {
    if (event.clipboardData === null || isTyping(event)) return;
    event.preventDefault();
    void arrive(transferred(event.clipboardData));
  }, options);
  return () => controller.abort();
}
