// Runs of the program over repositories that compare with a base.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { vehicles } from '../vehicles.mjs';

/** Runs `lockstep` as on 2026-03-01; `report` is what it prints as JSON, unless it is said to print none. */
export function lockstep(cwd, words, environment = {}, [program, options, chosen] = vehicles.native, prints = true) {
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', ...chosen, ...environment };
  const { status, stdout, stderr, error } = spawnSync(program, [...options, ...words, '--format', 'json', '--today', '2026-03-01'], { cwd, env, timeout: 60_000 });
  assert.equal(error, undefined);
  const text = stdout.toString();
  assert.equal(text !== '', prints, stderr.toString());
  return { status, text, stderr: stderr.toString(), report: prints ? JSON.parse(text) : undefined };
}

/** The titles of the values that a report finds left behind, sorted. */
export function titles({ findings }) {
  const own = findings.filter(({ rule }) => rule === 'atomic-baseline-change');
  return own.map(({ message }) => /^the (.*) changed in /.exec(message)[1]).sort();
}

/** Why the check did not run, or nothing. */
export const skipped = ({ skipped }) => skipped.find(({ rule }) => rule === 'atomic-files')?.reason;
