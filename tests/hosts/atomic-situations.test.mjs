// The check of a change, and `--new-only`, where git or the documents of the base make it hard.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { agreed, texts } from './atomic/documents.mjs';
import { PLACES, git } from './atomic/history.mjs';
import { leftBehind, refusedByOldRule } from './atomic/oracle.mjs';
import { lockstep, skipped, titles } from './atomic/program.mjs';
import { root } from './cases.mjs';

const [DEFAULT] = PLACES;
const AUTHOR = ['-c', 'user.name=A', '-c', 'user.email=a@b.c'];

function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-atomic-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function put(folder, path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  rmSync(join(folder, path), { recursive: true, force: true });
  writeFileSync(join(folder, path), text);
}

function putState(folder, state, places = DEFAULT) {
  for (const [name, text] of Object.entries(texts(state))) if (text) put(folder, places[name], text);
}

function commit(folder, message = 'change') {
  git(folder, ['add', '--all']);
  git(folder, [...AUTHOR, 'commit', '--quiet', '--allow-empty', '--message', message]);
  return git(folder, ['rev-parse', 'HEAD']);
}

/** A repository with a commit in which all agree on release 1. */
function consumer(t, name = 'consumer') {
  const folder = join(scratch(t), name);
  git('/', ['init', '--quiet', '--initial-branch=main', folder]);
  putState(folder, agreed(1));
  const base = commit(folder, 'base');
  return { folder, base };
}

/** The pin of release 2 beside the rest of release 1: half a change. */
function half(folder, places = DEFAULT) {
  put(folder, places.pin, texts(agreed(2)).pin);
}

const HALF = ['commit', 'manifest SHA-256', 'release tag'];

/** Asserts that nothing is judged for a reason, and that with `--require-base` there is no verdict. */
function assertSkipped(folder, words, reason, environment = {}) {
  const run = lockstep(folder, ['atomic', ...words], environment);
  assert.match(skipped(run.report) ?? 'not skipped', reason);
  assert.equal(run.report.verdict, 'skipped');
  assert.equal(run.status, 0);
  const required = lockstep(folder, ['atomic', '--require-base', ...words], environment);
  assert.equal(required.status, 2);
  assert.match(required.report.errors.join(), reason);
}

test('a change is judged with what is not committed yet', (t) => {
  const { folder } = consumer(t);
  assert.equal(lockstep(folder, ['atomic', '--base', 'HEAD']).status, 0);
  half(folder);
  const run = lockstep(folder, ['atomic', '--base', 'HEAD']);
  assert.deepEqual(titles(run.report), HALF);
  assert.equal(run.status, 1);
  assert.deepEqual(titles(lockstep(folder, ['check', '--base', 'HEAD']).report), HALF);
});

test('outside CI a check does not mention the base, and the command says how to name one', (t) => {
  const { folder } = consumer(t);
  const run = lockstep(folder, ['check']);
  assert.equal(skipped(run.report), undefined);
  assertSkipped(folder, [], /no base is known; name one with `--base REF`/);
  assert.equal(lockstep(folder, ['check', '--new-only']).status, 2);
});

