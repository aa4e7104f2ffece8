// The program over files in memory is the program over the same files on a disk: exit codes, outputs and files, byte for byte.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { inChromium } from './browser.mjs';
import { cargo, root } from './cases.mjs';
import { changes, outcomes } from './memory-runs.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));
const debug = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug');
cargo('build', '--quiet', '--package', 'lockstep-cli', '--bin', 'lockstep', '--example', 'native-host');

/** The files below a folder as texts in Latin-1, by their paths; what examples leave behind is none of theirs. */
function read(folder, prefix = '', left = []) {
  return Object.fromEntries(readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !left.includes(name)).flatMap((entry) => {
    const [path, name] = [join(folder, entry.name), prefix + entry.name];
    return entry.isDirectory() ? Object.entries(read(path, `${name}/`, left)) : [[name, readFileSync(path, 'latin1')]];
  }).sort());
}

/** A folder outside any repository with these files, removed when the test has ended. */
function folderOf(t, files) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-memory-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  place(folder, files);
  return folder;
}

function place(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, 'latin1');
  }
}

const MANIFEST = 'producer/contracts/integration/v1/producer-contract-manifest.json';
const examples = { consumer: 'consumer', old: 'consumer-v0.3.2', drifted: 'consumer-drifted', producer: 'producer' };
const files = Object.assign({}, ...Object.entries(examples).map(([name, example]) =>
  read(join(root, 'examples', example), `${name}/`, ['node_modules', 'artifacts', 'target', '.lockstep'])));
Object.assign(files, {
  'later.json': files[MANIFEST].replace('v0.4.0', 'v0.4.1').replace('"internal_error"', '"internal_error",\n    "rate_limited"'),
  'answers.ndjson': '{"service_contract_version":"service.v3","error":{"code":"rate_limited","message":"m"}}\n\nnot JSON \xff\n'.repeat(40),
  'policy.json': '{\n  "surprise": 1 }',
  'bad/config/memorykernel-integration-pin.json': '\xff\xfe{"release_tag": "v\u0001',
});
const { [`consumer/config/memorykernel-producer-manifest.json`]: mirror } = files;
Object.assign(files, { 'crlf/config/memorykernel-producer-manifest.json': mirror.replaceAll('\n', '\r\n'), 'crlf/lockstep.toml': '[documents]\npin = "nowhere.json"\n' });

const DAY = ['--today', '2026-03-02'];
const formats = ['human', 'json', 'sarif', 'github', 'junit', 'markdown'];
const alone = (...lines) => lines.map((line) => [line.split(' ')]);
const dated = (...lines) => alone(...lines.map((line) => `${line} ${DAY.join(' ')}`));
const lists = [
  ...formats.flatMap((format) => dated(...['consumer', 'drifted', 'bad', 'crlf'].map((name) => `check ${name} --output ${format}`))),
  ...formats.flatMap((format) => dated(`producer check producer --output ${format}`)),
  ...dated(
    'check consumer drifted old', 'check consumer drifted old --format json', 'check nowhere', 'check later.json', 'check later.json/below',
    'check /nowhere', 'check consumer/../drifted', 'check consumer/', `check ${'n'.repeat(300)}`, 'check consumer --policy policy.json',
    'check consumer --config nowhere.toml', 'check consumer --config drifted', 'check drifted --color always', 'check -',
    'check consumer --output sarif=new/folder/report.sarif --output markdown=report.md', 'check drifted --output json=consumer',
    'check consumer --output sarif=/nowhere/report.sarif', 'check consumer --output sarif=later.json/report.sarif', 'handoff consumer', 'handoff consumer --format json', 'cutover consumer', 'governance consumer',
    'boundary consumer', 'atomic consumer', 'remote consumer', 'negative consumer', 'negative consumer --format json', 'negative drifted',
    'repin consumer --manifest later.json --dry-run', 'repin consumer --manifest later.json --yes --pr-body pr/body.md', 'repin consumer --manifest nowhere.json --yes',
    'repin drifted --manifest later.json --yes', 'repin consumer --manifest later.json --dry-run --color always', 'freeze consumer', 'rollback consumer --yes',
    ...['human', 'json', 'markdown'].map((format) => `notice --announced 2026-03-02 --release 2026-03-13 --format ${format}`),
    'notice announce producer --code rate_limited --by team --reference m', 'producer notice producer', 'producer status producer', 'producer bundle producer',
    'producer generate handoff producer', 'producer generate rehearsal producer --dry-run', 'producer generate bundle producer', 'producer generate handoff producer --check',
  ),
  ...dated('gate --format json', 'gate checkpoint-a', 'gate run checkpoint-b').map(([words]) => [[...words, '--repo', 'consumer']]),
  ...alone(
    'classify answers.ndjson', 'classify answers.ndjson --format json', 'classify answers.ndjson - answers.ndjson --format ndjson', 'classify', 'classify nowhere', 'classify consumer',
    'classify /', 'rules', 'rules --format json', 'explain manifest-hash', 'explain manifest-hsh', 'policy', 'policy --format typescript', 'policy consumer', 'policy nowhere', 'chekc',
    'completions bash', '--help', 'check --help', 'producer --help', '--version', 'init consumer --dry-run', 'init bad --yes', 'init drifted --yes',
    ...['human', 'json', 'markdown'].flatMap((format) => [`diff ${MANIFEST} later.json --format ${format}`, `diff producer producer --format ${format}`]),
    'diff producer later.json', 'diff v1: producer',
  ),
  // What one command leaves, the next one finds.
  [['repin', 'consumer', '--manifest', 'later.json', '--yes', ...DAY], ['check', 'consumer', ...DAY], ['rollback', 'consumer', '--yes', ...DAY], ['check', 'consumer', ...DAY]],
  [['init', 'drifted', '--yes'], ['init', 'drifted', '--yes'], ['check', 'drifted', ...DAY]],
  [['handoff', 'consumer', ...DAY], ['gate', '--format', 'json', ...DAY]],
];
// A pipe that nobody reads breaks.
const isReader = (words) => words.includes('-') || words.join(' ') === 'classify';
const cases = lists.map((commands) => ({ commands, environment: {}, stdin: commands.some(isReader) ? 'consumer\ndrifted\n' : '' }));
cases.push(
  { commands: [['check', 'drifted', ...DAY]], environment: { CLICOLOR_FORCE: '1' }, stdin: '' },
  { commands: [['check', 'drifted', '--output', 'github', ...DAY], ['check', 'old', '--output', 'github', ...DAY]], environment: { GITHUB_STEP_SUMMARY: 'summary.md' }, stdin: '' },
  { commands: [['check', 'consumer', '--output', 'github', ...DAY]], environment: { GITHUB_STEP_SUMMARY: 'nowhere/summary.md' }, stdin: '' },
);

