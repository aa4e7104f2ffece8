// What the journeys hold now, for who must bring it back.
import type { Carried, JourneyName } from './offer.ts';

const carriers = new Map<JourneyName, () => Carried>();

/** Says how to learn what a journey holds. */
export function present(carried: () => Carried): void {
  carriers.set(carried().journey, carried);
}

/** What a journey holds; undefined where it holds no document. */
export function held(journey: JourneyName): Carried | undefined {
  const carried = carriers.get(journey)?.();
  return carried === undefined || Object.keys(carried.documents).length === 0 ? undefined : carried;
}