test('each reason why there is no base has its own words', (t) => {
  const { folder, base } = consumer(t);
  const file = join(folder, '.git', 'event.json');
  const event = (payload, name = 'push') => {
    writeFileSync(file, payload);
    return { GITHUB_EVENT_PATH: file, GITHUB_EVENT_NAME: name };
  };
  assertSkipped(folder, ['--base', 'nope'], /the base `nope` is unknown here; `git fetch origin nope`/);
  assertSkipped(folder, ['--base', 'a'.repeat(40)], /the base `a{40}` is unknown here/);
  assertSkipped(folder, [], /the branch is new/, event(JSON.stringify({ before: '0'.repeat(40) })));
  assertSkipped(folder, [], /the branch is new/, event(JSON.stringify({ before: '0'.repeat(64) })));
  assertSkipped(folder, [], /the branch is new/, { CI_COMMIT_BEFORE_SHA: '0'.repeat(40) });
  assertSkipped(folder, [], /the event `schedule` has no base/, event('{"schedule":"0 0 * * *"}', 'schedule'));
  assertSkipped(folder, [], /payload of the event, `.*event.json`, could not be read: EOF/, event('{'));
  assertSkipped(folder, [], /names `--output=x` as the base, which is no commit/, event('{"before":"--output=x"}'));
  assertSkipped(folder, [], /could not be read: it is no file/, { GITHUB_EVENT_PATH: join(folder, 'nowhere.json') });
  assert.equal(lockstep(folder, ['atomic'], event(JSON.stringify({ before: base }))).report.verdict, 'pass');
  git(folder, ['checkout', '--quiet', '--orphan', 'other']);
  commit(folder, 'other');
  assertSkipped(folder, ['--base', 'main'], /`main` and HEAD have no commit in common/);
  // The merge commit that GitHub made is compared with the branch it goes into, where the event says nothing.
  git(folder, ['update-ref', 'refs/remotes/origin/main', base]);
  git(folder, ['checkout', '--quiet', '--detach', base]);
  assert.equal(lockstep(folder, ['atomic'], { ...event('{}'), GITHUB_BASE_REF: 'main' }).report.verdict, 'pass');

  const unborn = join(scratch(t), 'unborn');
  git('/', ['init', '--quiet', '--initial-branch=main', unborn]);
  putState(unborn, agreed(1));
  assertSkipped(unborn, ['--base', 'main'], /nothing has been committed yet/);
  const bare = join(scratch(t), 'none');
  putState(bare, agreed(1));
  assertSkipped(bare, ['--base', 'main'], /lies in no git repository/, { GIT_CEILING_DIRECTORIES: dirname(bare) });
  assertSkipped(folder, ['--base', 'main'], /git is not installed/, { PATH: '/nonexistent' });
});

test('a folder of another user is explained', { skip: process.getuid?.() !== 0 && 'only root can give folders away' }, (t) => {
  const { folder } = consumer(t);
  chmodSync(dirname(folder), 0o755);
  for (const path of ['.git', '.']) chownSync(join(folder, path), 12_345, 12_345);
  assertSkipped(folder, ['--base', 'main'], /safe\.directory/);
});

test('what is no reference never reaches git', (t) => {
  const { folder } = consumer(t);
  for (const base of ['--upload-pack=touch x', '-h', 'a\nb', 'main...HEAD', ' ']) {
    const run = lockstep(folder, ['atomic', `--base=${base}`], {}, undefined, false);
    assert.equal(run.status, 2, base);
    assert.match(run.stderr, /names no base/);
  }
});

