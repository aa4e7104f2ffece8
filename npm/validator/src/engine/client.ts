// The page's side of the worker.
import type { Answer, Call, Context, Failure } from './protocol.ts';
import { started } from './start.ts';
import type { Handlers } from './worker.ts';

type Given<Name extends keyof Handlers> = Handlers[Name] extends (context: Context, ...given: infer Rest) => unknown ? Rest : never;
type Value<Name extends keyof Handlers> = Awaited<ReturnType<Handlers[Name]>>;

/** How a call is followed. */
export interface Following {
  /** Aborting it ends the call with the code `ABORTED`. */
  signal?: AbortSignal;
  /** Is told how far the work is. */
  onProgress?(value: unknown): void;
}

/** A call that failed; `code` is that of a `LockstepError`, or `ABORTED`, `place` where the fault of a policy is. */
export class EngineError extends Error {
  constructor(message: string, readonly code?: string, readonly place?: { line: number; column: number }) {
    super(message);
    this.name = 'EngineError';
  }
}

function errorOf({ message, code, line, column }: Failure): EngineError {
  return new EngineError(message, code, line === undefined || column === undefined ? undefined : { line, column });
}

interface Waiting extends Pick<Following, 'onProgress'> {
  resolve(value: unknown): void;
  reject(error: EngineError): void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let last = 0;

function running(): Worker {
  if (worker !== undefined) return worker;
  worker = started();
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.kind === 'asset') return;
    const call = waiting.get(data.id);
    if (data.kind === 'progress') {
      call?.onProgress?.(data.value);
      return;
    }
    waiting.delete(data.id);
    if (data.kind === 'value') call?.resolve(data.value);
    else call?.reject(errorOf(data.failure));
  });
  worker.addEventListener('error', ({ message }) => {
    // It could not be loaded, or a handler let an error out: nothing that waits will be answered, and the next call starts anew.
    worker?.terminate();
    worker = undefined;
    for (const call of waiting.values()) call.reject(new EngineError(message || 'the worker could not be started'));
    waiting.clear();
  });
  return worker;
}

/** Asks the worker for something. Rejects with an `EngineError`. */
export function call<Name extends keyof Handlers>(name: Name, given: Given<Name>, following: Following = {}): Promise<Value<Name>> {
  const id = ++last;
  const { signal, onProgress } = following;
  const post = (said: Call) => running().postMessage(said);
  const abort = () => post({ kind: 'abort', id });
  const answered = new Promise<unknown>((resolve, reject) => {
    waiting.set(id, { onProgress, resolve, reject });
    post({ kind: 'call', id, name, given });
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort);
  });
  // A signal may be that of many calls, and outlive each.
  return answered.finally(() => signal?.removeEventListener('abort', abort)) as Promise<Value<Name>>;
}
