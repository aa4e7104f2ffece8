// Gates are evaluated, run and decided alike in every vehicle, over the consumer's example.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const { PATH } = process.env;
const GATES = 'lockstep-gates.json';
const RECORD = 'docs/RUNTIME_CUTOVER_DECISION_RECORD';
const today = ['--today', '2026-03-02'];

function git(cwd, ...words) {
  const date = '2026-02-08T12:00:00Z';
  const identity = ['-c', 'user.name=n', '-c', 'user.email=e@example.com'];
  const env = { PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const { status, stderr } = spawnSync('git', [...identity, ...words], { cwd, env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** Copies of the example, one a vehicle, each with one commit. */
function examples(t, prepare = () => {}) {
  return Object.values(vehicles).map((vehicle) => {
    const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
    t.after(() => rmSync(cwd, { recursive: true, force: true }));
    cpSync(join(root, 'examples/consumer'), cwd, { recursive: true, filter: (path) => !/node_modules|artifacts/.test(path) });
    prepare(cwd);
    git(cwd, 'init', '--quiet', '--initial-branch', 'main');
    git(cwd, 'add', '--all');
    git(cwd, 'commit', '--quiet', '--message', 'one');
    return { vehicle, cwd };
  });
}

/** What every vehicle prints, and what it leaves at some paths; how long a command took may differ. */
async function agreed(copies, words, paths = []) {
  const outcomes = [];
  for (const { vehicle, cwd } of copies) {
    const { status, stdout, stderr } = await run(vehicle, words, { cwd });
    const files = paths.map((path) => (existsSync(join(cwd, path)) ? readFileSync(join(cwd, path), 'utf8') : undefined));
    outcomes.push({ status, stdout, stderr, files: files.map((text) => text?.replace(/"duration_ms": \d+/g, '"duration_ms": 0')) });
  }
  for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0], words.join(' '));
  return outcomes[0];
}

test('the example opens its gates one after another', async (t) => {
  const copies = examples(t);
  const state = async (...words) => (await agreed(copies, ['gate', ...words, ...today])).status;
  assert.equal(await state('checkpoint-a'), 0);
  assert.equal(await state('checkpoint-b'), 2, 'nothing was run yet');
  await agreed(copies, ['evidence', 'contract', ...today, '--', process.execPath, '-e', '']);
  await agreed(copies, ['handoff', ...today]);
  const open = await agreed(copies, ['gate', 'checkpoint-b', ...today]);
  assert.equal(open.status, 0, open.stdout);
  const stale = await agreed(copies, ['gate', 'checkpoint-b', '--today', '2026-03-17']);
  assert.equal(stale.status, 2, stale.stdout);
  assert.match(stale.stdout, /it is stale: from 2026-03-02, 15 days ago/);
  const early = await agreed(copies, ['gate', 'checkpoint-b', '--today', '2026-03-01']);
  assert.match(early.stdout, /which is in the future/);
  assert.equal(early.status, 2);
  // What was judged changes: the evidence is about something else then.
  for (const { cwd } of copies) writeFileSync(join(cwd, 'docs/OPERATIONS.md'), `${readFileSync(join(cwd, 'docs/OPERATIONS.md'), 'utf8')}\nMore.\n`);
  const changed = await agreed(copies, ['gate', 'checkpoint-b', ...today, '--format', 'json']);
  assert.equal(changed.status, 2, changed.stdout);
  const [, { criteria: [contract] }] = JSON.parse(changed.stdout).gates;
  assert.match(contract.reason, /it is stale: `docs\/OPERATIONS.md` has changed since/);
  assert.equal(contract.place.file, 'artifacts/memorykernel-contract-evidence.json');
});

test('a decision is recorded, and the gate and the check of the cutover believe it', async (t) => {
  const copies = examples(t, (cwd) => {
    const rehearsal = { schema: 'lockstep-rehearsal.v1', version: '0.1.0', date: '2026-03-01', consumer_commit_sha: 'a', to: { release_tag: 'v0.3.2' }, check: { verdict: 'pass' }, commands: [{ command: 'c', exit_code: 0 }], status: 'passed' };
    const gates = readFileSync(join(cwd, GATES), 'utf8').replace('artifacts/memorykernel-rollback-rehearsal.json', 'docs/rehearsal.json');
    writeFileSync(join(cwd, GATES), gates);
    writeFileSync(join(cwd, 'docs/rehearsal.json'), JSON.stringify(rehearsal));
  });
  const evidence = async () => {
    await agreed(copies, ['evidence', 'contract', ...today, '--', process.execPath, '-e', '']);
    await agreed(copies, ['handoff', ...today]);
  };
  const decide = ['gate', 'decide', 'service-v3-readiness', ...today, '--approver', 'AssistSupport=Ada', '--approver', 'MemoryKernel=Bo'];
  const records = [`${RECORD}.md`, `${RECORD}.json`];
  await evidence();
  assert.equal((await agreed(copies, ['gate', 'service-v3-cutover', ...today])).status, 2, 'nobody signed the old record');
  const go = await agreed(copies, decide, records);
  assert.equal(go.status, 0, go.stdout + go.stderr);
  assert.match(go.stdout, /^-# Runtime cutover decision record$/m, 'what it replaces is shown');
  assert.match(go.files[0], /^4\. Runtime cutover execution: \*\*GO\*\*$/m);
  assert.equal(JSON.parse(go.files[1]).outcome, 'GO');
  const cutover = await agreed(copies, ['cutover', ...today]);
  assert.equal(cutover.status, 0, cutover.stdout);
  // The record itself is among the documents that are judged.
  const stale = await agreed(copies, ['gate', 'service-v3-cutover', ...today]);
  assert.match(stale.stdout, /it is stale: `docs\/RUNTIME_CUTOVER_DECISION_RECORD.md` has changed since/);
  await evidence();
  const gate = await agreed(copies, ['gate', 'service-v3-cutover', ...today]);
  assert.equal(gate.status, 0, gate.stdout);
  const refused = await agreed(copies, [...decide, '--no-go', 'an incident'], records);
  assert.equal(refused.status, 1, refused.stderr);
  assert.match(refused.stdout, /^\+4\. Runtime cutover execution: \*\*NO-GO\*\*$/m);
  assert.equal((await agreed(copies, ['cutover', ...today])).status, 1);
  assert.equal((await agreed(copies, ['gate', 'service-v3-cutover', ...today])).status, 1);
  const weekly = await agreed(copies, ['gate', '--weekly', ...today]);
  assert.match(weekly.stdout, /A week ago it was the same\./);
});

/** A gate file with one suite of commands. */
function suite(commands) {
  const evidence = { kind: 'run', suite: 'suite', max_age_days: 1 };
  const gate = { name: 'gate', title: 'a gate', criteria: [{ name: 'suite', title: 'the suite', evidence: [evidence] }] };
  return JSON.stringify({ schema: 'lockstep-gates.v1', project: 'p', suites: [{ name: 'suite', evidence: 'artifacts/suite.json', commands }], gates: [gate] });
}

test('declared commands run to their ends, whatever these are', async (t) => {
  const script = (name, text, more = {}) => ({ name, run: [process.execPath, '-e', text], ...more });
  const commands = [
    script('passes', "console.log('it\\'s', process.argv[1] ?? 'alone'); console.error('\\x1b[1mwarned')"),
    script('fails', "for (let i = 0; i < 500; i++) console.log('line', i); process.exitCode = 3"),
    script('hangs', "console.log('begun'); setInterval(() => {}, 1000); require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })", { timeout_ms: 4000 }),
    script('floods', "for (;;) require('node:fs').writeSync(1, 'x'.repeat(4096))", { output_bytes: 10_000 }),
    script('environment', 'console.log(process.env.LOCKSTEP_ENGINE ?? "none", process.env.HOME === undefined)'),
    { name: 'missing', run: ['lockstep-has-no-such-program'] },
    { name: 'shell', shell: 'echo "$((1 + 1))" && pwd | sed "s:.*/::"', folder: 'docs' },
  ];
  const copies = examples(t, (cwd) => writeFileSync(join(cwd, GATES), suite(commands)));
  const ran = await agreed(copies, ['gate', 'run', ...today], ['artifacts/suite.json']);
  assert.equal(ran.status, 1, ran.stderr);
  assert.match(ran.stderr, /^suite 1\/7 passes: /);
  const evidence = JSON.parse(ran.files[0]);
  const ends = Object.fromEntries(evidence.commands.map(({ name, exit_code: code, failure }) => [name, code ?? failure]));
  assert.deepEqual(ends, {
    passes: 0,
    fails: 3,
    hangs: 'it took longer than 4000 ms',
    floods: 'it wrote more than 10000 bytes',
    environment: 0,
    missing: 'there is no such program',
    shell: 0,
  });
  const of = (name) => evidence.commands.find((command) => command.name === name);
  assert.deepEqual(of('passes').stdout.tail, ["it's alone"]);
  assert.deepEqual(of('passes').stderr.tail, ['\\u{1b}[1mwarned']);
  assert.equal(of('fails').stdout.tail.at(-1), 'line 499');
  assert.deepEqual(of('hangs').stdout.tail, ['begun']);
  assert.equal(of('floods').stdout.bytes, 10_000);
  assert.deepEqual(of('environment').stdout.tail, ['none false']);
  assert.deepEqual(of('shell').stdout.tail, ['2', 'docs']);
  assert.equal(evidence.changed_since_commit, false);
  assert.match(ran.stdout, /fails {2}failed: exit code 3\n(  stdout: line \d+\n){20}/);
  const gate = await agreed(copies, ['gate', ...today]);
  assert.equal(gate.status, 1, gate.stdout);
  assert.match(gate.stdout, /`fails`: exit code `3` {2}artifacts\/suite\.json:\d+:\d+/);
});

test('a template is a gate file of the example, and none replaces another', async (t) => {
  const copies = examples(t, (cwd) => rmSync(join(cwd, GATES)));
  const shown = await agreed(copies, ['gate', 'init', '--dry-run', ...today], [GATES]);
  assert.equal(shown.status, 0, shown.stderr);
  assert.deepEqual(shown.files, [undefined]);
  const written = await agreed(copies, ['gate', 'init', ...today], [GATES]);
  assert.equal(written.status, 0, written.stderr);
  const evaluated = await agreed(copies, ['gate', ...today]);
  assert.equal(evaluated.status, 2, evaluated.stdout);
  assert.equal((await agreed(copies, ['gate', 'init', ...today], [GATES])).status, 1);
});
