// Examples that are built in: repositories of examples/.
import type { Found } from '../../documents/intake.ts';
import { usual } from './places.ts';

/** An example: what it is, and its files. */
export interface Example {
  title: string;
  load(): Promise<Found[]>;
}

/** The day as of which the examples are meant: some days after their releases. */
export const EXAMPLE_DAY = '2026-02-20';

type Texts = Record<string, string>;
const files = () => import('./example-files.ts');

function found(texts: Texts, wanted: (path: string) => boolean, change: (text: string, path: string) => string = (text) => text): Found[] {
  const entries = Object.entries(texts).map(([path, text]) => [path.replace(/^\.\//, ''), text] as const);
  return entries.filter(([path]) => wanted(path)).map(([path, text]) => ({
    // Below a folder, so that it is taken for a whole repository.
    path: `example/${path}`,
    blob: new Blob([change(text, path)]),
  }));
}

const handoffFiles: readonly string[] = [usual.handoff, usual.pin, usual.matrix, usual.manifest];
const isOfHandoff = (path: string) => handoffFiles.includes(path);

/** A payload of another release that lacks a field, a code and half of an envelope's promise. */
function spoilt(text: string, path: string): string {
  if (path !== usual.handoff) return text;
  return text
    .replace('"release_tag": "v0.4.0"', '"release_tag": "v0.4.1"')
    .replace('["legacy_error", "api_contract_version"]', '["legacy_error"]')
    .replace('    "write_conflict",\n', '')
    .replace('  "verification_commands": ["cargo test --workspace"],\n', '');
}

/** The examples, in the order in which they are offered. */
export const examples: readonly Example[] = [
  {
    title: 'the handoff of a release',
    load: async () => found((await files()).now, isOfHandoff),
  },
  {
    title: 'one with faults',
    load: async () => found((await files()).now, isOfHandoff, spoilt),
  },
  {
    title: 'one of a candidate',
    load: async () => found((await files()).before, isOfHandoff),
  },
  {
    title: 'gates with some of their evidence',
    load: async () => found((await files()).now, () => true),
  },
];
