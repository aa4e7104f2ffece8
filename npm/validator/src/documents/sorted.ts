// What was given, by kind; of several of a kind the one that is meant, and the others to choose from.
import { call, type Following } from '../engine/client.ts';
import type { Found } from './gathering.ts';
import type { DocumentKind, Recognition } from './kinds.ts';
import { usualPaths, pathsIn } from './places.ts';

/** A file, and what it was recognised as. */
export interface Candidate extends Recognition {
  file: Found;
}

/** Files by kind. */
export class Recognised {
  private readonly byKind = new Map<DocumentKind, Candidate[]>();

  /** `candidates` in the order in which they are chosen. */
  constructor(readonly candidates: readonly Candidate[], /** How many files are nothing that is known. */ readonly unknown: number) {
    for (const candidate of candidates) {
      const others = this.byKind.get(candidate.kind);
      if (others === undefined) this.byKind.set(candidate.kind, [candidate]);
      else others.push(candidate);
    }
  }

  /** The one of a kind that is meant; undefined where there is none. */
  best(kind: DocumentKind): Candidate | undefined {
    return this.byKind.get(kind)?.[0];
  }

  /** All of a kind, the one that is meant first. */
  all(kind: DocumentKind): readonly Candidate[] {
    return this.byKind.get(kind) ?? [];
  }

  /** The kinds of which there is something. */
  get kinds(): readonly DocumentKind[] {
    return [...this.byKind.keys()];
  }
}

/** What blobs were recognised as: a journey asks again for what the page has looked at already. */
const known = new WeakMap<Blob, { recognition: Recognition | undefined }>();

/** How many files are looked at in one call. */
const AT_ONCE = 250;

/** How many repositories in one are told apart. */
const HOMES = 64;

async function lookAt(files: readonly Found[], { signal, onProgress }: Following): Promise<void> {
  const unknown = files.filter(({ blob }) => !known.has(blob));
  for (let at = 0; at < unknown.length; at += AT_ONCE) {
    signal?.throwIfAborted();
    if (at > 0) onProgress?.(at / unknown.length);
    const some = unknown.slice(at, at + AT_ONCE);
    const found = await call('recognise', [some], signal === undefined ? {} : { signal });
    some.forEach(({ blob }, place) => known.set(blob, { recognition: found[place] }));
  }
}

const depthOf = (path: string) => path.split('/').length;

/** Where the documents of each folder with a `lockstep.toml` stand, or where they usually do. */
async function homes(candidates: readonly Candidate[]): Promise<{ folder: string; paths: Map<string, DocumentKind> }[]> {
  const found = new Map<string, Map<string, DocumentKind>>();
  for (const { file } of candidates) {
    for (const [path] of usualPaths) {
      const isThere = file.path === path || file.path.endsWith(`/${path}`);
      if (isThere) found.set(file.path.slice(0, file.path.length - path.length), usualPaths);
    }
  }
  for (const { kind, file } of candidates) {
    if (kind !== 'configuration' || !/(?:^|\/)lockstep\.toml$/.test(file.path)) continue;
    const text = await file.blob.slice(0, 65_536).text().catch(() => '');
    found.set(file.path.slice(0, -'lockstep.toml'.length), pathsIn(text));
  }
  return Array.from(found, ([folder, paths]) => ({ folder, paths }));
}

/** Orders candidates: those at the place of the fullest home of a consumer first, then of other homes, then those at a usual place, then by how sure they are, then by path. */
async function chosenFirst(candidates: readonly Candidate[]): Promise<Candidate[]> {
  const all = await homes(candidates);
  const at = new Map(candidates.map((candidate) => [candidate.file.path, candidate.kind]));
  const fullness = new Map(all.map((home) => [home, [...home.paths].filter(([path, kind]) => at.get(home.folder + path) === kind).length]));
  // A consumer may hold the service's whole repository, which is the fuller one then, and is judged from without.
  const has = ({ folder, paths }: (typeof all)[number], wanted: DocumentKind) => [...paths].some(([path, kind]) => kind === wanted && at.get(folder + path) === wanted);
  const isConsumer = new Map(all.map((home) => [home, has(home, 'pin') && has(home, 'matrix')]));
  all.sort((a, b) =>
    Number(isConsumer.get(b)) - Number(isConsumer.get(a)) || (fullness.get(b) ?? 0) - (fullness.get(a) ?? 0) || depthOf(a.folder) - depthOf(b.folder) || (a.folder < b.folder ? -1 : 1));
  all.splice(HOMES);
  const place = ({ kind, file: { path } }: Candidate) => {
    const index = all.findIndex(({ folder, paths }) => path.startsWith(folder) && paths.get(path.slice(folder.length)) === kind);
    return index < 0 ? all.length : index;
  };
  return candidates
    .map((candidate) => ({ candidate, place: place(candidate) }))
    .sort((a, b) => a.place - b.place || b.candidate.score - a.candidate.score || (a.candidate.file.path < b.candidate.file.path ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/** Recognises files by what they hold, whatever their names are. */
export async function sorted(files: readonly Found[], following: Following = {}): Promise<Recognised> {
  await lookAt(files, following);
  const candidates: Candidate[] = [];
  for (const file of files) {
    const recognition = known.get(file.blob)?.recognition;
    if (recognition !== undefined) candidates.push({ ...recognition, file });
  }
  return new Recognised(await chosenFirst(candidates), files.length - candidates.length);
}
