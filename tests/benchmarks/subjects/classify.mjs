// Telling valid error envelopes from others: lockstep's classifier by each of its doors, and what one would take instead.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpora, writeCorpus } from '../corpus.mjs';
import { build, folder, median, ratio, run, worker } from '../measure.mjs';
import { digits, markdown, times } from '../table.mjs';

/**
 * How often each engine has its turn with a corpus, each time in a fresh process, which part of the corpus is taken, and how
 * many passes over it are timed: of a smaller part more, since what V8 has seldom seen is not optimised yet.
 */
const extents = { whole: { rounds: 5, part: 1, passes: 2 }, quick: { rounds: 3, part: 0.2, passes: 5 } };

const node = (madeFor, title) => ({ madeFor, title, command: () => worker('classify') });
const rust = (madeFor, title) => ({ madeFor, title, command: () => [build('classify')] });
/** A door of the npm package, over the addon or over WebAssembly; `engine` is the worker's name for it. */
const door = (vehicle, engine, title) => ({
  madeFor: 'a policy',
  title,
  engine,
  environment: { LOCKSTEP_ENGINE: vehicle },
  command() {
    build('classifier');
    return worker('classify');
  },
});

/** What is compared, by the names that `--only` takes, and what each is made for: any schema, one form, a policy's envelopes. */
const engines = {
  ajv: node('any schema', 'Node: `JSON.parse`, ajv with a compiled schema'),
  zod: node('any schema', 'Node: `JSON.parse`, zod'),
  hand: node('one form', 'Node: `JSON.parse`, check by hand'),
  'hand-bytes': node('one form', 'Node: Buffer to string, `JSON.parse`, check by hand'),
  jsonschema: rust('any schema', 'Rust: `serde_json::Value`, jsonschema'),
  'serde-json': rust('one form', 'Rust: serde_json, typed'),
  'serde-json-raw': rust('one form', 'Rust: serde_json, typed, whole file'),
  'simd-json': rust('one form', 'Rust: simd-json, typed'),
  'simd-json-raw': rust('one form', 'Rust: simd-json, typed, whole file'),
  'sonic-rs': rust('one form', 'Rust: sonic-rs, typed'),
  'sonic-rs-raw': rust('one form', 'Rust: sonic-rs, typed, whole file'),
  ours: rust('a policy', '**lockstep**, crate'),
  'ours-raw': rust('a policy', '**lockstep**, crate, whole file'),
  'addon-text': door('native', 'text', '**lockstep**, addon, string'),
  'addon-bytes': door('native', 'bytes', '**lockstep**, addon, Buffer'),
  'addon-batch': door('native', 'batch', '**lockstep**, addon, whole file'),
  'wasm-text': door('wasm', 'text', '**lockstep**, WebAssembly, string'),
  'wasm-bytes': door('wasm', 'bytes', '**lockstep**, WebAssembly, Buffer'),
  'wasm-batch': door('wasm', 'batch', '**lockstep**, WebAssembly, whole file'),
  floor: rust('', 'UTF-8 check and line ends alone'),
};
/** Timed by the clock and on all cores. */
const threads = { 'threads-1': rust(), 'threads-2': rust() };
const rivals = ['ajv', 'zod', 'hand', 'hand-bytes', 'jsonschema', 'serde-json', 'simd-json', 'sonic-rs'];

/** How many times as fast as a rival a door must be on the mix. */
const aims = [
  { fast: 'ours-raw', slow: 'ajv', least: 6 },
  { fast: 'addon-batch', slow: 'ajv', least: 7 },
  { fast: 'wasm-batch', slow: 'ajv', least: 5 },
  { fast: 'addon-bytes', slow: 'hand', least: 3.5 },
  { fast: 'addon-bytes', slow: 'hand-bytes', least: 3.5 },
];

/**
 * The nanoseconds that an envelope took each engine, one figure a round, by the engine's name. Each turn is a fresh process,
 * which first compares its verdicts with the expected ones; every round begins with another engine.
 */
function timeByTurns(subjects, corpus, { rounds, passes }, launcher = []) {
  const names = Object.keys(subjects);
  const series = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      const { command, engine = name, environment } = subjects[name];
      const [program, ...words] = [...launcher, ...command(), engine, corpus, String(passes)];
      series[name].push(median(JSON.parse(run(program, words, { environment }))));
    }
  }
  return series;
}

