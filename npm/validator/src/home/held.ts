// What the journeys hold now, for who must bring it back.
import type { Carried, JourneyName } from './offer.ts';

const carriers = new Map<JourneyName, () => Carried>();

/** Says how to learn what a journey holds; the last who says so counts. */
export function announce(journey: JourneyName, carried: () => Carried): void {
  carriers.set(journey, carried);
}

/** What a journey holds; undefined where it holds no document. */
export function held(journey: JourneyName): Carried | undefined {
  const carried = carriers.get(journey)?.();
  return carried !== undefined && carriesAnything(carried) ? carried : undefined;
}

/** Whether there is a document that is not missing. */
export function carriesAnything({ documents }: Carried): boolean {
  return Object.values(documents).some(({ bytes }) => bytes !== null);
}
