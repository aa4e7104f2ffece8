// The consumer example's contract tests: green as they are, red where the adapter is broken, and the evidence says so.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from './cases.mjs';

const PIN = 'config/memorykernel-integration-pin.json';
const ADAPTER = 'src/memorykernel.mjs';
const EVIDENCE = 'artifacts/memorykernel-contract-evidence.json';
const NOW = '2026-03-02T09:30:00.000Z';

/** The environment of a developer's shell: nothing of this test's own. */
const { NODE_OPTIONS, NODE_TEST_CONTEXT, LOCKSTEP_ENGINE, ...environment } = process.env;

/** A copy of the example on its own, with the built package. */
function copy(t) {
  const project = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(project, { recursive: true, force: true }));
  cpSync(join(root, 'examples', 'consumer'), project, { recursive: true, filter: (path) => !/node_modules|artifacts/.test(path) });
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(join(root, 'npm', 'lockstep'), join(project, 'node_modules', 'lockstep-contracts'), 'junction');
  return project;
}

/** Replaces what stands once in a file. */
function change(project, file, before, after) {
  const text = readFileSync(join(project, file), 'utf8');
  assert.equal(text.split(before).length, 2, `${file} holds this once: ${before}`);
  writeFileSync(join(project, file), text.replace(before, () => after));
}

/** Runs a program and returns its exit status, what it prints, and the evidence that it leaves. */
async function run(project, program, ...options) {
  const child = spawn(program, [...options, '--now', NOW], { cwd: project, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const path = join(project, EVIDENCE);
  return { status, output, evidence: existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined };
}

/** The contract tests without pnpm, which takes longer to start than most of them take to run. */
function contractTest(project) {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const [program, script] = scripts['test:memorykernel-contract'].split(' ');
  assert.equal(program, 'node');
  return run(project, process.execPath, script);
}

function failing({ verification }) {
  return verification.suites.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

// Two at a time: each waits for its timeouts.
describe('contract tests of the consumer example', { concurrency: 2 }, () => {
  test('as it is, every contract test passes, and the evidence holds what ran', async (t) => {
    const project = copy(t);
    const { status, output, evidence } = await run(project, 'pnpm', 'run', 'test:memorykernel-contract');
    assert.equal(status, 0, output);
    const pin = readFileSync(join(project, PIN));
    const { memorykernel_repo: repo, release_tag, commit_sha } = JSON.parse(pin);
    assert.equal(evidence.schema_version, 'v1');
    assert.equal(evidence.generated_at, NOW);
    assert.deepEqual(evidence.memorykernel_pin, { repo, release_tag, commit_sha });
    assert.equal(evidence.documents.find(({ path }) => path === PIN).sha256, createHash('sha256').update(pin).digest('hex'));
    const { suites, ...counts } = evidence.verification;
    assert.equal(counts.status, 'passed');
    assert.equal(counts.passed, counts.tests);
    assert.deepEqual(suites.map(({ name, status: of }) => [name, of]), [['pin', 'passed'], ['envelopes', 'passed'], ['fallbacks', 'passed']]);
    // Each suite ran what its file holds.
    for (const { name, tests, failed, not_run: notRun, failures } of suites) {
      assert.deepEqual([failed, notRun, failures], [0, 0, []]);
      assert.equal(tests, [...output.matchAll(new RegExp(`^ok +${name}: `, 'gm'))].length);
      assert.ok(tests > 0);
    }
  });

  const MUTATIONS = {
    'waits for ever': [', signal: deadline }', ' }'],
    'throws on a timeout': [
      "if (deadline.aborted) return { failure: 'timeout', text: `no whole answer from ${url} in time` };",
      'if (deadline.aborted) throw error;',
    ],
    'routes by legacy_error': [
      'return enrichment({ ...settings, exchanges, question, notes });',
      `const step = enrichment({ ...settings, exchanges, question, notes });
      if (/"legacy_error":"schema_unavailable"/.test(question?.body)) step.enrichment.fallback_reason = 'schema-unavailable';
      return step;`,
    ],
    'ignores a version mismatch': [
      'if (next === null) return',
      `if (result?.status === 'version-mismatch') result.ready = true;
      if (next === null) return`,
    ],
  };

  for (const [what, [before, after]] of Object.entries(MUTATIONS)) {
    test(`an adapter that ${what} fails the contract tests`, async (t) => {
      const project = copy(t);
      change(project, ADAPTER, before, after);
      const { status, output, evidence } = await contractTest(project);
      assert.equal(status, 1, output);
      assert.equal(evidence.verification.status, 'failed');
      assert.deepEqual(failing(evidence), ['fallbacks'], output);
      assert.ok(evidence.verification.failed > 0);
    });
  }

  test('a document that drifted fails the suite of the pin', async (t) => {
    const project = copy(t);
    change(project, PIN, '"release_tag": "v0.4.0"', '"release_tag": "v0.4.1"');
    const { status, output, evidence } = await contractTest(project);
    assert.equal(status, 1, output);
    assert.deepEqual(failing(evidence), ['pin']);
    assert.equal(evidence.verification.status, 'failed');
  });

  test('tests that do not run are no success', async (t) => {
    const project = copy(t);
    change(project, 'test/pin.test.mjs', "test('pin", "test.skip('pin");
    writeFileSync(join(project, 'test', 'envelopes.test.mjs'), '');
    const { status, output, evidence } = await contractTest(project);
    assert.equal(status, 2, output);
    assert.equal(evidence.verification.status, 'error');
    assert.deepEqual(evidence.verification.suites.map((suite) => suite.status), ['error', 'error', 'passed']);
  });

  test('a run that breaks off leaves no evidence, not even an older one', async (t) => {
    const project = copy(t);
    mkdirSync(join(project, 'artifacts'));
    writeFileSync(join(project, EVIDENCE), '{ "verification": { "status": "passed" } }');
    writeFileSync(join(project, PIN), '{');
    const { status, evidence } = await contractTest(project);
    assert.notEqual(status, 0);
    assert.equal(evidence, undefined);
  });

  test('the adapter keeps the declared types of the package', (t) => {
    const project = copy(t);
    const compiler = createRequire(join(root, 'npm', 'package.json')).resolve('typescript/package.json');
    const check = () => spawnSync(process.execPath, [join(compiler, '..', 'bin', 'tsc'), '--project', project], { encoding: 'utf8' });
    const { status, stdout } = check();
    assert.equal(status, 0, stdout);
    change(project, ADAPTER, 'next.timeout_ms', 'next.timeout');
    assert.notEqual(check().status, 0, 'a wrong key was not noticed');
  });
});