/** How the native program ends over the same files on a disk, where it finds no other program; each run begins with them. */
function native(folder, { commands, environment, stdin }) {
  const runs = commands.map((words) => {
    const { status, stdout, stderr, error } = spawnSync(join(debug, 'lockstep'), words, { cwd: folder, env: { PATH: '/nowhere', ...environment }, input: stdin, encoding: 'utf8', maxBuffer: Infinity });
    assert.equal(error, undefined);
    return { words: words.join(' '), exitCode: status, stdout, stderr };
  });
  const changed = changes(files, read(folder));
  for (const path of Object.keys(changed.written)) rmSync(join(folder, path));
  place(folder, Object.fromEntries(Object.entries(files).filter(([path]) => path in changed.written || changed.removed.includes(path))));
  return { runs, ...changed };
}

/** The library with an engine of one's choice. */
function library(engine) {
  const index = require.resolve('./lockstep/index.cjs');
  delete require.cache[index];
  process.env.LOCKSTEP_ENGINE = engine;
  const loaded = require(index);
  assert.equal(loaded.engine(), engine);
  return loaded;
}

function compare(found, wanted) {
  const differ = wanted.filter((outcome, index) => !isDeepStrictEqual(outcome, found[index]));
  if (differ.length > 0) assert.deepEqual(found[wanted.indexOf(differ[0])], differ[0], `${differ.length} of ${wanted.length} differ`);
  assert.equal(found.length, wanted.length);
}

test('a run in memory is a run on a disk', async (t) => {
  const folder = folderOf(t, files);
  const wanted = cases.map((given) => native(folder, given));
  assert.deepEqual(new Set(wanted.flatMap(({ runs }) => runs.map(({ exitCode }) => exitCode))), new Set([0, 1, 2]));
  await t.test('over the addon', () => compare(outcomes(library('native'), files, cases), wanted));
  await t.test('over WebAssembly in Node', () => compare(outcomes(library('wasm'), files, cases), wanted));
  await t.test('over WebAssembly in Chromium', async (t) => {
    const work = async ({ files, cases }) => {
      const library = await import('/npm/lockstep/browser.js');
      const { outcomes } = await import('/tests/hosts/memory-runs.mjs');
      await library.initProgram();
      return outcomes(library, files, cases);
    };
    compare(await inChromium(t, work, { files, cases }), wanted);
  });
});

const at = (root) => ({
  read: (path, limit = 9) => ({ kind: 'read-file', root, path, limit }),
  list: (folder, endings = [], limit = 100) => ({ kind: 'list-files', root, folder, endings, limit }),
  write: (path, bytes = 'w') => ({ kind: 'write-file', root, path, bytes, like: null }),
  rename: (from, to) => ({ kind: 'rename', root, from, to }),
  remove: (path) => ({ kind: 'remove', root, path }),
});
const append = (path, text = '\u00e4') => ({ kind: 'append-file', path, text });
const exists = (path) => ({ kind: 'folder-exists', path });
const chunk = (input) => ({ kind: 'read-chunk', input, limit: 2 });

