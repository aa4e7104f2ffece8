// Error envelopes to classify, one a line: made up, the same in every run, and as uneven as real ones.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from a seed (mulberry32), and what is drawn by them. */
function dice(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  const chance = (probability) => next() < probability;
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join('');
  /** One of the values, each as often as its weight says. */
  const weighted = (weights) => {
    let left = next() * weights.reduce((sum, [weight]) => sum + weight, 0);
    return weights.find(([weight]) => (left -= weight) < 0)[1];
  };
  return { below, pick, chance, hex, weighted };
}

const codes = [
  'invalid_json',
  'validation_error',
  'context_package_not_found',
  'write_conflict',
  'write_failed',
  'schema_unavailable',
  'migration_failed',
  'query_failed',
  'context_lookup_failed',
  'internal_error',
];
const unknownCodes = ['rate_limited', 'validation_failed', 'unauthorized', 'Validation_Error', 'schema_unavailable ', 'write_conflicts', 'timeout'];
const names = ['text', 'actor', 'action', 'resource', 'as_of', 'record_types', 'memory_id', 'dry_run'];
const people = ['support_agent', 'Jürgen Weiß', 'Zoë', 'måns@example.test', '山田太郎', 'renée', 'Łukasz', 'agent 🛠'];

const messages = [
  ({ pick, below }) => `Failed to deserialize the JSON body into the target type: missing field \`${pick(names)}\` at line 1 column ${below(200)}`,
  ({ pick, below }) => `Failed to parse the request body as JSON: ${pick(names)}: expected value at line 1 column ${below(90)}`,
  ({ pick }) => `record validation failed: validation error: ${pick(names)} MUST be provided for every write`,
  ({ pick }) => `validation failed: the field "${pick(names)}" cannot be empty; it was "" in the request of ${pick(people)}`,
  ({ hex }) => `context package not found: no package of this database has the id ctx_${hex(20)}`,
  () => 'failed to insert memory record: UNIQUE constraint failed: memory_records.memory_version_id',
  ({ hex }) => `failed to insert memory record ${hex(26)}: a record of the same version already exists`,
  ({ pick }) => `schema check failed: unable to open database file: C:\\ProgramData\\MemoryKernel\\data\\${pick(names)}.sqlite3`,
  ({ pick }) => `failed to open the database /var/lib/memory-kernel/${pick(names)}.sqlite3: disk I/O error (code 10)`,
  ({ below }) => `query ask timed out after ${100 + below(2900)} ms, of which the index took ${below(100)} ms`,
  ({ pick, below }) => `migration ${below(12)} failed and was rolled back:\n\tno such table: ${pick(names)}\n\tin statement ${below(40)}`,
  ({ pick }) => `the policy denies ${pick(names)} of the resource support_ticket to ${pick(people)}`,
  () => 'internal error: the worker thread of this operation could not be joined',
];

const briefDetails = [
  ({ pick, below }) => ({ rejection: `missing field \`${pick(names)}\` at line 1 column ${below(200)}` }),
  ({ pick, below }) => ({ field: pick(names), limit: below(4096), given: below(9999) / 8 }),
  ({ below }) => ({ timeout_ms: 100 + below(2900), retryable: true }),
  ({ below }) => ({ current_version: 1, target_version: 2 + below(3), pending_versions: [2, 3], inferred_from_legacy: false }),
  ({ hex, pick }) => ({ context_package_id: `ctx_${hex(20)}`, requested_by: pick(people), trace: { id: hex(8), sampled: null } }),
  () => ({}),
];

