// The consumer example: every script does what its name says, green as it is and red where something is broken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { root } from './cases.mjs';
import { installed, runScript } from './installed.mjs';

const PIN = 'config/memorykernel-integration-pin.json';
const ADAPTER = 'src/memorykernel.mjs';
const DECISION = 'docs/RUNTIME_CUTOVER_DECISION_RECORD.md';
const PAYLOAD = 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';
const EVIDENCE = 'artifacts/memorykernel-contract-evidence.json';
const CONTRACT = 'test:memorykernel-contract';

const anotherTag = [PIN, '"release_tag": "v0.4.0"', '"release_tag": "v0.4.1"'];
const noPayload = [PAYLOAD];
const slowAdapter = [ADAPTER, ', signal: deadline }', ' }'];

/** Each script: what it prints where all is well, and what breaks it with which words. */
const SCRIPTS = {
  'check:memorykernel-pin': [/pass: no findings/, anotherTag, /error\[release-tag-agreement\]/],
  'check:memorykernel-governance': [/pass: no findings/, ['docs/OPERATIONS.md', 'optional and non-blocking', 'mandatory'], /error\[governance-phrase\]/],
  'check:memorykernel-handoff': [/pass: no findings/, [PAYLOAD, '"handoff_mode": "stable"', '"handoff_mode": "maybe"'], /error\[handoff-mode\]/],
  'check:memorykernel-handoff:service-v3-candidate': [/pass: no findings/, noPayload, /error\[document-missing\]/],
  'check:memorykernel-boundary': [/pass: no findings/, ['src/draft.mjs', 'return ', "await fetch('/v1/query/ask'); return "], /error\[boundary-endpoint-leak\]/],
  'check:memorykernel-cutover-policy': [/pass: no findings/, [DECISION, 'Runtime cutover execution: **GO**', 'Runtime cutover execution: **NO-GO**'], /error\[cutover-decision\]/],
  'test:memorykernel-governance-negative': [/pass: every fault that was put in was found/, ['lockstep.toml', '[boundary]', '[boundery]'], /error: /],
  [CONTRACT]: [/ok {4}/, slowAdapter, /not all of test\/fallbacks\.test\.mjs ran and passed/],
  'test:memorykernel-phase3-dry-run': [/ok {4}/, noPayload, /error\[document-missing\]/],
  'test:memorykernel-cutover-dry-run': [/ok {4}/, noPayload, /error\[document-missing\]/],
  'test:ci': [/ok {4}/, slowAdapter, /not all of test\/fallbacks\.test\.mjs ran and passed/],
};

/** Replaces what stands once in a file, or removes the file. */
function change(project, [file, was, is]) {
  const path = join(project, file);
  if (was === undefined) return rmSync(path);
  const text = readFileSync(path, 'utf8');
  assert.equal(text.split(was).length, 2, `${file} holds this once: ${was}`);
  writeFileSync(path, text.replace(was, () => is));
}

