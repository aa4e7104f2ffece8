// The program is one: the native binary and the npm bin over either engine give the same bytes and exit codes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cargo, root } from './cases.mjs';

const PIN = 'config/memorykernel-integration-pin.json';
const MATRIX = 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md';
const MANIFEST = 'config/memorykernel-producer-manifest.json';

cargo('build', '--quiet', '--package', 'lockstep-cli');
const vehicles = {
  native: [join(root, 'target', 'debug', 'lockstep'), [], {}],
  addon: [process.execPath, [join(root, 'npm/lockstep/bin/lockstep.cjs')], { LOCKSTEP_ENGINE: 'native' }],
  wasm: [process.execPath, [join(root, 'npm/lockstep/bin/lockstep.cjs')], { LOCKSTEP_ENGINE: 'wasm' }],
};

/** Runs the program in all its vehicles, and returns what they agree on. */
function run(cwd, words, { input = '', environment = {} } = {}) {
  const { PATH, HOME } = process.env;
  const outcomes = Object.entries(vehicles).map(([vehicle, [program, options, chosen]]) => {
    const env = { PATH, HOME, ...chosen, ...environment };
    const { status, stdout, stderr, error } = spawnSync(program, [...options, ...words], { cwd, env, input, timeout: 120_000, maxBuffer: Infinity });
    assert.equal(error, undefined, vehicle);
    return { vehicle, status, stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1') };
  });
  const [first, ...others] = outcomes;
  for (const other of others) assert.deepEqual({ ...other, vehicle: first.vehicle }, first, `${other.vehicle}: ${words.join(' ')}`);
  return first;
}

/** A folder with copies of the examples and some repositories that are hard to read. */
function repositories(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const copy = (name, example = 'consumer') => {
    cpSync(join(root, 'examples', example), join(folder, name), { recursive: true, filter: (path) => !path.includes('node_modules') });
    return (path) => join(folder, name, path);
  };
  copy('good');
  copy('older', 'consumer-v0.3.2');
  copy('drifted', 'consumer-drifted');
  mkdirSync(join(folder, 'empty'));
  const missing = copy('missing');
  rmSync(missing(MATRIX));
  const folderAsPin = copy('folder');
  rmSync(folderAsPin(PIN));
  mkdirSync(folderAsPin(PIN));
  const outside = copy('outside');
  rmSync(outside(PIN));
  symlinkSync('../../good/config/memorykernel-integration-pin.json', outside(PIN));
  const inside = copy('inside');
  cpSync(inside(PIN), inside('pin.json'));
  rmSync(inside(PIN));
  symlinkSync('../pin.json', inside(PIN));
  const loop = copy('loop');
  rmSync(loop(PIN));
  symlinkSync('memorykernel-integration-pin.json', loop(PIN));
  const dangling = copy('dangling');
  rmSync(dangling(PIN));
  symlinkSync('nowhere.json', dangling(PIN));
  const unconfigured = copy('unconfigured')('lockstep.toml');
  rmSync(unconfigured);
  symlinkSync('nowhere.toml', unconfigured);
  const pipe = copy('pipe');
  rmSync(pipe(MATRIX));
  spawnSync('mkfifo', [pipe(MATRIX)]);
  const huge = copy('huge');
  truncateSync(huge(MANIFEST), 100 * 1024 * 1024);
  const deep = copy('deep');
  writeFileSync(deep(PIN), '['.repeat(1_000_000));
  const binary = copy('binary');
  writeFileSync(binary(MATRIX), Buffer.from([0xff, 0xfe, 0, 1, 2, 3]));
  const strange = copy('strange');
  writeFileSync(strange(PIN), '{"release_tag": "v\u202e1\\u0000", "\u{1f512}": 1, "commit_sha": "\t"}');
  const configured = copy('configured');
  cpSync(configured(PIN), configured('p.json'));
  writeFileSync(configured('lockstep.toml'), '[documents]\npin = "p.json"\n');
  const misconfigured = copy('misconfigured');
  writeFileSync(misconfigured('lockstep.toml'), '[documents]\npinn = "p.json"\n');
  const escaping = copy('escaping');
  writeFileSync(escaping('lockstep.toml'), '[documents]\npin = "../good/config/memorykernel-integration-pin.json"\n');
  return folder;
}

test('reports go to files, and all of one into the summary of a job', (t) => {
  const folder = repositories(t);
  const today = ['--today', '2026-03-01'];
  const formats = ['human', 'json', 'sarif', 'github', 'junit', 'markdown'];
  for (const name of ['drifted', 'strange', 'pipe', 'good']) {
    const alone = formats.map((format) => run(folder, ['check', name, '--output', format, ...today]));
    const files = formats.flatMap((format) => ['--output', `${format}=reports/${name}.${format}`]);
    const found = run(folder, ['check', name, ...files, '--format', 'json', ...today]);
    assert.deepEqual(found, alone[1]);
    const written = formats.map((format) => readFileSync(join(folder, 'reports', `${name}.${format}`), 'latin1'));
    assert.deepEqual(written, alone.map(({ stdout }) => stdout));
  }
  const summary = join(folder, 'summary.md');
  const environment = { GITHUB_STEP_SUMMARY: summary };
  const { stdout } = run(folder, ['check', 'drifted', '--output', 'github', '--output', `sarif=${join(folder, 'a.sarif')}`, ...today], { environment });
  assert.match(stdout, /^::error title=lockstep /);
  const markdown = readFileSync(join(folder, 'reports', 'drifted.markdown'), 'utf8');
  assert.equal(readFileSync(summary, 'utf8'), markdown.repeat(Object.keys(vehicles).length));
  assert.equal(readFileSync(join(folder, 'a.sarif'), 'latin1'), readFileSync(join(folder, 'reports', 'drifted.sarif'), 'latin1'));
  assert.deepEqual(readdirSync(join(folder, 'reports')).length, 4 * formats.length);
  mkdirSync(join(folder, 'taken'));
  const refused = run(folder, ['check', 'good', '--output', 'sarif=taken', ...today]);
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /the output `taken` could not be written/);
});

