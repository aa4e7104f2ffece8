// The order in which gates open.
import type { Gate } from './forms.ts';

/** The gates in steps: those of a step demand none but those of the steps before. */
export function steps(gates: readonly Gate[]): Gate[][] {
  const levels = new Map<string, number>();
  const found: Gate[][] = [];
  // The program lists what is demanded first.
  for (const gate of gates) {
    const level = Math.max(0, ...gate.requires.map((required) => (levels.get(required.gate) ?? 0) + 1));
    levels.set(gate.name, level);
    (found[level] ??= []).push(gate);
  }
  return found;
}
