// Where a repository has its documents: at the paths of the program, or at those of its `lockstep.toml`.
import type { DocumentKind } from './kinds.ts';

/** Where the program looks without a configuration. */
export const usualPaths: Map<string, DocumentKind> = new Map([
  ['config/memorykernel-integration-pin.json', 'pin'],
  ['docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md', 'matrix'],
  ['config/memorykernel-producer-manifest.json', 'manifest'],
  ['services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json', 'handoff'],
  ['lockstep-gates.json', 'gates'],
  ['contracts/integration/v1/producer-contract-manifest.json', 'manifest'],
  ['contracts/integration/v1/service-contract-source-of-truth.json', 'contract-source'],
  ['docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json', 'handoff'],
  ['docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json', 'rehearsal'],
  ['openapi/openapi.yaml', 'openapi'],
]);

/** The keys of `lockstep.toml` that name documents. */
const keys: Record<string, DocumentKind> = {
  'documents.pin': 'pin',
  'documents.matrix': 'matrix',
  'documents.manifest': 'manifest',
  'handoff.path': 'handoff',
  'gate.file': 'gates',
};

/** Where documents stand by a `lockstep.toml`; only its plain lines are read, and whatever it does not name stands where it usually does. */
export function pathsIn(toml: string): Map<string, DocumentKind> {
  const named = new Map<string, DocumentKind>();
  let section = '';
  for (const line of toml.split(/\r?\n/)) {
    section = /^\s*\[([\w.-]+)\]/.exec(line)?.[1] ?? section;
    const [, key = '', path = ''] = /^\s*([\w-]+)\s*=\s*["']([^"']+)["']/.exec(line) ?? [];
    const kind = keys[`${section}.${key}`];
    if (kind !== undefined) named.set(path.replace(/^\.\//, ''), kind);
  }
  const kinds = new Set(named.values());
  return new Map([...named, ...Array.from(usualPaths).filter(([, kind]) => !kinds.has(kind))]);
}
