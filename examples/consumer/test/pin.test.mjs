// The pin, the matrix and the mirror of the producer's manifest agree: the very check that the release runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { program, project } from '../scripts/project.mjs';

test('pin, matrix and manifest agree', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'check', project], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
});
