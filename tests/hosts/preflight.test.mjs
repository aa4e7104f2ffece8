// `lockstep preflight` against services that are well, ill or none: the same verdict and bytes in every vehicle of the
// program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeService } from '../services/fake-service.mjs';
import { cargo, root } from './cases.mjs';

cargo('build', '--quiet', '--package', 'lockstep-cli');
const bin = join(root, 'npm/lockstep/bin/lockstep.cjs');
const vehicles = {
  native: [join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'lockstep'), [], {}],
  addon: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'native' }],
  wasm: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'wasm' }],
};

/** Runs one vehicle to its end. The service lives in this process, so waiting must not block it. */
async function run([program, options, chosen], words, environment) {
  const { PATH, HOME } = process.env;
  const child = spawn(program, [...options, ...words], { env: { PATH, HOME, ...chosen, ...environment } });
  child.stdin.end();
  const streams = [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [stdout, stderr] = await Promise.all(streams);
  return { status, stdout, stderr };
}

/** Asks a service in every vehicle, and returns what they agree on. */
async function preflight(url, { timeoutMs = 10_000, environment = {} } = {}) {
  const words = ['preflight', join(root, 'examples/consumer'), '--base-url', url, '--timeout-ms', String(timeoutMs)];
  const both = async (vehicle) => {
    const human = await run(vehicle, words, environment);
    const { status, stdout, stderr } = await run(vehicle, [...words, '--format', 'json'], environment);
    assert.equal(human.status, status);
    return { status, stderr, human: human.stdout, json: JSON.parse(stdout) };
  };
  const [first, ...others] = await Promise.all(Object.values(vehicles).map(both));
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(first.stderr, '');
  return first;
}

const cases = [
  ['v3', 'ready', 3],
  ['v3-main', 'ready', 3],
  ['pending', 'schema-unavailable', 2],
  ['unreachable-database', 'schema-unavailable', 2],
  ['degraded', 'degraded', 1],
  ['v2', 'version-mismatch', 1],
  ['lying', 'version-mismatch', 2],
  ['broken', 'malformed-payload', 1],
  ['malformed', 'malformed-payload', 1],
  ['silent', 'offline', 1, 300],
  ['slow', 'offline', 1, 300],
  ['reset', 'offline', 1],
  ['endless', 'malformed-payload', 1],
];

for (const [behaviour, state, requests, timeoutMs] of cases) {
  test(`a service that is ${behaviour} is ${state}`, async (t) => {
    const service = await startFakeService(behaviour);
    t.after(() => service.close());
    const { status, human, json } = await preflight(service.url, { timeoutMs });
    assert.equal(status, state === 'ready' ? 0 : 1);
    assert.deepEqual([json.schema, json.status, json.requests.length], ['lockstep-preflight.v1', state, requests]);
    assert.match(human, state === 'ready' ? /^ready: /m : /^not ready: /m);
    const asked = service.requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
    const expected = ['GET /v1/health ', 'POST /v1/db/schema-version ', 'GET /v1/ready '].slice(0, requests);
    assert.deepEqual([...new Set(asked)], expected);
  });
}

test('a database that the readiness answer calls unready is schema-unavailable', async (t) => {
  const body = { service_contract_version: 'service.v3', error: { code: 'schema_unavailable', message: 'not yet' } };
  const service = await startFakeService('v3-main', { answers: { '/v1/ready': { status: 503, body } } });
  t.after(() => service.close());
  const { json } = await preflight(service.url);
  assert.deepEqual([json.status, json.requests.length], ['schema-unavailable', 3]);
});

test('a slow service in time is ready', async (t) => {
  const service = await startFakeService('v3', { delayMs: 200 });
  t.after(() => service.close());
  assert.equal((await preflight(service.url, { timeoutMs: 30_000 })).json.status, 'ready');
});

test('nothing that listens is offline, and nothing is asked where the integration is off', async () => {
  const service = await startFakeService('v3');
  await service.close();
  const { status, human, json } = await preflight(service.url);
  assert.deepEqual([status, json.status, json.requests[0].failure], [1, 'offline', 'connection refused']);
  assert.match(human, /\/v1\/health +no answer: connection refused/);
  const off = await preflight(service.url, { environment: { ASSISTSUPPORT_ENABLE_MEMORY_KERNEL: 'no' } });
  assert.deepEqual([off.status, off.json.status, off.json.requests], [1, 'disabled', []]);
});
