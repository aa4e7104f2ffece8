// What the program prints, as docs/*.schema.json describe it; only what is shown here.
import type { Finding, Report, Rule, Skipped } from 'lockstep-contracts';

/** What evidence says; the third value is never taken for one of the others. */
export type State = 'pass' | 'fail' | 'unknown';

/** Whether a step may be taken. */
export type Verdict = 'GO' | 'NO-GO';

/** A place in a file. */
export interface Place {
  file: string;
  line: number;
  column: number;
}

/** What one piece of evidence says. */
export interface Evidence {
  kind: string;
  name: string;
  state: State;
  reason: string;
  date: string | null;
  place: Place;
}

/** What a criterion comes to. */
export interface Criterion {
  name: string;
  title: string;
  state: State;
  reason: string;
  place: Place;
  owner: string | null;
  due: string | null;
  next: string | null;
  evidence: Evidence[];
}

/** What a gate comes to. */
export interface Gate {
  name: string;
  title: string;
  verdict: Verdict;
  state: State;
  place: Place;
  requires: { gate: string; state: State }[];
  criteria: Criterion[];
}

/** docs/gate.schema.json. */
export interface Gates {
  schema: 'lockstep-gate.v1';
  version: string;
  today: string;
  file: { name: string; sha256: string };
  verdict: Verdict;
  state: State;
  gates: Gate[];
}

export type { Finding, Report, Rule, Skipped };