test('the same repositories get the same output', (t) => {
  const folder = repositories(t);
  const today = ['--today', '2026-03-01'];
  const expected = {
    good: 0, older: 0, drifted: 1, empty: 2, missing: 1, folder: 1, outside: 1, inside: 0, loop: 2, pipe: 1, huge: 1, deep: 1,
    binary: 1, strange: 1, configured: 0, misconfigured: 2, escaping: 2, dangling: 1, unconfigured: 2, nowhere: 2,
  };
  for (const [name, status] of Object.entries(expected)) {
    for (const format of ['human', 'json']) {
      for (const color of ['always', 'never']) {
        const found = run(folder, ['check', name, '--format', format, '--color', color, ...today]);
        assert.equal(found.status, status, `${name}: ${found.stdout}${found.stderr}`);
        assert.doesNotMatch(found.stdout + found.stderr, /panicked|RuntimeError|at .*\.rs:/);
      }
    }
  }
  const names = Object.keys(expected);
  assert.equal(run(folder, ['check', ...names, ...today]).status, 2);
  assert.equal(run(folder, ['check', ...names, '--format', 'json', ...today]).status, 2);
  assert.equal(run(folder, ['check', '-', ...today], { input: 'good\nolder\n' }).status, 0);
  assert.equal(run(folder, ['check', '-', ...today], { input: 'good\r\ndrifted' }).status, 1);
  assert.equal(run(folder, ['check', '-', ...today]).status, 2);
});

test('every command gives the same output', (t) => {
  const folder = repositories(t);
  const commands = {
    '': 2,
    '--help': 0,
    '--version': 0,
    'check --help': 0,
    'check good -q': 0,
    'check drifted -q --today 2026-03-01': 1,
    'check good --today yesterday': 2,
    'check good --format xml': 2,
    'check good --no-such-option': 2,
    [`check good --pin ${'a'.repeat(6000)}`]: 2,
    rules: 0,
    'rules --format json': 0,
    'explain manifest-hash': 0,
    'explain manifest-hsh': 2,
    policy: 0,
    'policy good': 0,
    'completions bash': 0,
    'completions zsh': 0,
    'completions fish': 0,
    'completions powershell': 0,
    'completions tcsh': 2,
    'chekc good': 2,
  };
  for (const [command, status] of Object.entries(commands)) {
    const found = run(folder, command.split(' ').filter(Boolean));
    assert.equal(found.status, status, `${command}: ${found.stdout}${found.stderr}`);
    assert.equal(found.stdout + found.stderr === '', command === 'check good -q', command);
  }
});

test('colours obey the environment and are never in a pipe by themselves', (t) => {
  const folder = repositories(t);
  const check = ['check', 'drifted', '--today', '2026-03-01'];
  assert.doesNotMatch(run(folder, check).stdout, /\x1b/);
  assert.match(run(folder, check, { environment: { CLICOLOR_FORCE: '1' } }).stdout, /\x1b/);
  assert.doesNotMatch(run(folder, check, { environment: { CLICOLOR_FORCE: '1', NO_COLOR: '1' } }).stdout, /\x1b/);
});
