// What stands in place of a part of the page that failed; the rest of the page lives on.
import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** How much of an error's message is shown: it may hold a document's words. */
const SHOWN = 300;

/** An error's message, bounded. */
export function said(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message;
}

export interface FailedProperties {
  title: string;
  error: unknown;
  /** Tries once more. */
  again(): void;
}

/** Says what failed, and how to go on. */
export function Failed({ title, error, again }: FailedProperties) {
  return (
    <section class="panel panel-body stack" role="alert">
      <h2>{title}</h2>
      <p class="foreign">{said(error)}</p>
      <p>The other parts of the page still work, and what you entered is kept while it is open.</p>
      <div class="row">
        <button type="button" class="button button-primary" onClick={again}>Try again</button>
        <button type="button" class="button" onClick={() => location.reload()}>Reload the page, without what you entered</button>
      </div>
    </section>
  );
}

/** Shows its children, or, where one of them fails, what to do then. */
export function Guard({ title, children }: { title: string; children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary();
  return error === undefined ? children : <Failed title={`${title} stopped`} error={error} again={reset} />;
}
