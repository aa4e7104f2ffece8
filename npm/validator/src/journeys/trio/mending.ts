// Fixes of findings, put into the documents; each editor can undo its part.
import { batch } from '@preact/signals';
import type { Finding, Fix } from 'lockstep-contracts';
import { count } from '../../documents/amounts.ts';
import { compatible, edited, editsOf } from '../../findings/fixes.ts';
import { done, roles, trio, type Trio } from './documents.ts';
import { judge, judged, present, report } from './judging.ts';

/** How often all fixes are put in again: a fix may bring up another finding, but two must not do so for ever. */
const ROUNDS = 20;

/** Whether a fix changes documents of the trio alone, which are those that can be edited here. */
export function canMend(documents: Trio, { edits }: Fix): boolean {
  return edits.every(({ document }) => roles.some((role) => documents[role].content !== null && documents[role].name === document));
}

function withFixes(documents: Trio, fixes: readonly Fix[]): Trio {
  const changed = { ...documents };
  for (const role of roles) {
    const { name, content, original } = documents[role];
    const own = editsOf(fixes, name);
    if (content !== null && own.length > 0) changed[role] = { name, original, content: edited(content, own) };
  }
  return changed;
}

/** Puts in the fix of one finding, unless the documents have changed since it was found. */
export function mend({ fix }: Finding): void {
  const known = judged.peek();
  if (fix === null || known?.trio !== trio.peek() || !canMend(known.trio, fix)) return;
  batch(() => {
    trio.value = withFixes(known.trio, [fix]);
    done.value = `Mended: ${fix.title}. The editor can undo it.`;
  });
}

/** The fixes of the present report that can be put in here. */
export function fixes(): Fix[] {
  const known = report.value;
  return known === undefined ? [] : known.findings.flatMap(({ fix }) => (fix !== null && canMend(trio.value, fix) ? [fix] : []));
}

/** Puts in every fix, and those of the findings that come up then, until none is left. */
export async function mendAll(): Promise<void> {
  const question = present();
  let { trio: documents } = question;
  let mendedSoFar = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { findings } = await judge({ ...question, trio: documents });
    const fitting = compatible(findings.flatMap(({ fix }) => (fix !== null && canMend(documents, fix) ? [fix] : [])));
    if (fitting.length === 0) break;
    documents = withFixes(documents, fitting);
    mendedSoFar += fitting.length;
  }
  // What somebody typed meanwhile is not written over.
  if (trio.peek() !== question.trio) {
    done.value = 'Nothing was mended: the documents changed meanwhile.';
    return;
  }
  batch(() => {
    trio.value = documents;
    done.value = `${count(mendedSoFar, 'fix', 'fixes')} put in. Each editor can undo its own.`;
  });
}
