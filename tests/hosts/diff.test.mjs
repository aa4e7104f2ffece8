// `lockstep diff` between files, folders and commits: the same verdict and bytes in every vehicle of the program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';
const SOURCE = 'contracts/integration/v1/service-contract-source-of-truth.json';
const OPENAPI = 'openapi/openapi.yaml';
const AUTHOR = ['-c', 'user.name=A', '-c', 'user.email=a@b.c'];
const TIMEOUT = { timeout: 120_000 };

/** Compares in every vehicle and in every form, and returns what they agree on. */
async function diff(words, cwd) {
  const all = async (vehicle) => {
    const [human, json, markdown] = await Promise.all(
      ['human', 'json', 'markdown'].map((format) => run(vehicle, ['diff', ...words, '--format', format], { cwd })),
    );
    assert.deepEqual([json.status, json.stderr, markdown.status], [human.status, human.stderr, human.status]);
    return { ...human, json: JSON.parse(json.stdout), markdown: markdown.stdout };
  };
  const [first, ...others] = await Promise.all(Object.values(vehicles).map(all));
  for (const other of others) assert.deepEqual(other, first);
  return first;
}

function short({ changes }) {
  return changes.map(({ class: of, id, name }) => `${of} ${id} ${name}`);
}

function git(cwd, words) {
  return execFileSync('git', words, { cwd, encoding: 'utf8' }).trim();
}

function edit(folder, path, was, is) {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  assert.equal(text.split(was).length, 2, was);
  writeFileSync(file, text.replace(was, () => is));
}

/** A producer's repository: a release `v1` on the branch `main`, then a commit with one more code everywhere. */
function producer(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-diff-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of [MANIFEST, SOURCE, OPENAPI]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, 'examples/producer', path), join(folder, path));
  }
  const commit = (message) => {
    git(folder, ['add', '--all']);
    git(folder, [...AUTHOR, 'commit', '--quiet', '--message', message]);
  };
  git('/', ['init', '--quiet', '--initial-branch=main', folder]);
  commit('release');
  git(folder, ['tag', 'v1']);
  for (const path of [MANIFEST, SOURCE]) edit(folder, path, '"internal_error"\n', '"internal_error",\n    "rate_limited"\n');
  edit(folder, OPENAPI, '                - internal_error\n', '                - internal_error\n                - rate_limited\n');
  commit('one more code');
  return { folder, commit };
}

const ADDED = 'additive error-code-added rate_limited';

test('two commits, a commit and a folder, two folders', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  for (const [old, now] of [['v1:', 'HEAD:'], ['v1:', '.'], ['main~1:', 'main:.'], [`${git(folder, ['rev-parse', 'v1'])}:`, folder]]) {
    const { status, json, stdout } = await diff([old, now], folder);
    assert.deepEqual([status, short(json)], [0, [ADDED, ADDED, ADDED]], stdout);
    assert.deepEqual(json.documents.map(({ form, state }) => `${form} ${state}`), ['manifest changed', 'contract-source changed', 'open-api changed']);
    assert.deepEqual([json.class, json.repin_needed, json.notice.standard_business_days], ['additive', true, 10]);
  }
  // The way back takes the code away.
  const { json } = await diff(['HEAD:', 'v1:'], folder);
  assert.deepEqual(short(json), Array(3).fill('breaking error-code-removed rate_limited'));
});

