// Many repositories in one run, all different.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, gate, median, ratio, timeProcesses } from '../measure.mjs';

const SIZES = [2_500, 5_000, 10_000];
const ROUNDS = 22;

const paths = {
  pin: 'config/memorykernel-integration-pin.json',
  matrix: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md',
  manifest: 'config/memorykernel-producer-manifest.json',
};
const words = 'after before build change check contract copy page pair pin pull release repository run version which with'.split(' ');

const example = Object.fromEntries(Object.entries(paths).map(([kind, path]) => [kind, readFileSync(join(gate, path), 'utf8')]));

/** The hash of a text and a number, hexadecimal: all randomness that the fleet needs. */
function random(text, number) {
  return createHash('sha256').update(`${text} ${number}`).digest('hex');
}

/** The list in an order that the number decides. */
function shuffled(list, number) {
  return list.map((item) => [random(item, number), item]).sort().map(([, item]) => item);
}

/** The example's documents with a release, an order of error codes and a prose that no other number has. */
function documents(number) {
  const was = JSON.parse(example.pin);
  const tag = `v${1 + Math.floor(number / 1000)}.${number % 1000}.0`;
  const commit = random('commit', number).slice(0, 40);
  const release = (text) => text.replaceAll(was.release_tag, tag).replaceAll(was.commit_sha, commit);

  const content = JSON.parse(release(example.manifest));
  content.error_code_enum = shuffled(content.error_code_enum, number);
  const manifest = `${JSON.stringify(content, null, 2)}\n`;

  const hash = createHash('sha256').update(manifest).digest('hex');
  const pinned = (text) => release(text).replaceAll(was.expected_producer_manifest_sha256, hash);
  const prose = Array.from({ length: 1 + (number % 3) }, (_, line) => shuffled(words, number + line).join(' ')).join('\n');
  return { pin: pinned(example.pin), matrix: `${pinned(example.matrix)}\n## Notes\n\n${prose}.\n`, manifest };
}

/** Writes the repositories into a folder, and lists of so many of them; gives the path of a list by its length. */
function generate(folder) {
  const roots = Array.from({ length: SIZES.at(-1) }, (_, number) => {
    const repository = join(folder, `repository-${number}`);
    for (const part of ['config', 'docs']) mkdirSync(join(repository, part), { recursive: true });
    const texts = documents(number);
    for (const kind in texts) writeFileSync(join(repository, paths[kind]), texts[kind]);
    return repository;
  });
  return Object.fromEntries(SIZES.map((size) => {
    const list = join(folder, `list-${size}`);
    writeFileSync(list, roots.slice(0, size).join('\n'));
    return [size, list];
  }));
}

function time(lists) {
  const native = build('native');
  const check = [native('lockstep'), 'check', '-'];
  const floor = [native('fleet_floor')];
  const size = SIZES.at(-1);
  const subjects = {
    check: { command: check, input: lists[size] },
    floor: { command: floor, input: lists[size] },
  };
  for (const smaller of SIZES.slice(0, -1)) subjects[smaller] = { command: check, input: lists[smaller] };
  // Linux alone can keep a process to one core from outside.
  if (process.platform === 'linux') {
    subjects.oneCheck = { command: ['taskset', '--cpu-list', '0', ...check], input: lists[size] };
    subjects.oneFloor = { command: ['taskset', '--cpu-list', '0', ...floor], input: lists[size] };
  }
  return timeProcesses(ROUNDS, gate, subjects);
}

function rows({ check, floor, oneCheck, oneFloor, ...smaller }) {
  const cores = availableParallelism();
  const size = SIZES.at(-1);
  const name = `${size.toLocaleString('en')} repositories`;
  const against = (what, floor, of, other, ratioTarget) => ({
    what,
    value: median(of.milliseconds),
    unit: 'ms',
    floor,
    ratio: ratio(of.milliseconds, other.milliseconds),
    ratioTarget,
  });
  const growth = SIZES.slice(0, -1).map((fewer) => {
    const times = size / fewer;
    // Linear, with a tenth for what a busy machine does.
    return against(`${name}, growth`, `${fewer.toLocaleString('en')} of them`, check, smaller[fewer], times * 1.1);
  });
  const onOne = oneCheck && [
    against(`${name}, one core`, 'open and read, one core', oneCheck, oneFloor, 4),
    against(`${name}, one core`, `${cores} cores`, oneCheck, check),
    against('the floor, one core', `${cores} cores`, oneFloor, floor),
  ];
  return [
    against(`${name}, ${cores} cores`, `open and read, ${cores} cores`, check, floor, 4),
    ...(onOne ?? []),
    ...growth,
    { what: `${name}, peak memory`, value: check.peak / 1024, unit: 'MiB', floor: `${(floor.peak / 1024).toFixed(2)} MiB` },
  ];
}

export default function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-fleet-'));
  try {
    return rows(time(generate(folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