function evidence(project) {
  const path = join(project, EVIDENCE);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

// Two at a time: each waits for its timeouts.
describe('the consumer example with the packed package', { concurrency: 2 }, () => {
  let original;
  const cleanups = [];
  before(() => ({ project: original } = installed({ after: (clean) => cleanups.push(clean) })));
  after(() => cleanups.forEach((clean) => clean()));

  /** A copy of the installed project, which a test may break. */
  function copy(t) {
    const project = `${original}-${t.name.replace(/[^a-z0-9]+/gi, '-')}`;
    t.after(() => rmSync(project, { recursive: true, force: true }));
    cpSync(original, project, { recursive: true, verbatimSymlinks: true });
    return project;
  }

  test('the table names every script about MemoryKernel that needs no service', () => {
    const { scripts } = JSON.parse(readFileSync(join(original, 'package.json'), 'utf8'));
    const own = Object.keys(scripts).filter((name) => /^(check|test):/.test(name));
    assert.deepEqual(own.sort(), Object.keys(SCRIPTS).sort());
    assert.ok(Object.values(scripts).every((command) => !command.includes('\n')));
  });

  for (const [script, [green, broken, red]] of Object.entries(SCRIPTS)) {
    test(`${script} is green, and red where something is broken`, async (t) => {
      const project = copy(t);
      const passed = await runScript(project, script);
      assert.equal(passed.status, 0, passed.output);
      assert.match(passed.output, green);
      change(project, broken);
      const failed = await runScript(project, script);
      assert.notEqual(failed.status, 0, failed.output);
      assert.match(failed.output, red);
    });
  }

  const MUTATIONS = {
    'waits for ever': slowAdapter,
    'throws on a timeout': [
      ADAPTER,
      "if (deadline.aborted) return { failure: 'timeout', text: `no whole answer from ${url} in time` };",
      'if (deadline.aborted) throw error;',
    ],
    'routes by legacy_error': [
      ADAPTER,
      'return enrichment({ ...settings, exchanges, question, notes });',
      `const step = enrichment({ ...settings, exchanges, question, notes });
      if (/"legacy_error":"schema_unavailable"/.test(question?.body)) step.enrichment.fallback_reason = 'schema-unavailable';
      return step;`,
    ],
    'ignores a version mismatch': [
      ADAPTER,
      'if (next === null) return',
      `if (result?.status === 'version-mismatch') result.ready = true;
      if (next === null) return`,
    ],
  };

  for (const [what, mutation] of Object.entries(MUTATIONS)) {
    test(`an adapter that ${what} fails the contract tests, and the evidence says so`, async (t) => {
      const project = copy(t);
      change(project, mutation);
      const { status, output } = await runScript(project, CONTRACT);
      assert.equal(status, 1, output);
      assert.match(output, /^FAIL /m);
      assert.equal(evidence(project).verification.status, 'failed');
    });
  }

  test('evidence of a run that passed names the pin and the commands', async (t) => {
    const project = copy(t);
    const { status, output } = await runScript(project, CONTRACT);
    assert.equal(status, 0, output);
    const { memorykernel_repo: repo, release_tag, commit_sha } = JSON.parse(readFileSync(join(project, PIN), 'utf8'));
    const { schema_version, memorykernel_pin, verification } = evidence(project);
    assert.deepEqual([schema_version, verification.status], ['v1', 'passed']);
    assert.deepEqual(memorykernel_pin, { repo, release_tag, commit_sha });
  });

  test('a document that drifted fails the run though its tests pass', async (t) => {
    const project = copy(t);
    change(project, anotherTag);
    const { status, output } = await runScript(project, CONTRACT);
    assert.equal(status, 1, output);
    assert.equal(evidence(project).verification.status, 'failed');
  });

  test('tests that do not run are no success', async (t) => {
    const project = copy(t);
    writeFileSync(join(project, 'test', 'envelopes.test.mjs'), '');
    const { status, output } = await runScript(project, CONTRACT);
    assert.equal(status, 1, output);
    assert.match(output, /not all of test\/envelopes\.test\.mjs ran and passed/);
  });

  test('a run that breaks off leaves no evidence, not even an older one', async (t) => {
    const project = copy(t);
    mkdirSync(join(project, 'artifacts'), { recursive: true });
    writeFileSync(join(project, EVIDENCE), '{ "verification": { "status": "passed" } }');
    writeFileSync(join(project, 'lockstep.toml'), '[');
    assert.equal((await runScript(project, CONTRACT)).status, 2);
    assert.equal(evidence(project), undefined);
  });

  test('the adapter keeps the declared types of the package', (t) => {
    const project = copy(t);
    const compiler = createRequire(join(root, 'npm', 'package.json')).resolve('typescript/package.json');
    const check = () => spawnSync(process.execPath, [join(compiler, '..', 'bin', 'tsc'), '--project', project], { encoding: 'utf8' });
    const { status, stdout } = check();
    assert.equal(status, 0, stdout);
    change(project, [ADAPTER, 'next.timeout_ms', 'next.timeout']);
    assert.notEqual(check().status, 0, 'a wrong key was not noticed');
  });
});
