// What stands in place of a part of the page that failed; the rest of the page lives on.
import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { messageOf } from './errors.ts';
import { focusMain } from './focus.ts';

/** What failed, and how to go on. */
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
      <p class="foreign">{messageOf(error)}</p>
      <p>The other parts of the page still work, and what you entered is kept while it is open.</p>
      <div class="row">
        <button type="button" class="button button-primary" onClick={() => {
          again();
          focusMain();
        }}>Try again</button>
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
