// Runs the contract tests and writes down what came of them: artifacts/memorykernel-contract-evidence.json.
// Usage: node scripts/test-memorykernel-contract.mjs [--now INSTANT]
// Exit status: 0 where every test ran and passed, 1 where one failed, 2 where one did not run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { engine, version } from 'lockstep-contracts';
import { pin, project } from './project.mjs';

const EVIDENCE = join(project, 'artifacts', 'memorykernel-contract-evidence.json');
const SUITES = ['pin', 'envelopes', 'fallbacks'];
const DOCUMENTS = [
  'config/memorykernel-integration-pin.json',
  'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md',
  'config/memorykernel-producer-manifest.json',
];
const EXIT_STATUS = { passed: 0, failed: 1, error: 2 };

/** A suite that hangs as a whole is stopped; in milliseconds. */
const LONGEST_SUITE = 120_000;

/** Runs the tests of a file, prints each, and returns what came of them. */
async function runSuite(name) {
  const file = `test/${name}.test.mjs`;
  const path = join(project, file);
  const suite = { name, file, status: 'error', tests: 0, passed: 0, failed: 0, not_run: 0, failures: [] };
  for await (const { type, data } of run({ files: [path], timeout: LONGEST_SUITE })) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    // The file itself is reported where it has no tests, which is no pass, and where it breaks off.
    if (type === 'test:pass' && resolve(data.name) === path) continue;
    suite.tests += 1;
    if (type === 'test:fail') {
      const { error } = data.details;
      suite.failed += 1;
      suite.failures.push(data.name);
      console.log(`FAIL  ${name}: ${data.name}\n${String(error.cause?.message ?? error.message).replace(/^/gm, '      ')}`);
    } else if (data.skip !== undefined || data.todo !== undefined) {
      suite.not_run += 1;
      console.log(`skip  ${name}: ${data.name}`);
    } else {
      suite.passed += 1;
      console.log(`ok    ${name}: ${data.name}`);
    }
  }
  suite.status = verdict(suite.failed > 0, suite.passed > 0 && suite.not_run === 0);
  return suite;
}

/** A failure is a failure; what did not run is neither passed nor failed. */
function verdict(anyFailed, allRan) {
  if (anyFailed) return 'failed';
  return allRan ? 'passed' : 'error';
}

/** What git says, or null where this project is in no repository. */
function git(...options) {
  const { status, stdout } = spawnSync('git', options, { cwd: project, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function total(suites, key) {
  return suites.reduce((sum, suite) => sum + suite[key], 0);
}

const { values } = parseArgs({ options: { now: { type: 'string' } } });
const now = new Date(values.now ?? Date.now()).toISOString();

// Whatever stops this run, no older evidence stands for it.
rmSync(EVIDENCE, { force: true });

const pinned = JSON.parse(pin);
const suites = [];
for (const name of SUITES) suites.push(await runSuite(name));
const status = verdict(
  suites.some((suite) => suite.status === 'failed'),
  suites.every((suite) => suite.status === 'passed'),
);

const evidence = {
  schema_version: 'v1',
  generated_at: now,
  consumer: {
    project: JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).name,
    branch: git('rev-parse', '--abbrev-ref', 'HEAD'),
    commit_sha: git('rev-parse', 'HEAD'),
  },
  memorykernel_pin: {
    repo: pinned.memorykernel_repo,
    release_tag: pinned.release_tag,
    commit_sha: pinned.commit_sha,
  },
  expected_contracts: {
    service_contract_version: pinned.expected_service_contract_version,
    api_contract_version: pinned.expected_api_contract_version,
    integration_baseline: pinned.expected_integration_baseline,
  },
  documents: DOCUMENTS.map((path) => {
    const bytes = readFileSync(join(project, path));
    return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
  }),
  tools: { 'lockstep-contracts': version(), engine: engine(), node: process.versions.node },
  verification: {
    contract_test_command: 'pnpm run test:memorykernel-contract',
    pin_sync_command: 'pnpm run check:memorykernel-pin',
    status,
    tests: total(suites, 'tests'),
    passed: total(suites, 'passed'),
    failed: total(suites, 'failed'),
    not_run: total(suites, 'not_run'),
    suites,
  },
};
mkdirSync(dirname(EVIDENCE), { recursive: true });
writeFileSync(EVIDENCE, `${JSON.stringify(evidence, null, 2)}\n`);

console.log(`\n${status}: ${evidence.verification.passed} of ${evidence.verification.tests} tests passed; evidence in ${EVIDENCE}`);
process.exitCode = EXIT_STATUS[status];
