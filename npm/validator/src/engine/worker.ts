// The worker, in which everything is judged: the page itself only shows.
import { arrivals } from './handlers/arrivals.ts';
import { documents } from './handlers/documents.ts';
import { envelopes } from './handlers/envelopes.ts';
import { program } from './handlers/program.ts';
import { repository } from './handlers/repository.ts';
import { receive } from './assets.ts';
import { engine } from './modules.ts';
import { failureOf, type Answer, type Call, type Context } from './protocol.ts';

/** Everything that the page can ask for. */
const handlers = { ...arrivals, ...documents, ...envelopes, ...program, ...repository };

export type Handlers = typeof handlers;

const running = new Map<number, AbortController>();

self.addEventListener('message', async ({ data }: MessageEvent<Call>) => {
  if (data.kind === 'abort') return running.get(data.id)?.abort();
  if (data.kind === 'asset') return receive(data.name, data.text);
  const post = (answer: Answer) => self.postMessage(answer);
  const { id, name, given } = data;
  const controller = new AbortController();
  running.set(id, controller);
  const context: Context = { signal: controller.signal, progress: (value) => post({ kind: 'progress', id, value }) };
  try {
    const handler = handlers[name as keyof Handlers] as (context: Context, ...given: unknown[]) => unknown;
    post({ kind: 'value', id, value: await handler(context, ...given) });
  } catch (error) {
    post({ kind: 'failure', id, failure: failureOf(error) });
  } finally {
    running.delete(id);
  }
});

// Nobody waits for it yet: who asks is told what is wrong.
engine().catch(() => undefined);
