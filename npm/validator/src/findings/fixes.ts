// Putting fixes into documents, by the byte offsets that the engine gives.
import type { Edit, Fix } from 'lockstep-contracts';
import { joined } from '../documents/bytes.ts';
import { Content } from '../documents/content.ts';

const encoder = new TextEncoder();

/** A document with edits put in; they may stand in any order, but not overlap. */
export function edited(content: Content, edits: readonly Pick<Edit, 'start' | 'end' | 'replacement'>[]): Content {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(content.bytes.subarray(at, start), encoder.encode(replacement));
    at = end;
  }
  parts.push(content.bytes.subarray(at));
  return Content.ofBytes(joined(parts));
}

/** Two insertions at one place overlap, too: which comes first would be an accident. */
function overlap(one: Edit, other: Edit): boolean {
  return one.document === other.document
    && (one.start === other.start || (one.start < other.end && other.start < one.end));
}

/** Those fixes of a list that can be put in together: each that touches nothing that an earlier one touches. */
export function compatible(fixes: readonly Fix[]): Fix[] {
  const taken: Fix[] = [];
  const edits: Edit[] = [];
  for (const fix of fixes) {
    if (fix.edits.some((edit) => edits.some((other) => overlap(edit, other)))) continue;
    taken.push(fix);
    edits.push(...fix.edits);
  }
  return taken;
}

/** The edits of fixes that are for one document. */
export function editsOf(fixes: readonly Fix[], name: string): Edit[] {
  return fixes.flatMap(({ edits }) => edits.filter(({ document }) => document === name));
}
