// The repository in memory over which the program runs: what was dropped, at the places where the program looks.
import { computed, signal } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { bytesOf, type Found } from '../../documents/intake.ts';
import type { DocumentKind } from '../../documents/kinds.ts';
import { sorted } from '../../documents/sorted.ts';
import { asksForCheck, fits, namedFiles, type Named } from './gate-file.ts';
import { CONFIGURATION, PRODUCER_MANIFEST, placeOf, rootOf, usual } from './places.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What is known of a file besides its bytes. */
interface Stored {
  bytes: Bytes;
  /** What it held before somebody edited it. */
  original: Bytes;
  kind: DocumentKind | undefined;
  /** The name under which it came, where it stands under another. */
  from?: string;
}

/** A file that nobody knows a place for. */
export interface Unplaced {
  path: string;
  bytes: Bytes;
}

/** The most that is taken in: beyond, each keystroke would carry too much to the worker. */
const MOST_FILES = 5000;
const MOST_BYTES = 32 << 20;

/** The files by their paths; a change is a new map. */
export const files = signal<ReadonlyMap<string, Stored>>(new Map());
/** The files that nobody knows a place for. */
export const unplaced = signal<readonly Unplaced[]>([]);
/** How many files of the last drop were left out, since they were too many or too large together. */
export const leftOut = signal(0);
/** Whether what is here is a built-in example. */
export const isExample = signal(false);
/** The payload that is judged, where several stand. */
const chosenPayload = signal('');
/** The document that the editor shows. */
export const shown = signal('');

const contents = new WeakMap<Bytes, Content>();

/** The content of a file; empty where there is none. */
export function contentOf(path: string): Content {
  const stored = files.value.get(path);
  if (stored === undefined) return Content.empty;
  const content = contents.get(stored.bytes) ?? Content.ofBytes(stored.bytes);
  contents.set(stored.bytes, content);
  return content;
}

/** The payloads, that at the usual place first. */
export const payloads = computed(() => {
  // At its usual place it is one, however broken.
  const found = [...files.value].filter(([path, { kind }]) => kind === 'handoff' || path === usual.handoff);
  return found.map(([path]) => path).sort((a, b) => Number(b === usual.handoff) - Number(a === usual.handoff));
});

/** The payload that is judged; empty where there is none. */
export const payload = computed(() => (payloads.value.includes(chosenPayload.value) ? chosenPayload.value : (payloads.value[0] ?? '')));

/** The gate file; empty where there is none. */
export const gateFile = computed(() => {
  if (files.value.has(usual.gates)) return usual.gates;
  return [...files.value].find(([, { kind }]) => kind === 'gates')?.[0] ?? '';
});

/** The kinds of which there is something. */
const kinds = computed(() => new Set([...files.value.values()].map(({ kind }) => kind)));

/** Whether it is the repository of a producer: it has that manifest, and no pin. */
export const isProducers = computed(() => files.value.has(PRODUCER_MANIFEST) && !kinds.value.has('pin'));

/** The payload of a rehearsal; empty where there is none. */
export const rehearsal = computed(() => (files.value.has(usual.rehearsal) ? usual.rehearsal : ''));

/** The manifest, the producer's own before a mirror; empty where there is none. */
export const manifest = computed(() => [PRODUCER_MANIFEST, standing(files.value).manifest ?? '', usual.manifest].find((path) => files.value.has(path)) ?? '');

/** What the gate file names. */
const named = computed(() => (gateFile.value === '' ? [] : namedFiles(contentOf(gateFile.value).text)));

/** The files that are needed and not there, with who needs them. */
export const missing = computed((): Named[] => {
  const paths = [...files.value.keys()];
  const evidence = named.value.filter(({ path }) => !paths.some((there) => fits(path, there)));
  const checks = gateFile.value !== '' && asksForCheck(contentOf(gateFile.value).text) ? ['lockstep check'] : [];
  const handsOver = payload.value === '' || isProducers.value ? [] : ['handoff'];
  const rehearses = rehearsal.value === '' ? [] : ['rehearsal'];
  const documents = (['pin', 'matrix', 'manifest'] as const).flatMap((kind): Named[] => {
    const by = [...(kind === 'matrix' ? [] : handsOver), ...(kind === 'manifest' && manifest.value === '' ? rehearses : []), ...checks];
    const path = usual[kind];
    // A repository that says where its documents stand has them where it says.
    if (by.length === 0 || kinds.value.has(kind) || files.value.has(path) || files.value.has(CONFIGURATION)) return [];
    return [{ path, by: [...by, ...(evidence.find((other) => other.path === path)?.by ?? [])] }];
  });
  return [...documents, ...evidence.filter(({ path }) => !documents.some((document) => document.path === path))];
});

function standing(among: ReadonlyMap<string, Stored>): Partial<Record<DocumentKind, string>> {
  // The first of a kind counts, and the usual place comes before all others.
  const entries = [...among].reverse().map(([path, { kind }]) => [kind, path] as const);
  const places = Object.values<string>(usual);
  const ordered = entries.sort(([, a], [, b]) => Number(places.includes(a)) - Number(places.includes(b)));
  return Object.fromEntries(ordered.filter(([kind]) => kind !== undefined));
}

/** A path inside a repository, whatever tricks are in it. */
const plain = (path: string) => path.split('/').filter((part) => !['', '.', '..'].includes(part)).join('/');

