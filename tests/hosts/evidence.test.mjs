// The evidence that runs leave is the same whichever vehicle ran, and says what came of the run.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const HANDOFF = 'artifacts/memorykernel-handoff-evidence.json';
const CONTRACT = 'artifacts/memorykernel-contract-evidence.json';
const PAYLOAD = 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';

/** Runs every vehicle in a copy of the example of its own; they agree on what is printed and on the evidence at a place. */
async function judged(t, words, place, { prepare = () => {} } = {}) {
  const outcomes = [];
  for (const vehicle of Object.values(vehicles)) {
    const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
    t.after(() => rmSync(cwd, { recursive: true, force: true }));
    cpSync(join(root, 'examples/consumer'), cwd, { recursive: true, filter: (path) => !/node_modules|artifacts/.test(path) });
    prepare(cwd);
    const outcome = await run(vehicle, words, { cwd });
    const path = join(cwd, place);
    outcomes.push({ ...outcome, evidence: existsSync(path) ? readFileSync(path, 'utf8') : undefined });
  }
  for (const outcome of outcomes) assert.deepEqual(outcome, outcomes[0]);
  const [{ evidence, ...outcome }] = outcomes;
  return { ...outcome, text: evidence, evidence: evidence && JSON.parse(evidence) };
}

test('a handoff that passes leaves evidence, and one that does not leaves none', async (t) => {
  const passed = await judged(t, ['handoff', '--today', '2026-03-01'], HANDOFF);
  assert.equal(passed.status, 0, passed.stdout + passed.stderr);
  assert.equal(passed.evidence.status, 'passed');
  assert.ok(!passed.text.includes(tmpdir()), passed.text);
  const prepare = (cwd) => {
    cpSync(join(cwd, 'package.json'), join(cwd, HANDOFF));
    const payload = readFileSync(join(cwd, PAYLOAD), 'utf8');
    writeFileSync(join(cwd, PAYLOAD), payload.replaceAll('"v0.4.0"', '"v0.4.1"'));
  };
  const failed = await judged(t, ['handoff', '--today', '2026-03-01'], HANDOFF, { prepare });
  assert.equal(failed.status, 1, failed.stdout + failed.stderr);
  assert.equal(failed.evidence, undefined);
});

test('contract evidence follows from the command that really ran', async (t) => {
  const contract = (...command) => judged(t, ['evidence', 'contract', '--today', '2026-03-01', '--', ...command], CONTRACT);
  const passed = await contract(process.execPath, '-e', "console.log('it\\'s', process.argv[1])", '$HOME "x"');
  assert.equal(passed.status, 0, passed.stdout + passed.stderr);
  assert.match(passed.stdout, /it's \$HOME "x"/);
  assert.equal(passed.evidence.verification.status, 'passed');
  const failed = await contract(`${process.execPath} -e 'process.exit(3)' && echo no`);
  assert.equal(failed.status, 1, failed.stdout + failed.stderr);
  assert.deepEqual([failed.evidence.verification.status, failed.evidence.verification.command_exit_code], ['failed', 3]);
});
