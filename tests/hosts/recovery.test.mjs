// Moving to another release, going back and rehearsing that, over real files and git: every vehicle prints and leaves the
// same.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const TRIO = ['config/memorykernel-integration-pin.json', 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md', 'config/memorykernel-producer-manifest.json'];
const EVIDENCE = 'artifacts/memorykernel-rollback-rehearsal.json';
const DATE = ['--today', '2026-03-02'];
const { PATH, HOME } = process.env;
// The same commits in each vehicle's folder.
const who = Object.fromEntries(['AUTHOR', 'COMMITTER'].flatMap((role) => [
  [`GIT_${role}_NAME`, 'a'], [`GIT_${role}_EMAIL`, 'a@b'], [`GIT_${role}_DATE`, '2026-03-02T00:00:00Z'],
]));

function git(folder, ...words) {
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: folder, env: { PATH, HOME, ...who }, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A repository with a consumer on v0.3.2 in the folder `app`, which needs a module that git does not have. */
function consumer(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const app = join(folder, 'app');
  cpSync(join(root, 'examples/consumer-v0.3.2'), app, { recursive: true });
  cpSync(join(root, 'examples/consumer', TRIO[2]), join(folder, 'new.json'));
  mkdirSync(join(app, 'node_modules/needed'), { recursive: true });
  writeFileSync(join(app, 'node_modules/needed/index.js'), '');
  writeFileSync(join(folder, '.gitignore'), 'node_modules\nartifacts\nnew.json\n');
  const commands = ['node --eval "require(\'needed\')"', 'grep --quiet v0.3.2 config/memorykernel-integration-pin.json'];
  writeFileSync(join(app, 'lockstep.toml'), `[rehearsal]\ncommands = ${JSON.stringify(commands)}\n`);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commit(folder);
  return folder;
}

function commit(folder) {
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message', 'one');
}

function trio(folder) {
  return TRIO.map((path) => readFileSync(join(folder, 'app', path), 'utf8'));
}

/** Repins, goes back and rehearses in one vehicle; gives all that it printed and left. */
async function flow(t, vehicle) {
  const folder = consumer(t);
  const printed = [];
  const lockstep = async (words, wanted = 0) => {
    const outcome = await run(vehicle, words, { cwd: folder });
    assert.equal(outcome.status, wanted, `${words.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
    printed.push(outcome);
    return outcome;
  };
  const before = trio(folder);
  const patch = await lockstep(['repin', '--manifest', 'new.json', '--dry-run', ...DATE, 'app']);
  assert.deepEqual(trio(folder), before);
  await lockstep(['repin', '--manifest', 'new.json', '--pr-body', 'artifacts/body.md', ...DATE, 'app']);
  const after = trio(folder);
  await lockstep(['check', '--only', 'documents', ...DATE, 'app']);
  // The patch of the dry run is what was done.
  writeFileSync(join(folder, 'app/repin.patch'), patch.stdout);
  git(join(folder, 'app'), 'apply', '--reverse', 'repin.patch');
  assert.deepEqual(trio(folder), before);
  git(join(folder, 'app'), 'apply', 'repin.patch');
  assert.deepEqual(trio(folder), after);
  rmSync(join(folder, 'app/repin.patch'));
  commit(folder);
  assert.match(after[1], new RegExp(`\\| 1\\.0\\.0 \\| ${git(folder, 'rev-parse', '--short=7', 'HEAD~1').trim()} \\| v0\\.4\\.0 `));
  await lockstep(['rollback', '--rehearse', ...DATE, 'app']);
  assert.equal(git(folder, 'worktree', 'list').trim().split('\n').length, 1);
  assert.equal(git(folder, 'status', '--porcelain'), '');
  const evidence = readFileSync(join(folder, 'app', EVIDENCE), 'utf8');
  assert.equal(JSON.parse(evidence).status, 'passed');
  await lockstep(['rollback', '--reason', 'drafts fail', ...DATE, 'app']);
  assert.deepEqual(trio(folder), before);
  await lockstep(['repin', '--manifest', 'new.json', ...DATE, 'app'], 1);
  await lockstep(['freeze', '--lift', '--reason', 'mended', '--reviewer', 'Ada', ...DATE, 'app']);
  const left = ['config', 'docs/incidents', '.lockstep'].map((name) => readdirSync(join(folder, 'app', name)).sort());
  const files = ['config/memorykernel-freeze.json', 'docs/incidents/2026-03-02-rollback-v0.4.0-to-v0.3.2.md'];
  return { printed, after, evidence, left, files: files.map((path) => readFileSync(join(folder, 'app', path), 'utf8')) };
}

test('every vehicle moves to another release, rehearses and goes back alike', async (t) => {
  const flows = {};
  for (const [name, vehicle] of Object.entries(vehicles)) flows[name] = await flow(t, vehicle);
  const { native, ...others } = flows;
  for (const [name, other] of Object.entries(others)) assert.deepEqual(other, native, name);
  assert.deepEqual(native.left[2], ['.gitignore']);
});

test('a link in the place of a document is kept, and nothing is changed', async (t) => {
  const folder = consumer(t);
  const matrix = join(folder, 'app', TRIO[1]);
  renameSync(matrix, join(folder, 'app/matrix.md'));
  symlinkSync('../matrix.md', matrix);
  const before = trio(folder);
  for (const vehicle of Object.values(vehicles)) {
    const { status, stderr } = await run(vehicle, ['repin', '--manifest', 'new.json', ...DATE, 'app'], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr, /^error: `app\/docs\/MEMORYKERNEL_COMPATIBILITY_MATRIX\.md` could not be written: a symbolic link stands there\n/);
    assert.deepEqual([trio(folder), lstatSync(matrix).isSymbolicLink()], [before, true]);
    assert.equal((await run(vehicle, ['check', '--only', 'documents', ...DATE, 'app'], { cwd: folder })).status, 0);
  }
});

test('a past that a clone does not have is explained', async (t) => {
  const folder = consumer(t);
  assert.equal((await run(vehicles.native, ['repin', '--manifest', 'new.json', 'app'], { cwd: folder })).status, 0);
  commit(folder);
  const shallow = join(folder, 'shallow');
  git(folder, 'clone', '--quiet', '--depth', '1', `file://${folder}`, shallow);
  const { status, stderr } = await run(vehicles.native, ['rollback', '--reason', 'x', 'app'], { cwd: shallow });
  assert.equal(status, 2, stderr);
  assert.match(stderr, /this clone is shallow: `git fetch --unshallow`/);
  assert.ok(!existsSync(join(shallow, 'app/.lockstep')));
});
