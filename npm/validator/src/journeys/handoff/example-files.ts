// The files of the built-in examples, by their paths; loaded when one is asked for.

/** A consumer of service.v3, with its gates. */
export const now = import.meta.glob(
  ['./config/*.json', './docs/*.md', './services/**/*.json', './src/*.mjs', './lockstep.toml', './lockstep-gates.json'],
  { base: '../../../../../examples/consumer', query: '?raw', import: 'default', eager: true },
);

/** The same consumer one release before, to whom a candidate is handed over. */
export const before = import.meta.glob(
  ['./config/*.json', './docs/*.md', './services/**/*.json'],
  { base: '../../../../../examples/consumer-v0.3.2', query: '?raw', import: 'default', eager: true },
);
