// The states of the contract, side by side: before, while and after the cutover.

/** Their names for people, in the order in which the engine judges. */
export const states = [
  { title: 'v2 only', contract: 'service.v2', about: 'before the cutover' },
  { title: 'Overlap', contract: 'overlap', about: 'each answer by the version that it claims' },
  { title: 'v3 final', contract: 'service.v3', about: 'after the cutover' },
] as const;

/** The position of `overlap`. */
export const OVERLAP = 1;