/** Details of some kilobytes: what was wrong with many records, each with where it came from. */
function longDetails({ below, chance, hex, pick, weighted }) {
  const problem = () => ({
    path: `/records/${below(500)}/${pick(names)}`,
    rule: pick(['required', 'type', 'enum', 'format', 'max_length']),
    expected: pick(['string', 'integer', ['string', 'null'], { min: 1, max: below(64) }]),
    actual: weighted([[3, below(1e6)], [2, null], [2, pick(people)], [1, below(1e6) / 1024], [1, chance(0.5)], [1, [below(9), [], {}]]]),
    record: {
      memory_id: hex(26),
      truth_status: pick(['asserted', 'observed', 'retracted']),
      confidence: below(1000) / 1000,
      writer: pick(people),
      tags: Array.from({ length: below(4) }, () => pick(names)),
      note: weighted([[4, 'Imported with the weekly batch; see the change log for what it replaces.'], [1, 'said: "not me",\nthen left']]),
    },
  });
  const details = { operation: 'memory.add', request_id: hex(32), problems: [] };
  for (let bytes = 70; bytes < 4870;) {
    const next = problem();
    bytes += JSON.stringify(next).length + 1;
    details.problems.push(next);
  }
  return details;
}

/** A valid envelope of either version, its keys mostly in the service's order. */
function valid(roll, isLong, version = roll.pick(['v2', 'v3'])) {
  const message = roll.pick(messages)(roll);
  const error = { code: roll.pick(codes), message };
  if (isLong) error.details = longDetails(roll);
  else if (roll.chance(0.5)) error.details = roll.chance(0.06) ? null : roll.pick(briefDetails)(roll);
  if (roll.chance(0.03)) error.retryable = roll.chance(0.5);
  const envelope = { service_contract_version: `service.${version}`, error };
  if (version === 'v2') envelope.legacy_error = roll.chance(0.06) ? null : message;
  if (roll.chance(0.04)) envelope.request_id = roll.hex(16);
  return envelope;
}

/** The same fields in another order. */
function reordered(object, roll) {
  const keys = Object.keys(object);
  if (roll.chance(0.5)) keys.sort();
  else for (let last = keys.length - 1; last > 0; last -= 1) {
    const other = roll.below(last + 1);
    [keys[last], keys[other]] = [keys[other], keys[last]];
  }
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}

/** As other writers do it: a space behind separators, and nothing but ASCII. */
function spaced(value, isAscii) {
  const text = (string) => {
    const json = JSON.stringify(string);
    return isAscii ? json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
  };
  const write = (value) => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return `[${value.map(write).join(', ')}]`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    return `{${Object.entries(value).map(([key, item]) => `${text(key)}: ${write(item)}`).join(', ')}}`;
  };
  return write(value);
}

function line(envelope, roll) {
  if (roll.chance(0.3)) envelope = reordered({ ...envelope, error: envelope.error && reordered(envelope.error, roll) }, roll);
  return roll.chance(0.15) ? spaced(envelope, roll.chance(0.5)) : JSON.stringify(envelope);
}

const wrongTypes = [
  (envelope, { pick }) => (envelope.error.code = pick([null, 17, ['invalid_json'], ''])),
  (envelope, { pick }) => (envelope.error.message = pick([null, 404, {}, '', ['no']])),
  (envelope, { pick }) => (envelope.error.details = pick(['none', 3, true, ['a', 1]])),
  (envelope, { pick }) => (envelope.error = pick(['validation failed', null, [envelope.error], 500])),
  (envelope, { pick }) => (envelope.service_contract_version = pick([2, null, ['service.v2'], { version: 3 }])),
  (envelope) => delete envelope.error.message,
  (envelope) => delete envelope.error.code,
  (envelope) => delete envelope.error,
  (envelope) => delete envelope.service_contract_version,
];

function wrongType(roll, isLong) {
  if (roll.chance(0.05)) return JSON.stringify([valid(roll, isLong)]);
  if (roll.chance(0.2)) {
    const envelope = valid(roll, isLong, 'v2');
    return line({ ...envelope, legacy_error: roll.pick([0, false, {}, [envelope.error.message]]) }, roll);
  }
  const envelope = valid(roll, isLong);
  roll.pick(wrongTypes)(envelope, roll);
  const own = envelope.error;
  return own !== null && typeof own === 'object' && !Array.isArray(own) ? line(envelope, roll) : JSON.stringify(envelope);
}

