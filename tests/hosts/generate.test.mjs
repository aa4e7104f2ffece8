// What a producer hands over, generated from real files and git: every vehicle prints and leaves the same, and the
// consumer's side accepts it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';
const HANDOFF = 'docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';
const REHEARSAL = 'docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json';
const BUNDLE = 'docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json';
const PAYLOAD = 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';
const { PATH, HOME } = process.env;
// The same commits in each vehicle's folder.
const who = Object.fromEntries(['AUTHOR', 'COMMITTER'].flatMap((role) => [
  [`GIT_${role}_NAME`, 'a'], [`GIT_${role}_EMAIL`, 'a@b'], [`GIT_${role}_DATE`, '2026-03-01T00:00:00Z'],
]));

function git(folder, ...words) {
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: folder, env: { PATH, HOME, ...who }, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

function commit(folder, tag) {
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '--message', tag);
  git(folder, 'tag', tag);
}

/** A folder with the producer's example in `kernel`, a folder of its git repository, and its two consumers beside it. */
function producer(t, { repository = true } = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const plain = { recursive: true, filter: (path) => !/[\\/](node_modules|artifacts|target|\.lockstep)([\\/]|$)/.test(path) };
  cpSync(join(root, 'examples/producer'), join(folder, 'kernel'), plain);
  for (const name of ['consumer', 'consumer-v0.3.2']) cpSync(join(root, 'examples', name), join(folder, name), plain);
  if (!repository) return folder;
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  const manifest = join(folder, 'kernel', MANIFEST);
  const now = readFileSync(manifest, 'utf8');
  const before = now.replaceAll('v0.4.0', 'v0.3.2').replaceAll('service.v3', 'service.v2')
    .replace('7e4806a34b98e6c06ee33fa9f11499a975e7b922', 'cf331449e1589581a5dcbb3adecd3e9ae4509277');
  writeFileSync(manifest, before);
  commit(folder, 'v0.3.2');
  writeFileSync(manifest, now);
  commit(folder, 'v0.4.0');
  return folder;
}

