// What findings are told apart by, from one report to the next.
import type { Finding } from 'lockstep-contracts';

/** A key for each finding; the same finding of a later report has the same one, wherever it stands by then. */
export function keysOf(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ fingerprint }) => {
    const count = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, count + 1);
    return `${fingerprint}-${count}`;
  });
}