test('a shallow clone is explained, and judged where it suffices', (t) => {
  const { folder, base } = consumer(t);
  putState(folder, agreed(2));
  commit(folder);
  const clone = join(dirname(folder), 'clone');
  git('/', ['clone', '--quiet', '--depth=1', `file://${folder}`, clone]);
  assertSkipped(clone, ['--base', base], /not in this shallow clone; fetch it: `fetch-depth: 0` of actions\/checkout, or `git fetch --unshallow origin /);
  git(clone, ['fetch', '--quiet', '--depth=2', 'origin', 'main']);
  assert.equal(lockstep(clone, ['atomic', '--base', base]).report.verdict, 'pass');
});

test('a shallow clone that has a common commit, but perhaps not the best one, is not judged', (t) => {
  const { folder, base: old } = consumer(t);
  const clone = join(dirname(folder), 'clone');
  putState(folder, agreed(2));
  const best = commit(folder, 'best');
  // The best common commit is far from HEAD, an older one is near.
  git(folder, ['checkout', '--quiet', '-b', 'long']);
  for (const message of ['1', '2', '3', '4']) commit(folder, message);
  git(folder, ['checkout', '--quiet', '-b', 'short', old]);
  commit(folder, 'short');
  git(folder, [...AUTHOR, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'long']);
  git('/', ['clone', '--quiet', '--depth=3', '--no-single-branch', `file://${folder}`, clone]);
  assert.equal(git(clone, ['merge-base', 'origin/main', 'HEAD']), old);
  assert.equal(git(folder, ['merge-base', 'main', 'HEAD']), best);
  assertSkipped(clone, ['--base', 'main'], /too shallow to tell where the change left `refs\/remotes\/origin\/main`/);
});

test('a clone without all objects is explained and fetches nothing', (t) => {
  const { folder, base } = consumer(t);
  putState(folder, agreed(2));
  commit(folder);
  git(folder, ['config', 'uploadpack.allowFilter', 'true']);
  const clone = join(dirname(folder), 'partial');
  git('/', ['clone', '--quiet', '--filter=blob:none', `file://${folder}`, clone]);
  rmSync(folder, { recursive: true });
  assertSkipped(clone, ['--base', base], /at the base, `.*` could not be read: git/);
});

test('documents in a submodule are read at the commit it stood at', (t) => {
  const { folder: contract, base: first } = consumer(t, 'contract');
  putState(contract, agreed(2));
  const second = commit(contract);
  const { folder } = consumer(t);
  const places = { ...DEFAULT, mirror: `vendor/contract/${DEFAULT.mirror}` };
  rmSync(join(folder, DEFAULT.mirror));
  git(folder, ['submodule', '--quiet', 'add', `file://${contract}`, 'vendor/contract']);
  git(join(folder, 'vendor/contract'), ['checkout', '--quiet', first]);
  put(folder, 'lockstep.toml', `[documents]\nmanifest = "${places.mirror}"\n`);
  const base = commit(folder);
  git(join(folder, 'vendor/contract'), ['checkout', '--quiet', second]);
  assert.deepEqual(titles(lockstep(folder, ['atomic', '--base', base]).report), leftBehind(texts(agreed(1)), { ...texts(agreed(1)), mirror: texts(agreed(2)).mirror }));
  putState(folder, agreed(2), places);
  git(join(folder, 'vendor/contract'), ['checkout', '--quiet', '--force', second]);
  const whole = lockstep(folder, ['atomic', '--base', base]);
  assert.deepEqual([titles(whole.report), whole.status], [[], 0]);
  // Another repository in its place knows nothing of the commit.
  rmSync(join(folder, 'vendor/contract'), { recursive: true });
  putState(folder, agreed(2), places);
  assertSkipped(folder, ['--base', base], /it stood in the submodule `vendor\/contract` at [0-9a-f]{40}, which is not here/);
});

test('what stood at the base and is no document is told apart', (t) => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n';
  const cases = [
    [(pin) => put(...pin, pointer), /at the base, `config\/memorykernel-integration-pin.json` could not be read: a pointer of Git LFS/],
    [([folder, path]) => (rmSync(join(folder, path)), symlinkSync('nowhere.json', join(folder, path))), /git cannot follow the symbolic link/],
    [([folder]) => put(folder, 'lockstep.toml', '[documents\n'), /at the base, .*lockstep.toml/],
    [([folder, path]) => (rmSync(join(folder, path)), symlinkSync('/etc/passwd', join(folder, path))), undefined],
    [([folder, path]) => (rmSync(join(folder, path)), put(folder, `${path}/x`, 'x')), undefined],
    [([folder, path]) => put(folder, path, ' '.repeat(3 << 20)), undefined],
  ];
  for (const [spoil, reason] of cases) {
    const { folder } = consumer(t);
    spoil([folder, DEFAULT.pin]);
    const base = commit(folder);
    rmSync(join(folder, DEFAULT.pin), { recursive: true });
    rmSync(join(folder, 'lockstep.toml'), { force: true });
    putState(folder, agreed(2));
    if (reason) assertSkipped(folder, ['--base', base], reason);
    // Nothing to compare the pin with; the others changed as one.
    else assert.equal(lockstep(folder, ['atomic', '--base', base]).report.verdict, 'pass');
  }
});

test('a document that moves is compared with itself', (t) => {
  const { folder, base } = consumer(t);
  rmSync(join(folder, DEFAULT.pin));
  putState(folder, agreed(1), PLACES[1]);
  put(folder, PLACES[1].pin, texts(agreed(2)).pin);
  const moved = ['--pin', PLACES[1].pin];
  assert.deepEqual(titles(lockstep(folder, ['atomic', '--base', base, ...moved]).report), HALF);
  put(folder, 'lockstep.toml', `[documents]\npin = "${PLACES[1].pin}"\n`);
  assert.deepEqual(titles(lockstep(folder, ['atomic', '--base', base]).report), HALF);
});

test('a freeze of the base counts in the change that deletes its record', (t) => {
  const { folder } = consumer(t);
  const { tag, commit: frozen } = agreed(1).pin;
  const freeze = { reason: 'incident', reviewer: 'Ada', since: '2026-02-01', until: null, baseline: { release_tag: tag, commit_sha: frozen }, emergencies: [], lifted: null };
  put(folder, 'config/memorykernel-freeze.json', JSON.stringify({ schema: 'lockstep-freeze.v1', freezes: [freeze] }));
  const base = commit(folder);
  putState(folder, agreed(2));
  const rules = () => lockstep(folder, ['atomic', '--base', base]).report.findings.map(({ rule }) => rule);
  assert.deepEqual(rules(), ['baseline-freeze']);
  rmSync(join(folder, 'config/memorykernel-freeze.json'));
  assert.deepEqual(rules(), ['baseline-freeze']);
});

