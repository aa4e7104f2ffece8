// Notices of error codes, over real files and git: every vehicle counts, records and judges alike.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';
const RECORD = 'contracts/integration/error-code-notices.json';
const CODE = ['--code', 'rate_limited', '--by', 'producer team', '--reference', 'message 7'];
const { PATH, HOME } = process.env;

function git(folder, ...words) {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  const { status, stderr } = spawnSync('git', [...who, ...words], { cwd: folder, env: { PATH, HOME }, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** A producer's repository whose work tree adds a code to the manifest; its own rules about manifest and packs aside. */
function producer(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-notice-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'examples/producer'), folder, { recursive: true, filter: (path) => !path.includes('target') });
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'add', '--force', '.');
  git(folder, 'commit', '--quiet', '--message', 'one');
  const text = readFileSync(join(folder, MANIFEST), 'utf8');
  const more = text.replace('"internal_error"', '"internal_error",\n    "rate_limited"');
  assert.notEqual(more, text);
  writeFileSync(join(folder, MANIFEST), more);
  return folder;
}

/** All that one vehicle prints on the way from an announcement to a release, and the record that it leaves. */
async function flow(t, vehicle) {
  const folder = producer(t);
  const printed = [];
  const lockstep = async (words, wanted) => {
    const outcome = await run(vehicle, words, { cwd: folder });
    assert.equal(outcome.status, wanted, `${words.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
    printed.push(outcome);
    return outcome.stdout;
  };
  const check = (today) => ['producer', 'notice', '--base', 'main', '--today', today];
  assert.match(await lockstep(check('2026-03-02'), 1), /error\[notice-missing\]/);
  await lockstep(['notice', 'announce', ...CODE, '--today', '2026-03-02'], 0);
  assert.doesNotMatch(await lockstep(check('2026-03-13'), 1), /notice-missing/);
  appendFileSync(join(folder, 'CHANGELOG.md'), '\nrate_limited\n');
  appendFileSync(join(folder, 'openapi/openapi.yaml'), '\n# rate_limited\n');
  // Files that git does not know yet change the repository, too; git writes their names as they are.
  writeFileSync(join(folder, 'docs/spec/r\u{e4}te limited.md'), 'rate_limited\n');
  writeFileSync(join(folder, 'crates/rate_limited.rs'), '// rate_limited\n');
  assert.match(await lockstep(check('2026-03-15'), 1), /^error\[notice-too-early\].*\n(?:(?!^error).*\n)*fail: 1 error;/m);
  assert.match(await lockstep(check('2026-03-16'), 0), /^pass: /m);
  const instants = ['--decided', '2026-03-01T23:00:00-08:00', '--announced', '2026-03-02T12:00:00Z', '--utc-offset', '+05:30'];
  for (const format of ['human', 'json']) {
    await lockstep(['notice', '--format', format, '--announced', '2026-03-02', '--release', '2026-03-13', '--today', '2026-03-02'], 1);
    await lockstep(['notice', '--format', format, '--path', 'emergency', ...instants, '--release', '2026-03-03T12:00:00Z', '--today', '2026-03-02'], 0);
    await lockstep(['notice', '--format', format, '--path', 'emergency'], 2);
  }
  return { printed, record: readFileSync(join(folder, RECORD), 'utf8') };
}

test('every vehicle counts, records and judges notices alike', async (t) => {
  const flows = {};
  for (const [name, vehicle] of Object.entries(vehicles)) flows[name] = await flow(t, vehicle);
  const { native, ...others } = flows;
  for (const [name, other] of Object.entries(others)) assert.deepEqual(other, native, name);
});
