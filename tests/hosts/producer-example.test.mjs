// The producer example as its consumers meet it: the built service on a loopback port, asked by `lockstep preflight` and
// `lockstep probe` in every vehicle of the program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cargo, root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const EXAMPLE = 'examples/producer';
const CONSUMER = `${EXAMPLE}/consumers/assistsupport`;
const OPENAPI = `${EXAMPLE}/openapi/openapi.yaml`;
const RECORDED = [`${EXAMPLE}/interactions.json`, `${CONSUMER}/interactions.json`];

const text = (...path) => readFileSync(join(root, ...path), 'utf8');
const json = (...path) => JSON.parse(text(...path));

/** Runs the words in every vehicle, and returns what they agree on. */
async function everywhere(...words) {
  const [first, ...others] = await Promise.all(Object.values(vehicles).map((vehicle) => run(vehicle, words)));
  for (const other of others) assert.deepEqual(other, first);
  return first;
}

describe('the service of the producer example', () => {
  let service;
  let url;
  before(async () => {
    cargo('build', '--quiet', '--package', 'memory-kernel-service');
    const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
    service = spawn(join(target, 'debug/memory-kernel-service'), ['--bind', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    [url] = await new Promise((resolve, reject) => {
      service.once('error', reject).once('exit', (status) => reject(new Error(`the service ended with ${status}`)));
      service.stdout.once('data', (line) => resolve(line.toString().trimEnd().split('\n')));
    });
  });
  after(() => service.kill());

  test('is ready for its consumer', async () => {
    const { status, stdout } = await everywhere('preflight', CONSUMER, '--base-url', url, '--timeout-ms', '20000', '--format', 'json');
    const { status: state, requests } = JSON.parse(stdout);
    assert.deepEqual([status, state], [0, 'ready'], stdout);
    assert.deepEqual(requests.map(({ path, status: answered }) => `${path} ${answered}`), ['/v1/health 200', '/v1/db/schema-version 200', '/v1/ready 200']);
  });

  for (const interactions of RECORDED) {
    test(`answers ${interactions} as its OpenAPI and the recording say`, async () => {
      const words = ['probe', '--interactions', interactions, '--openapi', OPENAPI, '--contract', 'service.v3', '--base-url', url, '--timeout-ms', '20000'];
      const { status, stdout } = await everywhere(...words, '--format', 'json');
      const found = JSON.parse(stdout);
      assert.deepEqual([status, found.findings, found.errors], [0, [], []], stdout);
      assert.deepEqual(found.interactions.map(({ service: side }) => side), json(interactions).interactions.map(() => 'as-expected'));
    });
  }

  test('is found out where its OpenAPI allows what it refuses', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-producer-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const openapi = join(folder, 'openapi.yaml');
    const was = 'required: [text, actor, action, resource]';
    assert.equal(text(OPENAPI).split(was).length, 2);
    writeFileSync(openapi, text(OPENAPI).replace(was, 'required: [text, actor, action]'));
    const interactions = join(folder, 'interactions.json');
    const ask = json(RECORDED[1]).interactions.find(({ name }) => name === 'ask');
    delete ask.request.body.resource;
    writeFileSync(interactions, JSON.stringify({ interactions_version: 'lockstep-interactions.v1', consumer: 'C', interactions: [ask] }));
    const { status, stdout } = await everywhere('probe', '--interactions', interactions, '--openapi', openapi, '--base-url', url, '--timeout-ms', '20000', '--format', 'json');
    const { findings } = JSON.parse(stdout);
    assert.deepEqual([status, findings.map(({ rule }) => rule)], [1, ['interaction-specification-service-disagreement']]);
    assert.match(findings[0].message, /for the lack of `resource`, which its OpenAPI declares as optional$/);
  });
});

test('what the example holds of its consumer is what the consumer holds of it', () => {
  const pin = 'config/memorykernel-integration-pin.json';
  assert.equal(text(CONSUMER, pin), text('examples/consumer', pin));
  assert.deepEqual(json(RECORDED[1]).interactions, json('examples/consumer/interactions.json').interactions);
  const manifest = 'contracts/integration/v1/producer-contract-manifest.json';
  assert.equal(text(EXAMPLE, manifest), text('examples/consumer/config/memorykernel-producer-manifest.json'));
});
