// What there is to take home of documents that were changed in the page.
import { safeName } from './names.ts';
import type { Change, Offer } from './offer.ts';

/** How many changed documents get a button of their own. */
const MOST_BUTTONS = 6;

function differs({ before, after }: Change): boolean {
  if (before === null) return true;
  if (before === after) return false;
  return before.bytes.length !== after.bytes.length || before.bytes.some((byte, at) => byte !== after.bytes[at]);
}

/** The media type of a document, by its name: all that is changed here is text. */
function typeOf(name: string): string {
  if (/\.json$/i.test(name)) return 'application/json';
  return /\.md$/i.test(name) ? 'text/markdown' : 'text/plain';
}

/** A patch, a zip of more than one, and each by itself; `said` tells what stands beside the buttons. */
export function changeOffers(changes: readonly Change[]): { offers: Offer[]; said: string } {
  const changed = changes.filter(differs);
  if (changed.length === 0) return { offers: [], said: 'No document was changed.' };
  const patch: Offer = {
    title: 'Patch', name: 'lockstep.patch', type: 'text/x-diff', make: async () => (await import('./patch.ts')).patchOf(changed),
  };
  const zip: Offer = {
    title: `All ${changed.length} as zip`, name: 'lockstep-corrected.zip', type: 'application/zip',
    make: async () => (await import('./archive.ts')).zipOf(changed),
  };
  const files = changed.slice(0, MOST_BUTTONS).map(({ name, after }): Offer => ({
    title: safeName(name), name, type: typeOf(name), make: async () => after.bytes,
  }));
  const more = changed.length - files.length;
  return {
    offers: [patch, ...(changed.length > 1 ? [zip] : []), ...files],
    said: `${more > 0 ? `${more} more are in the zip. ` : ''}In the repository: git apply lockstep.patch`,
  };
}
