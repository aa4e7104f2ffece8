// Starting the worker. It takes the page's turn at the processor, so that the page's first script does it and lets go, and
// the engine is made ready while everything else of the page is.
import type { Answer, Call } from './protocol.ts';

/** What an element of the page in one file holds; such a one is whole once something stands behind it. */
async function textOf(id: string): Promise<string> {
  if (document.readyState === 'loading' && !document.getElementById(id)?.nextElementSibling) {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  return document.getElementById(id)?.textContent ?? '';
}

/** The address of the worker's script in the page of one file, made once however often a worker is started. */
let address: string | undefined;

function start(): Worker {
  if (!ONE_FILE) return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  address ??= URL.createObjectURL(new Blob([document.getElementById('worker')?.textContent ?? ''], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.addEventListener('message', async ({ data }: MessageEvent<Answer>) => {
    if (data.kind === 'asset') worker.postMessage({ kind: 'asset', name: data.name, text: await textOf(data.name) } satisfies Call);
  });
  return worker;
}

/** Starts the worker before anybody asks it for something. */
export function startEarly(): void {
  const worker = start();
  globalThis.earlyWorker = worker;
  // Who comes later hears of no failure, and starts another one.
  worker.addEventListener('error', () => (globalThis.earlyWorker = undefined), { once: true });
}

/** The worker that was started early, for who comes first; then a new one. */
export function started(): Worker {
  const worker = globalThis.earlyWorker ?? start();
  globalThis.earlyWorker = undefined;
  return worker;
}
