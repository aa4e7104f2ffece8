// What a document is, told by what it holds: names differ from repository to repository.
import { textOf, type Encoding } from './encoding.ts';
import { signs, type Sign } from './signs.ts';

/** What the page knows of. */
export type DocumentKind =
  | 'pin' | 'matrix' | 'manifest' | 'handoff' | 'rehearsal' | 'gates' | 'policy' | 'contract-source' | 'openapi' | 'har' | 'envelopes'
  | 'interactions' | 'evidence' | 'notices' | 'configuration';

/** What each is called, for one and for several. */
export const kindTitles: Record<DocumentKind, readonly [one: string, several: string]> = {
  pin: ['pin', 'pins'],
  matrix: ['matrix', 'matrices'],
  manifest: ['manifest', 'manifests'],
  handoff: ['handoff payload', 'handoff payloads'],
  rehearsal: ['rehearsal payload', 'rehearsal payloads'],
  gates: ['gate file', 'gate files'],
  policy: ['policy', 'policies'],
  'contract-source': ['service contract source', 'service contract sources'],
  openapi: ['OpenAPI file', 'OpenAPI files'],
  har: ['HAR file', 'HAR files'],
  envelopes: ['file of envelopes', 'files of envelopes'],
  interactions: ['file of interactions', 'files of interactions'],
  evidence: ['evidence file', 'evidence files'],
  notices: ['record of notices', 'records of notices'],
  configuration: ['lockstep.toml', 'lockstep.toml files'],
};

/** What a file was recognised as. */
export interface Recognition {
  kind: DocumentKind;
  /** How much of the kind was found in it: the more, the surer. */
  score: number;
  encoding: Encoding;
}

/** How much of a file's beginning and end is looked at, in bytes. */
const BEGINNING = 65_536;
const END = 8_192;

/** What a file is; undefined where it is nothing that is known. Only the beginning and the end of a large one are read. */
export async function recognised(path: string, blob: Blob): Promise<Recognition | undefined> {
  if (blob.size === 0) return undefined;
  const looked = blob.size > BEGINNING + END ? new Blob([blob.slice(0, BEGINNING), '\n', blob.slice(-END)]) : blob;
  const { text, encoding } = textOf(new Uint8Array(await looked.arrayBuffer()));
  // Binary files are full of them; texts that are broken have some.
  if ((text.slice(0, 1024).match(/\0/g)?.length ?? 0) > 100) return undefined;
  let best: Recognition | undefined;
  for (const [kind, sign] of Object.entries(signs) as [DocumentKind, Sign][]) {
    const score = sign(text, path);
    if (score > (best?.score ?? 0)) best = { kind, score, encoding };
  }
  return best;
}