/** What breaks a text that is valid JSON. */
const breaks = [
  (text, { below }) => text.slice(0, 1 + below(text.length - 1)),
  (text) => text.replace('"message":"', '"message":"\\x'),
  (text) => text.replace('"message":"', '"message":"\\u12G4'),
  (text) => text.replace('"message":"', '"message":"\u0001'),
  (text) => text.replace('"message":"', '"message":"a\tb '),
  (text) => `${text.slice(0, -1)},}`,
  (text) => text.replace('"code"', ',"code"'),
  (text) => `${text}}`,
  (text) => `${text} ${text.slice(0, 40)}`,
  (text) => `${text}null`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replace('"error"', 'error'),
  (text) => text.replace('"error":', '"error" '),
  (text) => text.replace('"code":"', '"at":01,"code":"'),
  (text) => text.replace('"code":"', '"at":NaN,"code":"'),
  (text) => text.replace('"code":"', '"at":+.5,"code":"'),
  () => '<html><body>502 Bad Gateway</body></html>',
];

const makers = {
  valid: (roll, isLong) => line(valid(roll, isLong), roll),
  missing: (roll, isLong) => {
    const { legacy_error, ...envelope } = valid(roll, isLong, 'v2');
    return line(envelope, roll);
  },
  forbidden: (roll, isLong) => {
    const envelope = valid(roll, isLong, 'v3');
    const forbidden = roll.weighted([[6, { legacy_error: envelope.error.message }], [1, { legacy_error: null }], [3, { api_contract_version: 'api.v1' }]]);
    return line({ ...envelope, ...forbidden }, roll);
  },
  unknown: (roll, isLong) => {
    const envelope = valid(roll, isLong);
    envelope.error.code = roll.pick(unknownCodes);
    return line(envelope, roll);
  },
  type: wrongType,
  malformed: (roll, isLong) => roll.pick(breaks)(JSON.stringify(valid(roll, isLong)), roll),
};

const wellFormed = [[60, 'valid'], [10, 'missing'], [10, 'forbidden'], [8, 'unknown'], [7, 'type']];

/** The corpora: how many lines of which kinds, and whether they have long details. */
export const corpora = {
  mix: { lines: 200_000, kinds: [...wellFormed, [5, 'malformed']], isLong: false, seed: 1 },
  nomal: { lines: 200_000, kinds: wellFormed, isLong: false, seed: 2 },
  big: { lines: 20_000, kinds: [...wellFormed, [5, 'malformed']], isLong: true, seed: 3 },
};

/**
 * Writes a corpus, or the given part of it, into a folder: `NAME.ndjson`, and `NAME.expected` with `1` for every valid
 * line and `0` for every other. Gives how many lines there are of each kind, their bytes, and the lengths below which
 * 5, 50 and 95 lines of a hundred lie.
 */
export function writeCorpus(folder, name, part = 1) {
  const { lines: whole, kinds, isLong, seed } = corpora[name];
  const roll = dice(seed);
  const counts = {};
  const texts = [];
  let expected = '';
  for (let count = 0; count < whole * part; count += 1) {
    const kind = roll.weighted(kinds);
    counts[kind] = (counts[kind] ?? 0) + 1;
    texts.push(makers[kind](roll, isLong));
    expected += kind === 'valid' ? '1' : '0';
  }
  const lengths = texts.map((text) => Buffer.byteLength(text)).sort((left, right) => left - right);
  const content = Buffer.from(`${texts.join('\n')}\n`);
  writeFileSync(join(folder, `${name}.ndjson`), content);
  writeFileSync(join(folder, `${name}.expected`), expected);
  const [p5, p50, p95] = [0.05, 0.5, 0.95].map((share) => lengths[Math.floor(share * lengths.length)]);
  return { lines: texts.length, bytes: content.length, p5, p50, p95, kinds: counts };
}