test('every effect in memory is the one on a disk', (t) => {
  const given = {
    'a/b/file': 'file', 'a/b/\uffff': '', 'a/b/\u{1f512}': '', 'a/b/.git/HEAD': '', '.git/HEAD': '', 'a/.gitignore': '', 'a.rs': '0123456789', 'a/z.rs': 'z',
    'empty': '', 'alone/file': '', 'alone/too': '',
  };
  const [here, a, sub, lost] = ['.', 'a', './a/../a//', 'nowhere'].map(at);
  const requests = [
    ...[here, a, sub, lost, at('a.rs'), at('a/b/../..'), at('a/\0')].flatMap(({ read, list, write, rename, remove }) => [
      ...['a.rs', 'z.rs', 'b', 'b/file', 'b/', 'b/file/', 'a.rs/below', 'nowhere', 'nowhere/..', '../a.rs', '../a/z.rs', '../nowhere/file', '.git/HEAD', 'n'.repeat(300), 'a\0b', '../..'].map((path) => read(path)),
      read('a.rs', 10), read('z.rs', 0),
      ...['.', '', 'a', './a//b/', 'a/../a/b', 'b', 'z.rs', 'a.rs/below', 'nowhere', '.git', '..', '../..', 'n'.repeat(300)].map((folder) => list(folder)),
      list('.', ['.rs', 'file']), list('b', ['/file']), list('.', [], 2), list('.', [], 0),
      write('new/folders/file', '\0\u00e4\u00ff'), write('new/folders/file', ''), read('new/folders/file'), write('new'), write('new/folders/file/below'), write('new/folders/file/far/below'),
      write(''), write('new/..'), write('a\0b'), write('n'.repeat(300)), write(`${'n'.repeat(300)}/file`), write('../written'), write('../nowhere/written'),
      rename('new/folders/file', 'new/moved'), rename('new/folders/file', 'new/moved'), rename('new/moved', 'new/folders'), rename('new/moved', 'nowhere/moved'), rename('new/moved', ''),
      rename('new/moved', '../moved'), rename('../a.rs', 'moved'), rename('nowhere/file', 'moved'), rename('new/moved', 'new/moved'), rename('new/moved', 'new/moved/below'),
      remove('new'), remove('new/folders'), remove('new/folders'), remove('new/moved/below'), remove('nowhere'), remove('.'), remove('n'.repeat(300)), remove('../a.rs'),
      list('new'), remove('new/moved'), list('new'), remove('new'), list('new'),
    ]),
    ...['log', './log', 'a/log', 'log/below', 'nowhere/log', '.', 'a', 'a/..', 'n'.repeat(300), 'a\0b'].map((path) => append(path)),
    at('.').read('log', 4), at('.').read('a/log', 2),
    ...['.', 'a', 'a/', 'a/..', 'a.rs', 'a.rs/', 'a.rs/..', 'nowhere', 'nowhere/..', '', '/', '/nowhere/below', '..', 'n'.repeat(300), 'a\0b'].map(exists),
    ...['a/b/file', './a/b/file', 'a/b/file', 'a/b/file', 'a/b/file', 'a/b/file', './a/b/file', 'empty', 'empty', 'a', 'nowhere', 'a.rs/below', 'a.rs/', 'n'.repeat(300), 'a\0b'].map(chunk),
    at('.').rename('a.rs', 'a/b/file'), at('alone').remove('file'), at('alone').remove('too'), at('.').remove('alone'), exists('alone'),
  ];

  const folder = folderOf(t, given);
  const script = join(folderOf(t, { requests: '' }), 'requests');
  writeFileSync(script, JSON.stringify(requests));
  const disk = spawnSync(join(debug, 'examples', 'native-host'), [script], { cwd: folder, encoding: 'utf8', maxBuffer: Infinity });
  assert.equal(disk.status, 0, disk.stderr);
  const wanted = JSON.parse(disk.stderr);

  let replies;
  class Session {
    resume(given) {
      replies = given;
      return given.length === 0 ? { done: false, requests } : { done: true, exitCode: 0, stdout: '', stderr: '' };
    }
  }
  const { loadEngine } = require('./lockstep/lib/engines.cjs');
  const { cause } = loadEngine('program').functions;
  const { programFunctions } = require('./lockstep/lib/memory.cjs');
  const bytes = Object.entries(given).map(([path, text]) => [path, Buffer.from(text, 'latin1')]);
  const outcome = programFunctions({ Session, cause }).run([], { files: bytes, environment: [], stdin: Buffer.from('') });
  const plain = ({ bytes, ...reply }) => (bytes === undefined ? reply : { ...reply, bytes: Buffer.from(bytes).toString() });
  requests.forEach((request, index) => assert.deepEqual(plain(replies[index]), wanted[index], `${index}: ${JSON.stringify(request)}`));
  const latin1 = Object.fromEntries(Object.entries(outcome.written).map(([path, content]) => [path, Buffer.from(content).toString('latin1')]));
  assert.deepEqual({ written: latin1, removed: outcome.removed }, changes(given, read(folder)));
});