test('with --new-only what the base has, too, does not block', (t) => {
  const { folder } = consumer(t, 'adopting');
  cpSync(join(root, 'examples/consumer-drifted'), folder, { recursive: true });
  const base = commit(folder);
  const all = lockstep(folder, ['check']);
  assert.equal(all.status, 1);
  const words = ['check', '--new-only', '--base', base];
  const none = lockstep(folder, words);
  assert.deepEqual([none.status, none.report.summary.known], [0, all.report.findings.length]);
  // Other lines, the same findings; and one that is new.
  put(folder, DEFAULT.matrix, `\n\n${git(folder, ['show', `HEAD:${DEFAULT.matrix}`])}\n`);
  put(folder, DEFAULT.pin, git(folder, ['show', `HEAD:${DEFAULT.pin}`]).replace(/"default_timeout_ms": \d+/, '"default_timeout_ms": 5'));
  const one = lockstep(folder, words);
  assert.deepEqual(one.report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule), ['timeout-range']);
  assert.equal(one.status, 1);
  // A base that has none of it knows nothing; one that cannot be told leaves no verdict.
  git(folder, ['checkout', '--quiet', '--orphan', 'empty']);
  git(folder, ['rm', '--quiet', '--force', '-r', '--cached', '.']);
  git(folder, [...AUTHOR, 'commit', '--quiet', '--allow-empty', '--message', 'empty']);
  const fresh = lockstep(folder, ['check', '--new-only', '--base', 'HEAD']);
  assert.ok(fresh.report.findings.length >= all.report.findings.length && fresh.status === 1);
  assert.equal(lockstep(folder, ['check', '--new-only', '--base', 'main']).status, 2);
});

const real = [process.env.LOCKSTEP_ASSISTSUPPORT, join(root, '../.mirror/saagar210+AssistSupport/repo')].find((path) => path && existsSync(path));

test('the history of AssistSupport gives no false alarm', { skip: !real && 'the history is not here; LOCKSTEP_ASSISTSUPPORT names a git folder' }, (t) => {
  const folder = join(scratch(t), 'history');
  git('/', ['init', '--quiet', folder]);
  // Objects are borrowed, not copied: the history may lack some that nobody needs here.
  const objects = git(real, ['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
  writeFileSync(join(folder, '.git/objects/info/alternates'), `${objects}\n`);
  const text = (commit, path) => {
    const listed = git(folder, ['ls-tree', commit, '--', path]);
    return listed === '' ? undefined : `${git(folder, ['cat-file', 'blob', `${commit}:${path}`])}\n`;
  };
  const state = (commit) => Object.fromEntries(Object.entries(DEFAULT).map(([name, path]) => [name, text(commit, path)]));
  const main = git(real, ['rev-parse', 'HEAD']);
  const touching = git(folder, ['rev-list', '--reverse', main, '--', ...Object.values(DEFAULT)]).split('\n');
  assert.ok(touching.length >= 7);
  const refused = [];
  for (const commit of touching) {
    const parent = git(folder, ['rev-parse', `${commit}^1`]);
    for (const path of Object.values(DEFAULT)) {
      if (git(folder, ['ls-tree', commit, '--', path]) === '') rmSync(join(folder, path), { force: true });
      else git(folder, ['checkout', '--quiet', commit, '--', path]);
    }
    git(folder, ['update-ref', '--no-deref', 'HEAD', commit]);
    const run = lockstep(folder, ['atomic', '--base', parent]);
    assert.deepEqual(run.report.findings.filter(({ rule }) => rule.startsWith('atomic')), [], commit);
    assert.equal(skipped(run.report), undefined, commit);
    if (refusedByOldRule(state(parent), state(commit))) refused.push(commit.slice(0, 7));
  }
  t.diagnostic(`${touching.length} commits touch the documents; the old rule refuses ${refused.join(', ')}`);
  for (const lawful of ['c679529', 'fd56b4b']) assert.ok(refused.includes(lawful), lawful);
});