test('one document of a commit, from the root and from below', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  const words = [`v1:${MANIFEST}`, `HEAD:${MANIFEST}`];
  const { json, stdout, markdown } = await diff(words, folder);
  assert.deepEqual(short(json), [ADDED]);
  assert.match(stdout, /^ +--> HEAD:contracts\/integration\/v1\/producer-contract-manifest\.json:19:5$/m);
  assert.match(stdout, /^ +::: v1:contracts\/integration\/v1\/producer-contract-manifest\.json:19:3$/m);
  assert.match(markdown, /^### additive: ` error-code-added ` ` rate_limited `$/m);
  const below = join(folder, 'contracts');
  assert.deepEqual((await diff(words, below)).json, json);
  const near = await diff(['v1:./integration/v1/producer-contract-manifest.json', 'integration/v1/producer-contract-manifest.json'], below);
  assert.deepEqual(short(near.json), [ADDED]);
  // A folder of the tree that has no documents of its own.
  assert.equal((await diff(['v1:contracts', 'HEAD:contracts'], folder)).status, 2);
});

test('documents that come and go', TIMEOUT, async (t) => {
  const { folder, commit } = producer(t);
  rmSync(join(folder, SOURCE));
  commit('no source');
  const { json } = await diff(['HEAD~1:', 'HEAD:'], folder);
  assert.deepEqual(short(json), ['breaking document-removed service contract source']);
  assert.deepEqual(short((await diff(['HEAD:', 'HEAD~1:'], folder)).json), ['additive document-added service contract source']);
});

test('a tree says itself where its documents stand', TIMEOUT, async (t) => {
  const { folder, commit } = producer(t);
  mkdirSync(join(folder, 'api'));
  git(folder, ['mv', OPENAPI, 'api/service.yaml']);
  writeFileSync(join(folder, 'lockstep.toml'), '[producer.alignment]\nopenapi = "api/service.yaml"\n');
  commit('elsewhere');
  const { json } = await diff(['v1:', 'HEAD:'], folder);
  assert.deepEqual(short(json), [ADDED, ADDED, ADDED]);
  assert.deepEqual([json.documents[2].old, json.documents[2].new], [`v1:${OPENAPI}`, 'HEAD:api/service.yaml']);
  writeFileSync(join(folder, 'lockstep.toml'), '[producer.alignment]\nopenapi = 1\n');
  const { status, stderr } = await diff(['HEAD:', '.'], folder);
  assert.deepEqual([status, /--> .*lockstep\.toml:2:/.test(stderr)], [2, true], stderr);
});

test('a class is failed on where that is asked for', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  edit(folder, MANIFEST, '"v0.4.0"', '"v0.4.1"');
  for (const [words, expected] of [
    [['HEAD:', '.'], [0, 0, 0]],
    [['v1:', 'HEAD:'], [1, 0, 0]],
    [['HEAD:', 'v1:'], [1, 1, 0]],
  ]) {
    const found = [];
    for (const of of ['additive', 'breaking', 'needs-gates']) found.push((await diff([...words, '--fail-on', of], folder)).status);
    assert.deepEqual(found, expected);
  }
  edit(folder, MANIFEST, '"service.v3"', '"service.v4"');
  assert.equal((await diff(['HEAD:', '.', '--fail-on', 'needs-gates'], folder)).status, 1);
});

test('a policy may call the codes open', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  const policy = readFileSync(join(root, 'docs/memorykernel.policy.json'), 'utf8');
  writeFileSync(join(folder, 'open.json'), policy.replaceAll('"error_code_set": "closed"', '"error_code_set": "open"'));
  const { json, stdout } = await diff(['v1:', 'HEAD:', '--policy', 'open.json'], folder);
  assert.deepEqual([short(json), json.notice], [[ADDED, ADDED, ADDED], null], stdout);
});

