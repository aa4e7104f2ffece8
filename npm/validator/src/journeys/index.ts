// The journeys; all but the first are loaded when they are gone to.
import type { DocumentKind } from '../documents/kinds.ts';
import type { Journey, JourneyName } from './journey.ts';
import { journey as trio } from './trio/journey.tsx';

/** What each journey is called. */
export const titles: Record<JourneyName, string> = {
  trio: 'Trio',
  envelopes: 'Envelopes',
  change: 'Change',
  handoff: 'Handoff and gates',
};

/** What each journey can use of what is dropped anywhere on the page. */
export const wanted: Record<JourneyName, readonly DocumentKind[]> = {
  trio: ['pin', 'matrix', 'manifest', 'policy'],
  envelopes: ['envelopes', 'har'],
  change: ['manifest', 'contract-source', 'openapi', 'policy'],
  handoff: ['handoff', 'rehearsal', 'gates'],
};

const loaders: Record<JourneyName, () => Promise<Journey>> = {
  trio: async () => trio,
  envelopes: async () => (await import('./envelopes/journey.tsx')).journey,
  change: async () => (await import('./change/journey.tsx')).journey,
  handoff: async () => (await import('./handoff/journey.tsx')).journey,
};

const loaded = new Map<JourneyName, Promise<Journey>>();

/** A journey, loaded once; where that fails, the next call tries again. */
export function journeyNamed(name: JourneyName): Promise<Journey> {
  const found = loaded.get(name) ?? loaders[name]();
  loaded.set(name, found);
  found.catch(() => loaded.delete(name));
  return found;
}