/** Runs the program in one vehicle; what it prints is kept. */
function recorder(vehicle, folder) {
  const printed = [];
  const lockstep = async (words, wanted = 0) => {
    const outcome = await run(vehicle, words, { cwd: folder });
    assert.equal(outcome.status, wanted, `${words.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
    printed.push(outcome);
    return outcome;
  };
  return { printed, lockstep };
}

/** Generates all there is before and after the cutover, hands it over, and checks it; gives all that was printed and left. */
async function flow(t, vehicle) {
  const folder = producer(t);
  const { printed, lockstep } = recorder(vehicle, folder);
  const left = {};
  const generate = (...words) => lockstep(['producer', 'generate', ...words, 'kernel']);
  const DATE = ['--today', '2026-03-01'];
  const keep = (path) => (left[`${path} ${printed.length}`] = readFileSync(join(folder, 'kernel', path), 'utf8'));
  const hand = (path, consumer) => writeFileSync(join(folder, consumer, PAYLOAD), readFileSync(join(folder, 'kernel', path)));

  const patch = await generate('handoff', '--dry-run', ...DATE);
  assert.equal(git(folder, 'status', '--porcelain'), '');
  assert.equal((await generate('handoff', ...DATE)).stdout, patch.stdout);
  keep(HANDOFF);
  // The patch of the dry run is what was done.
  writeFileSync(join(folder, 'handoff.patch'), patch.stdout);
  git(join(folder, 'kernel'), 'apply', '--reverse', '../handoff.patch');
  assert.equal(git(folder, 'status', '--porcelain', 'kernel'), '');
  git(join(folder, 'kernel'), 'apply', '../handoff.patch');
  rmSync(join(folder, 'handoff.patch'));
  hand(HANDOFF, 'consumer');
  await lockstep(['handoff', 'verify', ...DATE, 'consumer']);
  const bundled = await generate('bundle', ...DATE);
  assert.match(bundled.stderr, /^note: not as at commit `[0-9a-f]{40}`, but as they stand: `docs\/implementation\/PRODUCER_RELEASE_HANDOFF_LATEST\.json`\n/);
  assert.equal(JSON.parse(keep(BUNDLE)).git_commit_head, git(folder, 'rev-parse', 'HEAD'));
  commit(folder, 'handed-over');
  // Committed and a month later it is still what would be generated; a changed file is not.
  await generate('handoff', '--check', '--today', '2026-04-01');
  await generate('bundle', '--check', '--today', '2026-04-01');
  writeFileSync(join(folder, 'kernel/openapi/openapi.yaml'), `${readFileSync(join(folder, 'kernel/openapi/openapi.yaml'), 'utf8')}\n`);
  await lockstep(['producer', 'generate', 'bundle', '--check', 'kernel'], 1);
  git(folder, 'checkout', '--quiet', '--', 'kernel');
  const impact = await generate('impact', ...DATE);
  assert.match(impact.stdout, /- Runtime behavior changes: answers outside 2xx change from service\.v2 to service\.v3/);
  await generate('impact', '--since', 'v0.3.2', '--out', 'docs/impact.md', ...DATE);
  keep('docs/impact.md');
  git(folder, 'stash', '--quiet', '--include-untracked');

  git(folder, 'checkout', '--quiet', 'v0.3.2');
  await generate('handoff', '--mode', 'service-v3-candidate', ...DATE);
  keep(HANDOFF);
  hand(HANDOFF, 'consumer-v0.3.2');
  await lockstep(['handoff', 'verify', ...DATE, 'consumer-v0.3.2']);
  await lockstep(['handoff', 'verify', '--candidate', ...DATE, 'consumer-v0.3.2']);
  const rehearsed = await generate('rehearsal', ...DATE);
  assert.equal(rehearsed.stderr, `generated \`kernel/${REHEARSAL}\`\n`);
  const rehearsal = JSON.parse(keep(REHEARSAL));
  assert.equal(rehearsal.producer.planning_commit_seen_by_consumer, git(folder, 'rev-parse', 'v0.3.2'));
  assert.equal(rehearsal.rehearsal_candidate.cutover_not_before_utc_date, '2026-03-15');
  return { printed, left };
}

test('every vehicle generates the same bytes, which both sides accept', async (t) => {
  const [first, ...others] = await Promise.all(Object.values(vehicles).map((vehicle) => flow(t, vehicle)));
  for (const other of others) assert.deepEqual(other, first);
});

/** What cannot be generated: every vehicle says the same and changes nothing. */
async function refused(t, vehicle) {
  const folder = producer(t, { repository: false });
  const { printed, lockstep } = recorder(vehicle, folder);
  const refuse = async (code, ...words) => {
    const before = readFileSync(join(folder, 'kernel', BUNDLE), 'utf8');
    await lockstep(['producer', 'generate', ...words, '--today', '2026-03-01', 'kernel'], code);
    assert.equal(readFileSync(join(folder, 'kernel', BUNDLE), 'utf8'), before);
    assert.ok(!existsSync(join(folder, 'kernel/.lockstep')));
  };
  await refuse(2, 'bundle'); // no git
  git(folder, 'init', '--quiet');
  await refuse(2, 'bundle'); // no commit
  await refuse(2, 'impact'); // no tag
  commit(folder, 'v0.4.0');
  await refuse(2, 'impact'); // no earlier one
  await refuse(1, 'rehearsal'); // service.v3 runs already
  await refuse(2, 'handoff', '--mode', 'final');
  await refuse(2, 'handoff', '--out', '../outside.json');
  rmSync(join(folder, 'kernel/CHANGELOG.md'));
  await refuse(1, 'handoff');
  rmSync(join(folder, 'kernel', MANIFEST));
  await refuse(1, 'handoff');
  await lockstep(['producer', 'generate', 'handoff', 'nowhere'], 2);
  return printed.map(({ status, stdout, stderr }) => ({ status, stdout, stderr }));
}

test('every vehicle says the same of what cannot be generated', async (t) => {
  const [first, ...others] = await Promise.all(Object.values(vehicles).map((vehicle) => refused(t, vehicle)));
  for (const other of others) assert.deepEqual(other, first);
});

test('the day of a build is that of SOURCE_DATE_EPOCH', async (t) => {
  for (const [program, options, chosen] of Object.values(vehicles)) {
    const folder = producer(t, { repository: false });
    const vehicle = [program, options, { ...chosen, SOURCE_DATE_EPOCH: '1772323200' }];
    const { status, stderr } = await run(vehicle, ['producer', 'generate', 'handoff', 'kernel'], { cwd: folder });
    assert.equal(status, 0, stderr);
    const payload = JSON.parse(readFileSync(join(folder, 'kernel', HANDOFF), 'utf8'));
    assert.equal(payload.handoff_generated_at_utc, '2026-03-01T00:00:00Z');
  }
});
