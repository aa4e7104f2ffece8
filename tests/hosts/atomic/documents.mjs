// States of a consumer's three documents: how they are written, and how they change at random.
import { createHash } from 'node:crypto';

export const VALUES = ['tag', 'commit', 'service', 'api', 'integration', 'hash'];
const PIN_KEYS = {
  tag: 'release_tag', commit: 'commit_sha', service: 'expected_service_contract_version', api: 'expected_api_contract_version',
  integration: 'expected_integration_baseline', hash: 'expected_producer_manifest_sha256',
};
const LABELS = {
  tag: 'MemoryKernel release tag', commit: 'MemoryKernel commit SHA', service: 'Expected service contract version',
  api: 'Expected API contract version', integration: 'Expected integration baseline', hash: 'Expected producer manifest SHA-256',
};

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** A seeded source of choices (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, one: (list) => list[below(list.length)], is: (probability) => next() < probability };
}

/** The release of a number; neighbours share some of their values. */
function release(number) {
  const commit = sha256(`release ${number}`).slice(0, 40);
  return { tag: `v0.${number}.0`, commit, service: `service.v${2 + (number >> 2)}`, api: 'api.v1', integration: 'integration/v1' };
}

function mirrorText({ tag, commit, service, api, integration, days }) {
  const manifest = {
    manifest_contract_version: 'producer-contract-manifest.v1', release_tag: tag, commit_sha: commit,
    expected_service_contract_version: service, expected_api_contract_version: api, integration_baseline: integration,
    stability_window: { minimum_sprint_days: days },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function pinText({ timeout, ...values }) {
  const stated = VALUES.filter((value) => values[value] !== undefined).map((value) => [PIN_KEYS[value], values[value]]);
  const pin = { memorykernel_repo: 'https://github.com/saagar210/MemoryKernel', ...Object.fromEntries(stated), default_timeout_ms: timeout };
  return `${JSON.stringify(pin, null, 2)}\n`;
}

function matrixText({ items, rows, prose }) {
  const stated = VALUES.filter((value) => items[value] !== undefined).map((value) => `- ${LABELS[value]}: \`${items[value]}\``);
  const cells = rows.map(({ tag, commit, service, api, integration, status }) => `| 1.0.0 | cc6cb15 | ${tag} | ${commit} | ${service} | ${api} | ${integration} | ${status} |`);
  return [
    '# Matrix', '', 'Updated: 2026-02-08', '', '## Baseline Pin', '', ...stated, '', '## Approved Version Pairs', '',
    '| AssistSupport version | AssistSupport commit | MemoryKernel tag | MemoryKernel commit | Service contract | API contract | Integration baseline | Status |',
    '|---|---|---|---|---|---|---|---|', ...cells, '', '## Remarks', '', prose, '',
  ].join('\n');
}

/** The texts of a state; a document that does not exist has none. */
export function texts({ pin, matrix, mirror, broken }) {
  const written = { pin: pin && pinText(pin), matrix: matrix && matrixText(matrix), mirror: mirror && mirrorText(mirror) };
  return broken && written[broken] ? { ...written, [broken]: broken === 'matrix' ? '# Matrix\n' : '{\n' } : written;
}

/** A state in which all three documents agree on a release. */
export function agreed(number) {
  const values = release(number);
  const mirror = { ...values, days: 14 };
  const hash = sha256(mirrorText(mirror));
  return {
    pin: { ...values, hash, timeout: 2500 }, matrix: { items: { ...values, hash }, rows: [{ ...values, status: 'Approved' }], prose: 'Text.' },
    mirror, places: 0, broken: null,
  };
}

/** A change of a state by chance; most changes of a baseline are whole. */
export function changed(state, random) {
  const next = structuredClone(state);
  const { pin, matrix, mirror } = next;
  const target = agreed(1 + random.below(9));
  const actions = {
    whole() {
      const old = random.is(0.5) && matrix ? matrix.rows : [];
      Object.assign(next, { pin: pin && { ...target.pin, timeout: pin.timeout }, mirror: mirror && target.mirror, broken: null });
      next.matrix = matrix && { ...target.matrix, rows: [...target.matrix.rows, ...old], prose: matrix.prose };
    },
    withoutRow() {
      actions.whole();
      if (matrix) next.matrix.rows = matrix.rows;
    },
    partly() {
      for (const value of VALUES.filter(() => random.is(0.5))) {
        if (pin && random.is(0.5)) pin[value] = target.pin[value];
        if (matrix && random.is(0.5)) matrix.items[value] = target.matrix.items[value];
        if (matrix?.rows[0] && value !== 'hash' && random.is(0.5)) matrix.rows[0][value] = target.pin[value];
        if (mirror && value !== 'hash' && random.is(0.5)) mirror[value] = target.pin[value];
      }
    },
    one() {
      const [document, value] = [random.one([pin, matrix?.items, mirror].filter(Boolean)), random.one(VALUES)];
      if (document && (document !== mirror || value !== 'hash')) document[value] = target.pin[value];
    },
    repair() {
      const values = pin ?? target.pin;
      if (mirror) for (const value of VALUES.slice(0, 5)) mirror[value] = values[value];
      const hash = mirror && sha256(mirrorText(mirror));
      if (pin && hash) pin.hash = hash;
      if (matrix) Object.assign(matrix, { items: { ...matrix.items, ...values, timeout: undefined, hash: hash ?? values.hash }, rows: [{ ...values, status: 'Approved' }] });
      next.broken = null;
    },
    mirrorBytes() {
      if (!mirror) return;
      mirror.days += 1;
      if (pin && random.is(0.6)) pin.hash = sha256(mirrorText(mirror));
      if (matrix && random.is(0.6)) matrix.items.hash = sha256(mirrorText(mirror));
    },
    timeout() { if (pin) pin.timeout += 1; },
    prose() { if (matrix) matrix.prose += ' More text.'; },
    row() { if (matrix) matrix.rows.push({ ...release(1 + random.below(9)), status: random.one(['Approved', 'Deprecated']) }); },
    withoutHash() { for (const document of [pin, matrix?.items]) if (document) delete document.hash; },
    remove() { next[random.one(['pin', 'matrix', 'mirror'])] = null; },
    restore() {
      const values = pin ?? target.pin;
      next.pin ??= target.pin;
      next.matrix ??= { items: { ...values, timeout: undefined }, rows: [{ ...values, status: 'Approved' }], prose: 'Text.' };
      next.mirror ??= { ...values, hash: undefined, timeout: undefined, days: 14 };
    },
    move() { next.places = random.below(3); },
    breakOne() { next.broken = random.one(['pin', 'matrix', 'mirror']); },
  };
  const weights = { whole: 8, withoutRow: 2, partly: 4, one: 3, repair: 2, mirrorBytes: 2, timeout: 2, prose: 2, row: 2, withoutHash: 1, remove: 1, restore: 2, move: 4, breakOne: 1 };
  actions[random.one(Object.entries(weights).flatMap(([name, weight]) => Array(weight).fill(name)))]();
  return next;
}
