// What passes between the page and its worker.

/** What the page says. */
export type Call =
  | { kind: 'call'; id: number; name: string; given: unknown[] }
  | { kind: 'abort'; id: number; name?: never; given?: never }
  | { kind: 'asset'; name: string; text: string };

/** What the worker says. */
export type Answer =
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'progress'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failure }
  | { kind: 'asset'; name: string };

/** An error as it passes: classes do not. */
export interface Failure {
  message: string;
  /** That of a `LockstepError`, or `ABORTED`. */
  code?: string;
  /** Where the fault of a policy is, from 1. */
  line?: number;
  column?: number;
}

/** What a handler is given beside its arguments. */
export interface Context {
  /** Aborted where the page no longer waits. */
  signal: AbortSignal;
  /** Tells the page how far the work is. */
  progress(value: unknown): void;
}

/** What the page is told of an error. */
export function failureOf(error: unknown): Failure {
  if (error instanceof DOMException && error.name === 'AbortError') return { message: 'it was stopped', code: 'ABORTED' };
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, line, column } = error as { code?: unknown; line?: unknown; column?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof line === 'number' && typeof column === 'number' && { line, column }),
  };
}
