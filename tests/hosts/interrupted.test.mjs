// The real program killed at random moments of a repin or a rollback: all files are old or all are new, the state is
// told, and the next command completes or undoes it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cargo, root } from './cases.mjs';

const KILLS = 1000;
/** Folders in which it is done at once: each run mostly waits for the disk. */
const LANES = 5;
const TRIO = ['config/memorykernel-integration-pin.json', 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md', 'config/memorykernel-producer-manifest.json'];
const FREEZE = 'config/memorykernel-freeze.json';
const INCIDENT = 'docs/incidents/2026-03-02-rollback-v0.4.0-to-v0.3.2.md';
const DATE = ['--today', '2026-03-02'];
const REPIN = ['repin', '--manifest', 'new.json', ...DATE];
const ROLLBACK = ['rollback', '--reason', 'drafts fail', ...DATE];
const { PATH, HOME } = process.env;
const git = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

cargo('build', '--quiet', '--package', 'lockstep-cli');
const program = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'lockstep');

/** Numbers from 0 to 1 that a seed decides (mulberry32), so that a run can be had again as far as time allows. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A consumer on v0.3.2 with one commit, and the manifest of v0.4.0 beside it. */
function consumer(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'examples/consumer-v0.3.2'), folder, { recursive: true });
  cpSync(join(root, 'examples/consumer', TRIO[2]), join(folder, 'new.json'));
  for (const words of [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message', 'one']]) {
    assert.equal(spawnSync('git', words, { cwd: folder, env: { PATH, HOME, ...git } }).status, 0);
  }
  return folder;
}

/** The files that a repin or a rollback changes, and null where one does not stand. */
function state(folder) {
  const text = (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null);
  return Object.fromEntries([...TRIO, FREEZE, INCIDENT].map((path) => [path, text(path)]));
}

function restore(folder, files) {
  rmSync(join(folder, '.lockstep'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    if (text === null) rmSync(join(folder, path), { force: true });
    else writeFileSync(join(folder, path), text);
  }
}

/** Runs the program; where a delay in milliseconds is given, kills it after that. */
async function run(folder, words, delay) {
  const child = spawn(program, words, { cwd: folder, env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = delay === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), delay);
  const texts = [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearTimeout(timer);
  return { status, text: (await Promise.all(texts)).join('') };
}

/** What must hold of a killed program's folder; says whether it was interrupted. */
async function demand(folder, before, after, what) {
  const now = state(folder);
  for (const [path, text] of Object.entries(now)) assert.ok([before[path], after[path]].includes(text), `${what}: ${path} is neither old nor new`);
  const interrupted = existsSync(join(folder, '.lockstep/journal.json'));
  const check = await run(folder, ['check', '--only', 'documents', ...DATE]);
  if (interrupted) {
    assert.equal(check.status, 2, `${what}: ${check.text}`);
    assert.match(check.text, /^error: interrupted repin: /, what);
  } else {
    assert.equal(check.status, 0, `${what}: ${check.text}`);
    assert.ok([before, after].some((files) => TRIO.every((path) => files[path] === now[path])), `${what}: some files are old and some new`);
  }
  return interrupted;
}

/** Kills and goes on in one folder until all kills are done. */
async function lane(folder, random, counts) {
  const states = { old: state(folder) };
  const timed = async (words) => {
    const start = performance.now();
    const done = await run(folder, words);
    assert.equal(done.status, 0, done.text);
    return performance.now() - start;
  };
  const times = { repin: await timed(REPIN) };
  states.new = state(folder);
  times.rollback = await timed(ROLLBACK);
  states.back = state(folder);
  for (const path of TRIO) assert.equal(states.back[path], states.old[path], `${path} is byte-identical after both`);
  assert.ok(states.back[FREEZE] && states.back[INCIDENT]);
  const kinds = [
    { words: REPIN, before: states.old, after: states.new, time: times.repin, hits: [] },
    { words: ROLLBACK, before: states.new, after: states.back, time: times.rollback, hits: [] },
  ];
  while (counts.kills < KILLS) {
    const { words, before, after, time, hits } = kinds[random() < 0.7 ? 0 : 1];
    restore(folder, before);
    // Half of them near a moment that has interrupted a run before: most of a run is reading.
    const near = random() < 0.5 ? hits[Math.floor(random() * hits.length)] : undefined;
    const delay = near === undefined ? random() * 1.1 * time : near * (0.8 + 0.4 * random());
    const what = `kill ${counts.kills}, ${words[0]} after ${delay.toFixed(3)} ms`;
    counts.kills += 1;
    await run(folder, words, delay);
    let interrupted = await demand(folder, before, after, what);
    if (interrupted) {
      hits.push(delay);
      counts.interrupted += 1;
    }
    if (interrupted && random() < 0.5) {
      // Killed once more while it is finished or undone.
      counts.kills += 1;
      counts.again += 1;
      await run(folder, [random() < 0.5 ? 'repin' : 'rollback'], random() * time);
      interrupted = await demand(folder, before, after, `${what}, and again`);
    }
    if (!interrupted) continue;
    const finish = random() < 0.5;
    const done = await run(folder, [finish ? 'repin' : 'rollback']);
    assert.equal(done.status, 0, `${what}: ${done.text}`);
    assert.deepEqual(state(folder), finish ? after : before, what);
    counts[finish ? 'finished' : 'undone'] += 1;
    assert.equal(await demand(folder, before, after, what), false);
    const left = ['.lockstep', 'config', 'docs'].flatMap((name) => readdirSync(join(folder, name)));
    assert.ok(!left.some((name) => name.endsWith('.lockstep') || name === 'transaction'), `${what}: ${left}`);
  }
}

test(`nothing is lost or half-written when the program is killed ${KILLS} times`, async (t) => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed}`);
  const counts = { kills: 0, interrupted: 0, again: 0, finished: 0, undone: 0 };
  const lanes = Array.from({ length: LANES }, (_, number) => lane(consumer(t), numbers(seed + number), counts));
  await Promise.all(lanes);
  t.diagnostic(JSON.stringify(counts));
  for (const [name, count] of Object.entries(counts)) assert.ok(count >= 10, `too few are ${name} for the test to mean anything: ${count}`);
});
