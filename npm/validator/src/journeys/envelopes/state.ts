// What the journey holds: it outlives going elsewhere.
import { computed, signal } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import type { Found } from '../../documents/intake.ts';
import { EngineError, call } from '../../engine/client.ts';
import type { ManyJudged, OneJudged, Progress, Reading } from '../../engine/handlers/envelopes.ts';

/** What is judged: a text in the editor, or a file that is read where it lies. */
export type Source = { kind: 'text'; content: Content } | { kind: 'file'; name: string; blob: Blob };

/** The largest file that is put into the editor, in bytes. */
const EDITABLE = 1 << 18;
/** How long the page waits for the next letter, in milliseconds. */
const PAUSE = 150;

/** What is given. */
export const source = signal<Source>({ kind: 'text', content: Content.empty });
/** How it is read and judged. */
export const reading = signal<Reading>({ kind: 'auto', status: null, answer: 'any', address: '' });

/** What was judged, and its verdict. */
export interface Judged {
  source: Source;
  verdict: OneJudged | ManyJudged;
}

/** The newest verdict; undefined before the first one. */
export const judged = signal<Judged | undefined>(undefined);
/** How far it is, where it takes long. */
export const progress = signal<{ size: number; at: Progress } | undefined>(undefined);
/** Why there is no verdict, in words. */
export const problem = signal('');
/** What is typed for the status, while that is none. */
export const typedStatus = signal('');
/** The state whose violations are shown; undefined is the one that tells most. */
export const shownState = signal<number | undefined>(undefined);
/** What was left out of what was given. */
export const remark = signal('');

/** Whether there is nothing to judge. */
export const isEmpty = computed(() => source.value.kind === 'text' && source.value.content.bytes.length === 0);

/** Whether something was given, or is going to be typed: an editor that somebody empties stays. */
export const begun = signal(false);

let running: AbortController | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The bytes of what is given. */
export const blobOf = (of: Source) => (of.kind === 'file' ? of.blob : new Blob([of.content.bytes]));

/** What it is called. */
export const nameOf = (of: Source) => (of.kind === 'file' ? of.name : 'responses');

const isProgress = (value: unknown): value is Progress => typeof value === 'object' && value !== null && 'bytes' in value;

async function judge(): Promise<void> {
  running?.abort();
  running = undefined;
  if (isEmpty.value) {
    judged.value = undefined;
    progress.value = undefined;
    problem.value = '';
    void call('forgetEnvelopes', []).catch(() => undefined);
    return;
  }
  const own = new AbortController();
  running = own;
  const of = source.value;
  const blob = blobOf(of);
  const following = {
    signal: own.signal,
    onProgress(value: unknown) {
      if (running === own && isProgress(value)) progress.value = { size: blob.size, at: value };
    },
  };
  try {
    const verdict = await call('judgeEnvelopes', [blob, reading.value], following);
    if (running !== own) return;
    judged.value = { source: of, verdict };
    problem.value = '';
  } catch (error) {
    if (running !== own) return;
    judged.value = undefined;
    problem.value = error instanceof EngineError ? error.message : String(error);
  }
  running = undefined;
  progress.value = undefined;
}

/** Ends the judging; what is judged so far stays. */
export function stop(): void {
  running?.abort();
}

/** Judges something else. */
export function put(next: Source): void {
  const isTyping = next.kind === 'text' && source.value.kind === 'text' && !isEmpty.value;
  source.value = next;
  begun.value = true;
  if (next.kind === 'file') judged.value = undefined;
  if (!isTyping) shownState.value = undefined;
  clearTimeout(timer);
  timer = setTimeout(() => void judge(), isTyping ? PAUSE : 0);
}

/** Judges in another way. */
export function read(change: Partial<Reading>): void {
  reading.value = { ...reading.value, ...change };
  clearTimeout(timer);
  timer = setTimeout(() => void judge(), PAUSE);
}

/** Puts everything away, and how it was judged. */
export function clear(): void {
  remark.value = typedStatus.value = '';
  judged.value = undefined;
  reading.value = { kind: 'auto', status: null, answer: 'any', address: '' };
  put({ kind: 'text', content: Content.empty });
  begun.value = false;
}

/** Puts a file into the editor where it is small, and leaves it where it lies otherwise. */
export async function putFile({ path, blob }: Found): Promise<void> {
  if (blob.size <= EDITABLE && !/\.har$/i.test(path)) {
    const content = Content.ofBytes(new Uint8Array(await blob.arrayBuffer()));
    if (content.isUtf8) {
      put({ kind: 'text', content });
      return;
    }
  }
  put({ kind: 'file', name: path, blob });
}