function engineTable(names, stats, series) {
  const rows = names.map((name) => {
    const { title, madeFor } = engines[name];
    const mix = median(series.mix[name]);
    const speeds = [digits(mix), digits(1e3 / mix), digits((stats.mix.bytes / stats.mix.lines / mix) * 1e3)];
    const multiples = Object.values(series).map(({ ajv, [name]: own }) => times(ratio(ajv, own)));
    return [title, madeFor, ...speeds, ...multiples, digits(median(series.big[name]))];
  });
  const head = ['engine', 'made for', 'mix ns', 'M/s', 'MB/s', ...Object.keys(series).map((name) => `${name}, x ajv`), 'big ns'];
  return markdown(head, '::>>>>>>>', rows);
}

function aimTable(names, series, scaling) {
  const rows = [];
  const row = (what, than, slow, fast, least) => {
    const multiple = ratio(slow, fast);
    rows.push([what, than, times(multiple), String(least), multiple.value >= least ? 'yes' : 'NO']);
  };
  for (const { fast, slow, least } of aims) {
    const { [fast]: own, [slow]: other } = series.mix;
    if (own && other) row(engines[fast].title, engines[slow].title, other, own, least);
  }
  if (names.includes('ours-raw')) {
    const { title } = engines['ours-raw'];
    for (const [corpus, of] of Object.entries(series)) {
      const best = names.filter((name) => rivals.includes(name)).reduce((best, name) => (median(of[name]) < median(of[best]) ? name : best));
      row(`${title}, ${corpus}`, `the fastest other: ${engines[best].title}`, of[best], of['ours-raw'], 1);
    }
    if (scaling) row(`${title}, two threads`, 'one thread', scaling['threads-1'], scaling['threads-2'], 1.8);
  }
  return markdown(['what', 'against', 'times as fast [range]', 'at least', 'met'], '::>>:', rows);
}

function corpusTable(stats) {
  const rows = Object.entries(stats).map(([name, { lines, bytes, p5, p50, p95, kinds }]) => {
    const shares = Object.entries(corpora[name].kinds).map(([, [, kind]]) => `${kind} ${((kinds[kind] / lines) * 100).toFixed(1)}`);
    return [name, digits(lines), digits(bytes), `${p5} / ${p50} / ${p95}`, shares.join(', ')];
  });
  return markdown(['corpus', 'lines', 'bytes', 'bytes a line, p5 / p50 / p95', 'of 100 lines'], ':>>>:', rows);
}

export default function measure({ quick, only, json }) {
  if (!existsSync(join(folder, 'node_modules', 'ajv'))) throw new Error('run `npm ci` in tests/benchmarks first: ajv and zod are missing');
  const wanted = only?.split(',') ?? Object.keys(engines);
  const unknown = wanted.find((name) => !Object.hasOwn(engines, name));
  if (unknown) throw new Error(`no engine is named ${unknown}; there are ${Object.keys(engines).join(', ')}`);
  // In multiples of ajv the others are told.
  const names = Object.keys(engines).filter((name) => name === 'ajv' || wanted.includes(name));
  const subjects = Object.fromEntries(names.map((name) => [name, engines[name]]));
  const extent = quick ? extents.quick : extents.whole;
  // Linux alone can keep a process to one core from outside.
  const launcher = process.platform === 'linux' ? ['taskset', '--cpu-list', '0'] : [];
  const scratch = mkdtempSync(join(tmpdir(), 'lockstep-classify-'));
  try {
    const stats = {};
    const series = {};
    for (const name in corpora) {
      stats[name] = writeCorpus(scratch, name, extent.part);
      series[name] = timeByTurns(subjects, join(scratch, name), extent, launcher);
    }
    const scales = names.includes('ours-raw') && availableParallelism() > 1;
    const scaling = scales ? timeByTurns(threads, join(scratch, 'mix'), extent) : undefined;
    if (json) {
      const record = { processor: cpus()[0].model.trim(), extent, corpora: stats, nanoseconds: series, scaling };
      writeFileSync(json, `${JSON.stringify(record, null, 2)}\n`);
    }
    const tables = [corpusTable(stats), engineTable(names, stats, series)];
    if (names.length > 1) tables.push(aimTable(names, series, scaling));
    return tables.join('\n');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
