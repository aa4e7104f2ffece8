// The adapter against a service that answers, stalls, lies or breaks off: the draft always goes on, and in time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createMemoryKernel } from '../src/memorykernel.mjs';
import { pin, project } from '../scripts/project.mjs';
import { context, cut, dripping, endless, failure, freeAddress, silent, startService, success } from './service.mjs';

const INPUT = 'Can I use a USB drive?';
const V2 = 'service.v2';
const V3 = 'service.v3';

/** Where an answer comes, and where none does; in milliseconds. */
const PATIENT = 10_000;
const HASTY = 500;

/** An adapter that hangs fails its test instead of holding up all others; in milliseconds. */
const options = { timeout: 6000 };

function adapter(url, { timeoutMs = PATIENT, version = V3, ...variables } = {}) {
  const environment = {
    ASSISTSUPPORT_MEMORY_KERNEL_BASE_URL: url,
    ASSISTSUPPORT_MEMORY_KERNEL_TIMEOUT_MS: String(timeoutMs),
    ...variables,
  };
  return createMemoryKernel({ pin: pin.replace(/service\.v\d+/, version), environment });
}

/** Asserts that a draft falls back for this reason and keeps its notes, and returns the enrichment. */
async function fallsBack(kernel, reason) {
  const [enrichment, draft] = await Promise.all([kernel.queryAsk(INPUT), kernel.enrichNotes(INPUT, 'the notes')]);
  assert.equal(enrichment.fallback_reason, reason, enrichment.message);
  assert.equal(enrichment.status, 'fallback');
  assert.equal(enrichment.applied, false);
  assert.equal(enrichment.enrichment_text, null);
  assert.equal(draft.notes, 'the notes');
  assert.equal(draft.enrichment.fallback_reason, reason);
  assert.notEqual(draft.message, '');
  return enrichment;
}

/** The same where a healthy service answers the question so. */
async function answered(t, reply, reason, version = V3) {
  const { url } = await startService(t, { version, '/v1/query/ask': reply });
  return fallsBack(adapter(url, { version }), reason);
}

test('ready: the draft is enriched, by the recorded question', options, async (t) => {
  const { url, requests } = await startService(t);
  const kernel = adapter(url);
  assert.equal((await kernel.preflightStatus()).status, 'ready');
  const enrichment = await kernel.queryAsk(`  ${INPUT}\n`);
  assert.equal(enrichment.status, 'applied', enrichment.message);
  assert.equal(enrichment.context_package_id, context.context_package_id);
  const { notes } = await kernel.enrichNotes(INPUT, 'the notes');
  assert.match(notes, /^the notes\n\n[^]*Policy decision: deny/);
  // What `probe:memorykernel` replays is what the application sends.
  const { interactions } = JSON.parse(readFileSync(join(project, 'interactions.json'), 'utf8'));
  const recorded = interactions.find(({ name }) => name === 'ask').request;
  const { path, body } = requests.at(-1);
  assert.equal(path, recorded.path);
  assert.deepEqual(JSON.parse(body), { ...recorded.body, text: INPUT });
});

test('disabled: nothing is asked', options, async (t) => {
  const { url, requests } = await startService(t);
  const kernel = adapter(url, { ASSISTSUPPORT_ENABLE_MEMORY_KERNEL: '0' });
  assert.equal((await kernel.preflightStatus()).status, 'disabled');
  await fallsBack(kernel, 'feature-disabled');
  assert.deepEqual(requests, []);
});

test('offline: nothing listens', options, async () => {
  const kernel = adapter(await freeAddress());
  assert.equal((await kernel.preflightStatus()).status, 'offline');
  await fallsBack(kernel, 'offline');
});

// Side by side, since all they do is wait.
describe('timeout', { concurrency: true }, () => {
  for (const stalls of [silent, dripping]) {
    test(`timeout: ${stalls.name} from the start`, options, async (t) => {
      const { url } = await startService(t, { everything: stalls });
      await fallsBack(adapter(url, { timeoutMs: HASTY }), 'offline');
    });

    test(`timeout: ${stalls.name} at the question`, options, async (t) => {
      const { url } = await startService(t, { '/v1/query/ask': stalls });
      await fallsBack(adapter(url, { timeoutMs: HASTY }), 'timeout');
    });
  }

  test('timeout: a user waits once, not once a request', options, async (t) => {
    const late = (data) => (response) => setTimeout(() => response.end(JSON.stringify(success(V3, data).body)), 600);
    const { url } = await startService(t, { '/v1/health': late({ status: 'ok' }), '/v1/db/schema-version': late({}) });
    const start = performance.now();
    const { fallback_reason: reason } = await adapter(url, { timeoutMs: 1000 }).queryAsk(INPUT);
    assert.equal(reason, 'schema-unavailable');
    assert.ok(performance.now() - start < 1000 + 1500);
  });
});

