// The worker, in which everything is judged: the page itself only shows.
import { receive } from './assets.ts';
import type { arrivals } from './handlers/arrivals.ts';
import { documents } from './handlers/documents.ts';
import type { envelopes } from './handlers/envelopes.ts';
import type { program } from './handlers/program.ts';
import type { repository } from './handlers/repository.ts';
import { engine } from './modules.ts';
import { failureOf, type Answer, type Call, type Context } from './protocol.ts';

/** Everything that the page can ask for. */
export type Handlers = typeof arrivals & typeof documents & typeof envelopes & typeof program & typeof repository;

const inArrivals = async () => (await import('./handlers/arrivals.ts')).arrivals;
const inDocuments = async () => documents;
const inEnvelopes = async () => (await import('./handlers/envelopes.ts')).envelopes;
const inProgram = async () => (await import('./handlers/program.ts')).program;
const inRepository = async () => (await import('./handlers/repository.ts')).repository;

/** Where each is: what is not needed at once is loaded when it is. */
const homes: { [Name in keyof Handlers]: () => Promise<Pick<Handlers, Name>> } = {
  about: inDocuments, check: inDocuments, render: inDocuments, explain: inDocuments,
  unzip: inArrivals, recognise: inArrivals,
  judgeEnvelopes: inEnvelopes, envelopeRows: inEnvelopes, envelopeDetails: inEnvelopes, envelopeTable: inEnvelopes, forgetEnvelopes: inEnvelopes,
  run: inProgram,
  keepRepository: inRepository, runInRepository: inRepository,
};

async function handlerOf<Name extends keyof Handlers>(name: Name): Promise<Handlers[Name]> {
  return (await homes[name]())[name];
}

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
    const handler = await handlerOf(name as keyof Handlers) as (context: Context, ...given: unknown[]) => unknown;
    post({ kind: 'value', id, value: await handler(context, ...given) });
  } catch (error) {
    post({ kind: 'failure', id, failure: failureOf(error) });
  } finally {
    running.delete(id);
  }
});

// Nobody waits for it yet: who asks is told what is wrong.
engine().catch(() => undefined);