/** What files hold, and what they are. */
async function readAll(found: readonly Found[]): Promise<{ path: string; kind: DocumentKind | undefined; bytes: Bytes }[]> {
  const kindOf = new Map((await sorted(found)).candidates.map(({ file, kind }) => [file, kind]));
  return Promise.all(found.map(async (file) => ({ path: plain(file.path), kind: kindOf.get(file), bytes: await bytesOf(file) })));
}

/** Takes files in: a folder as it is, each other file at the place that its name or what it holds tells. */
export async function take(found: readonly Found[]): Promise<void> {
  const wanted = [...found].sort((a, b) => a.blob.size - b.blob.size);
  let total = 0;
  const kept = wanted.filter(({ blob }, place) => place < MOST_FILES && (total += blob.size) <= MOST_BYTES);
  const read = await readAll(kept);
  leftOut.value = wanted.length - kept.length;
  const paths = read.map(({ path }) => path);
  // Without any folder, they are files from anywhere.
  const root = paths.some((path) => path.includes('/')) ? rootOf(paths) : undefined;
  const next = new Map(files.value);
  const below = root === undefined ? [] : read.filter(({ path }) => path.startsWith(root));
  for (const { path, kind, bytes } of below) next.set(path.slice(root?.length), { bytes, original: bytes, kind });
  const loose = read.filter((file) => !below.includes(file));
  const gates = loose.find(({ kind }) => kind === 'gates')?.bytes ?? [...next.values()].find(({ kind }) => kind === 'gates')?.bytes;
  const names = gates === undefined ? [] : namedFiles(Content.ofBytes(gates).text);
  const open: Unplaced[] = [];
  for (const { path, kind, bytes } of loose) {
    const place = placeOf(path, kind, { named: names.map((name) => name.path), standing: standing(next) });
    if (place === undefined) open.push({ path, bytes });
    else next.set(place, { bytes, original: bytes, kind, ...(place !== path && { from: path }) });
  }
  const again = unplaced.value.filter(({ path, bytes }) => {
    const place = placeOf(path, undefined, { named: names.map((name) => name.path), standing: {} });
    if (place !== undefined) next.set(place, { bytes, original: bytes, kind: undefined, from: path });
    return place === undefined;
  });
  files.value = next;
  unplaced.value = [...again, ...open];
  const latest = loose.find(({ kind }) => kind === 'handoff')?.path;
  if (latest !== undefined && payloads.value.includes(latest)) chosenPayload.value = latest;
  if (!next.has(shown.value) || latest !== undefined) shown.value = payload.value || gateFile.value || ([...next.keys()][0] ?? '');
}

/** Begins anew with files that already have their places. */
export async function restore(found: readonly Found[], chosen: string): Promise<void> {
  files.value = new Map((await readAll(found)).map(({ path, bytes, kind }) => [path, { bytes, original: bytes, kind }]));
  unplaced.value = [];
  leftOut.value = 0;
  isExample.value = false;
  chosenPayload.value = chosen;
  shown.value = payload.value || gateFile.value;
}

/** Puts a file where somebody says. */
export function put(path: string, bytes: Bytes, from?: string): void {
  const place = plain(path);
  if (place === '') return;
  const kind = files.value.get(place)?.kind;
  files.value = new Map(files.value).set(place, { bytes, original: bytes, kind, ...(from !== undefined && from !== place && { from }) });
  if (kind === undefined) void recogniseAt(place, bytes);
}

async function recogniseAt(path: string, bytes: Bytes): Promise<void> {
  const [{ kind } = { kind: undefined }] = await readAll([{ path, blob: new Blob([bytes]) }]);
  const stored = files.value.get(path);
  if (kind !== undefined && stored?.bytes === bytes) files.value = new Map(files.value).set(path, { ...stored, kind });
}

/** Gives a file that stands here another content. */
export function edit(path: string, content: Content): void {
  const stored = files.value.get(path);
  if (stored === undefined) return;
  contents.set(content.bytes, content);
  files.value = new Map(files.value).set(path, { ...stored, bytes: content.bytes });
}

/** Takes a file out. */
export function remove(path: string): void {
  const next = new Map(files.value);
  next.delete(path);
  files.value = next;
  if (shown.value === path) shown.value = payload.value || gateFile.value || ([...next.keys()][0] ?? '');
}

/** Forgets a file that has no place. */
export function forget(file: Unplaced): void {
  unplaced.value = unplaced.value.filter((other) => other !== file);
}

/** Judges another payload. */
export function choosePayload(path: string): void {
  chosenPayload.value = path;
  shown.value = path;
}

const documents: readonly DocumentKind[] = ['handoff', 'rehearsal', 'gates', 'pin', 'matrix', 'manifest'];

/** Whether files are somebody's own documents, which have nothing to do with an example's. */
export async function areDocuments(found: readonly Found[]): Promise<boolean> {
  return (await sorted(found)).kinds.some((kind) => documents.includes(kind));
}

/** Begins anew with these files. */
export async function begin(found: readonly Found[]): Promise<void> {
  files.value = new Map();
  isExample.value = false;
  unplaced.value = [];
  leftOut.value = 0;
  chosenPayload.value = '';
  shown.value = '';
  await take(found);
}
