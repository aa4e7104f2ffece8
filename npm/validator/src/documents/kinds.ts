// What a document is, told by what it holds: names differ from repository to repository.
import type { Found } from './intake.ts';

/** What the page knows of. */
export type DocumentKind =
  | 'pin' | 'matrix' | 'manifest' | 'handoff' | 'gates' | 'policy' | 'contract-source' | 'openapi' | 'har' | 'envelopes';

/** How much of a file is looked at, in bytes. */
const LOOK = 65_536;

const signs: Record<DocumentKind, RegExp> = {
  pin: /"expected_service_contract_version"[^]*"default_base_url"|"default_base_url"/,
  handoff: /"handoff_mode"|"handoff_payload_version"/,
  manifest: /"error_code_enum"/,
  gates: /"lockstep-gates\.v1"/,
  policy: /"policy_version"/,
  'contract-source': /"service-contract-source\.v1"/,
  openapi: /^\s*"?openapi"?\s*:/m,
  har: /"log"[^]*"entries"/,
  matrix: /compatibility matrix/i,
  envelopes: /"service_contract_version"/,
};

/** What a file is; undefined where it is nothing that is known. */
export async function recognise({ blob }: Found): Promise<DocumentKind | undefined> {
  const text = await blob.slice(0, LOOK).text();
  return (Object.keys(signs) as DocumentKind[]).find((kind) => signs[kind].test(text));
}
