// A patch, applied by a program that people have.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Applies a patch to the documents as they were, in a new folder, and compares what comes out; everything in bytes. */
export function applied(t, patch, changes, [program, ...options]) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-patch-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const { name, before } of changes) {
    if (before === null) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), before);
  }
  const { status, stdout, stderr } = spawnSync(program, options, {
    cwd: folder, input: patch, encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8', GIT_CEILING_DIRECTORIES: tmpdir() },
  });
  assert.equal(status, 0, `${program}: ${stdout}${stderr}`);
  for (const { name, after } of changes) {
    const path = join(folder, name);
    assert.ok(existsSync(path), `${program} has left no ${name}`);
    assert.equal(readFileSync(path).toString('latin1'), Buffer.from(after).toString('latin1'), `${program}: ${name}`);
  }
}