const MALFORMED = {
  'an HTML page': '<!doctype html><title>Welcome</title>',
  'half an envelope': '{"service_contract_version":"service.v3","api_',
  'nothing at all': '',
};

for (const [what, body] of Object.entries(MALFORMED)) {
  test(`malformed: ${what}`, options, async (t) => {
    const reply = { status: 200, body };
    const { url } = await startService(t, { everything: reply });
    assert.equal((await adapter(url).preflightStatus()).status, 'malformed-payload');
    const { drift } = await answered(t, reply, 'malformed-payload');
    assert.equal(drift, true);
  });
}

test('malformed: bytes that are no text, an answer without end, half an answer', options, async (t) => {
  for (const reply of [{ status: 200, body: Buffer.from([0xff, 0xfe]) }, endless, cut]) {
    const { url } = await startService(t, { everything: reply });
    assert.equal((await adapter(url).preflightStatus()).status, 'malformed-payload');
    await answered(t, reply, 'query-error');
  }
});

test('version mismatch: a service of another contract is not asked', options, async (t) => {
  const { url, requests } = await startService(t, { version: V2 });
  const kernel = adapter(url);
  const status = await kernel.preflightStatus();
  assert.equal(status.status, 'version-mismatch');
  assert.equal(status.ready, false);
  assert.equal(status.service_contract_version, V2);
  await fallsBack(kernel, 'version-mismatch');
  assert.deepEqual([...new Set(requests.map(({ path }) => path))], ['/v1/health']);
});

test('version mismatch: a service that turns out to be another at the question', options, async (t) => {
  await answered(t, success(V2, context), 'version-mismatch');
});

const REASONS = {
  invalid_json: 'validation-error',
  validation_error: 'validation-error',
  context_package_not_found: 'context-not-found',
  write_conflict: 'write-conflict',
  write_failed: 'non-2xx',
  schema_unavailable: 'schema-unavailable',
  migration_failed: 'non-2xx',
  query_failed: 'non-2xx',
  context_lookup_failed: 'non-2xx',
  internal_error: 'non-2xx',
};
const STATUSES = { invalid_json: 400, validation_error: 400, context_package_not_found: 404, write_conflict: 409, schema_unavailable: 503 };

for (const version of [V2, V3]) {
  for (const [code, reason] of Object.entries(REASONS)) {
    test(`non-2xx: ${code} of ${version}`, options, async (t) => {
      const enrichment = await answered(t, failure(version, STATUSES[code] ?? 500, code), reason, version);
      assert.equal(enrichment.machine_error_code, code);
      assert.equal(enrichment.drift, false);
    });
  }
}

test('non-2xx: the code decides, whatever legacy_error says', options, async (t) => {
  const reply = failure(V2, 409, 'write_conflict', 'schema_unavailable');
  const { machine_error_code: code } = await answered(t, reply, 'write-conflict', V2);
  assert.equal(code, 'write_conflict');
});

test('non-2xx: a code that no contract knows is drift', options, async (t) => {
  const enrichment = await answered(t, failure(V3, 500, 'rate_limited'), 'non-2xx');
  assert.equal(enrichment.machine_error_code, 'rate_limited');
  assert.equal(enrichment.drift, true);
});

test('non-2xx: without a usable code the status decides', options, async (t) => {
  for (const [status, reason] of [[400, 'validation-error'], [500, 'non-2xx'], [503, 'offline'], [504, 'timeout']]) {
    const { machine_error_code: code } = await answered(t, { status, body: '<h1>sorry</h1>' }, reason);
    assert.equal(code, null);
  }
});

test('blank input is refused, and the draft keeps its notes', options, async (t) => {
  const { url, requests } = await startService(t);
  const kernel = adapter(url);
  await assert.rejects(kernel.queryAsk(' \n'), /cannot be empty/);
  const draft = await kernel.enrichNotes(' \n', 'the notes');
  assert.equal(draft.notes, 'the notes');
  assert.equal(draft.enrichment.fallback_reason, 'adapter-error');
  assert.deepEqual(requests, []);
});
