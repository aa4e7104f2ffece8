// Opening a link that carries documents, also while the page is open.
import { signal } from '@preact/signals';
import { journeyNamed } from '../journeys/index.ts';
import { messageOf } from '../shell/errors.ts';
import { held } from './held.ts';
import { LinkError, carriedBy } from './link.ts';
import type { Carried, JourneyName } from './offer.ts';

/** What came of a link. */
export interface Opened {
  /** Why nothing could be taken from it. */
  problem?: string;
  /** What the journey held before. */
  before?: Carried | undefined;
}

/** What came of the link that was opened last, until somebody has read it. */
export const opened = signal<Opened | undefined>(undefined);

/** What the address carries for which journey, or the history of what was taken from it before the page was loaded again. */
function addressed(journey: JourneyName, loading: boolean): { name: string; payload: string } | undefined {
  const [, name, payload] = /^#([^=]*)=(.*)$/s.exec(location.hash) ?? [];
  if (name !== undefined && payload !== undefined) return { name, payload };
  const state: unknown = history.state;
  if (!loading || typeof state !== 'object' || state === null || !('link' in state)) return undefined;
  return typeof state.link === 'string' ? { name: journey, payload: state.link } : undefined;
}

/**
 * Takes what the address carries, if anything, and shortens it: going back and forth must not put aside what was edited since.
 * The history remembers the payload, for when the page is loaded again and nothing is there.
 */
export async function openLink(journey: JourneyName, loading: boolean): Promise<void> {
  const link = addressed(journey, loading);
  if (link === undefined) {
    // Elsewhere nobody asks any more what came of the last one.
    opened.value = undefined;
    return;
  }
  const { hash } = location;
  const stays = () => location.hash === hash;
  const came: Opened = {};
  try {
    if (link.name !== journey) throw new LinkError('it is for something that this page does not judge');
    const [carried, { restore }] = await Promise.all([carriedBy(journey, link.payload), journeyNamed(journey)]);
    if (!stays()) return;
    came.before = held(journey);
    restore(carried);
    history.replaceState({ link: link.payload }, '', `#${journey}`);
  } catch (error) {
    if (!stays()) return;
    came.problem = messageOf(error);
    history.replaceState(null, '', `#${journey}`);
  }
  opened.value = came;
}

/** Puts the documents back that a link has replaced. */
export async function bringBack(carried: Carried): Promise<void> {
  (await journeyNamed(carried.journey)).restore(carried);
  opened.value = undefined;
}
