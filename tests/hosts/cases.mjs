// The cases that every host must judge alike, with what the native engine says of them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** Runs a program of the workspace to its end and returns what it prints. */
export function cargo(...options) {
  const { status, stdout, stderr } = spawnSync('cargo', options, { cwd: root, encoding: 'utf8', maxBuffer: Infinity });
  if (status !== 0) throw new Error(`cargo ${options.join(' ')}: ${stderr}`);
  return stdout;
}

export function conformanceCases() {
  const lines = cargo('run', '--quiet', '--package', 'lockstep-tests', '--bin', 'conformance-cases');
  return lines.trimEnd().split('\n').map((line) => JSON.parse(line));
}