test('an announcement is counted to the earliest lawful release', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  writeFileSync(join(folder, 'lockstep.toml'), '[notice]\nholidays_file = "holidays.json"\n');
  writeFileSync(join(folder, 'holidays.json'), '[{ "date": "2026-03-05", "name": "Off" }]');
  const { json, stdout } = await diff(['v1:', 'HEAD:', '--announced', '2026-03-02'], folder);
  const { announced, days, earliest } = json.notice_period;
  assert.deepEqual([announced, days.length, earliest], ['2026-03-02', 16, '2026-03-17']);
  assert.match(stdout, /^  2026-03-02  monday     announced; this day is not counted$/m);
  assert.match(stdout, /^  2026-03-05  thursday   holiday: Off$/m);
  assert.match(stdout, /^  2026-03-17  tuesday    10 of 10\nearliest lawful release: 2026-03-17$/m);
  writeFileSync(join(folder, 'more.json'), '["2026-03-17"]');
  const later = await diff(['v1:', 'HEAD:', '--announced', '2026-03-02', '--holidays', 'more.json'], folder);
  assert.equal(later.json.notice_period.earliest, '2026-03-18');
  // What takes a code away is no matter of notice.
  assert.equal((await diff(['HEAD:', 'v1:', '--announced', '2026-03-02'], folder)).json.notice_period, null);
});

test('what cannot be compared is explained', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0, 1]));
  writeFileSync(join(folder, 'faulty.json'), '{\n  "a": 1,\n  "a": 2\n}\n');
  writeFileSync(join(folder, 'large.json'), ' '.repeat((1 << 20) + 1));
  writeFileSync(join(folder, 'deep.json'), '['.repeat(1 << 20));
  writeFileSync(join(folder, 'deep.yaml'), '- '.repeat(1 << 19));
  for (const [words, message, place] of [
    [['v2:', '.'], /^`git rev-parse` gave no answer: /, 'v2:'],
    [['v1:', `v1:${MANIFEST}`], /^one of the two is a file and the other a folder$/],
    [[`v1:${MANIFEST}`, `v1:${OPENAPI}`], /^the new document is of the kind OpenAPI file, the old one of the kind producer manifest$/, `v1:${OPENAPI}`],
    [['v1:none.json', MANIFEST], /^there is nothing to compare: the document does not exist$/, 'v1:none.json'],
    [['none', '.'], /^there is nothing to compare: the document does not exist$/, 'none'],
    [['openapi', '.'], /^no document of a producer stands there$/, 'openapi'],
    [['v1:../x', '.'], /^`\.\.\/x` is not a path inside the repository/],
    [[MANIFEST, 'binary'], /^the document is not UTF-8 text$/, 'binary', 1, 1],
    [[MANIFEST, 'faulty.json'], /^the JSON is faulty: /, 'faulty.json', 3, 3],
    [[MANIFEST, 'large.json'], /^the document has 1048577 bytes, more than the limit of 1048576$/, 'large.json'],
    [[MANIFEST, 'deep.json'], /^the JSON is faulty: /, 'deep.json', 1, 129],
    [[MANIFEST, 'deep.yaml'], /^the YAML is faulty: /, 'deep.yaml', 1],
  ]) {
    const { status, stdout, stderr, json } = await diff(words, folder);
    assert.deepEqual([status, stdout], [2, ''], words.join(' '));
    assert.match(json.message, message);
    assert.ok(stderr.startsWith(`error: ${json.message}\n`), stderr);
    assert.equal(json.place?.file, place);
  }
  // Outside any repository of git.
  const outside = mkdtempSync(join(tmpdir(), 'lockstep-diff-'));
  t.after(() => rmSync(outside, { recursive: true, force: true }));
  assert.equal((await diff(['HEAD:', folder], outside)).status, 2);
});

test('a colon is a commit only where it can be one', TIMEOUT, async (t) => {
  const { folder } = producer(t);
  cpSync(join(folder, MANIFEST), join(folder, 'a:b.json'));
  assert.deepEqual((await diff(['./a:b.json', MANIFEST], folder)).status, 0);
  const { status, json } = await diff(['C:\\a\\b.json', MANIFEST], folder);
  assert.deepEqual([status, json.message], [2, 'there is nothing to compare: the document does not exist']);
  for (const vehicle of Object.values(vehicles)) {
    const { status, stderr } = await run(vehicle, ['diff', '--', '-x:a', MANIFEST], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr, /begins like an option/);
  }
});
