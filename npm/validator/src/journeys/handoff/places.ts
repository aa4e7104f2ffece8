// Where a file goes in the repository that the program sees, told by its path, its name and what it holds.
import type { DocumentKind } from '../../documents/kinds.ts';
import { baseName } from '../../documents/paths.ts';
import { DAY, fits } from './gate-file.ts';

/** Where the program looks for each document, unless lockstep.toml says otherwise. */
export const usual = {
  pin: 'config/memorykernel-integration-pin.json',
  matrix: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md',
  manifest: 'config/memorykernel-producer-manifest.json',
  handoff: 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json',
  gates: 'lockstep-gates.json',
  rehearsal: 'docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json',
} as const;

/** The manifest in a producer's own repository. */
export const PRODUCER_MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';

/** The program's configuration. */
export const CONFIGURATION = 'lockstep.toml';

/** What shows that a folder is a repository: the places above, the configuration, and those of a producer. */
const landmarks = [
  ...Object.values(usual), CONFIGURATION, PRODUCER_MANIFEST, 'docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json',
];

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** The part of the paths before a repository's own: that with the most landmarks behind it, the shortest of equals. */
export function rootOf(paths: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const path of paths) {
    for (const landmark of landmarks) {
      if (!path.endsWith(landmark)) continue;
      const before = path.slice(0, path.length - landmark.length);
      if (before === '' || before.endsWith('/')) counts.set(before, (counts.get(before) ?? 0) + 1);
    }
  }
  const ordered = [...counts].sort(([a, most], [b, more]) => more - most || a.length - b.length);
  return ordered[0]?.[0];
}

/** What is known when a file has to be placed. */
export interface Known {
  /** The paths that the gate file names. */
  named: readonly string[];
  /** Where a document of a kind stands now. */
  standing: Partial<Record<DocumentKind, string>>;
}

/** Where a file goes that came without its repository; undefined where nothing says it. */
export function placeOf(path: string, kind: DocumentKind | undefined, { named, standing }: Known): string | undefined {
  const name = baseName(path);
  const whole = named.find((place) => fits(place, path) || path.endsWith(`/${place}`));
  if (whole !== undefined) return whole.includes(DAY) ? path : whole;
  const alike = named.filter((place) => fits(baseName(place), name));
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return folderOf(only) + name;
  if (kind === 'handoff') return path;
  if (kind === 'rehearsal') return usual.rehearsal;
  if (kind === 'pin' || kind === 'matrix' || kind === 'manifest' || kind === 'gates') return standing[kind] ?? usual[kind];
  return landmarks.includes(path) ? path : undefined;
}

/** The places at which a file could be meant to go: those of its name first, then all that nothing stands at. */
export function offered(path: string, named: readonly string[], missing: readonly string[]): string[] {
  const alike = named.filter((place) => fits(baseName(place), baseName(path)));
  return [...new Set([...alike, ...missing])];
}
