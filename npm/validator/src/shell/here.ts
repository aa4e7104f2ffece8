// Which journey is shown.
import { signal } from '@preact/signals';
import { titles } from '../journeys/index.ts';
import type { JourneyName } from '../journeys/journey.ts';

/** All journeys, in the order in which they are offered. */
export const names = Object.keys(titles) as JourneyName[];

/** The journey that the address names. */
function addressed(): JourneyName {
  const name = location.hash.slice(1).split('=', 1)[0];
  return names.find((known) => known === name) ?? 'trio';
}

/** The journey that is shown. */
export const here = signal<JourneyName>(addressed());

addEventListener('hashchange', () => (here.value = addressed()));

/** Goes to a journey, if it is not shown already. */
export function goTo(name: JourneyName): void {
  if (here.value !== name) location.hash = name;
}
