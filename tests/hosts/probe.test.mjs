// `lockstep probe` with the interactions of the example against services that keep their OpenAPI or do not: the same
// verdict and bytes in every vehicle of the program.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeService } from '../services/fake-service.mjs';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const INTERACTIONS = 'examples/consumer/interactions.json';
const OPENAPI = 'tests/interactions/openapi.yaml';
const DISAGREEMENT = 'interaction-specification-service-disagreement';
/** No vehicle may hang, whatever the service does. */
const TIMEOUT = { timeout: 120_000 };

/** Probes in every vehicle, and returns what they agree on; the JSON form is undefined where the words ask for none. */
async function probe(words, { cwd, json = true } = {}) {
  const both = async (vehicle) => {
    const { status, stdout, stderr } = await run(vehicle, ['probe', ...words], { cwd });
    if (!json) return { status, stdout, stderr };
    const other = await run(vehicle, ['probe', ...words, '--format', 'json'], { cwd });
    assert.deepEqual([other.status, other.stderr], [status, stderr]);
    return { status, stdout, stderr, json: JSON.parse(other.stdout) };
  };
  const [first, ...others] = await Promise.all(Object.values(vehicles).map(both));
  for (const other of others) assert.deepEqual(other, first);
  return first;
}

/** What the JSON form says in short: the rules of its findings with their interactions, and its errors. */
function said({ findings, errors }) {
  return [...new Set(findings.map(({ rule, interaction }) => `${interaction}: ${rule}`)), ...errors];
}

async function probeService(t, behaviour, { openapi = OPENAPI, contract = 'overlap', timeoutMs = 20_000, answers } = {}) {
  const service = await startFakeService(behaviour, { answers });
  t.after(() => service.close());
  const words = ['--interactions', INTERACTIONS, '--base-url', service.url, '--contract', contract, '--timeout-ms', String(timeoutMs)];
  const found = await probe([...words, '--openapi', openapi]);
  return { ...found, said: said(found.json).map((text) => text.replace(service.url, 'URL')) };
}

/** What must be told where the service demands a key that its OpenAPI declares as optional. */
function assertBothSides({ status, stdout, json }, openapi) {
  assert.equal(status, 1, stdout);
  const [finding, ...more] = json.findings;
  assert.deepEqual([finding.rule, finding.interaction, more], [DISAGREEMENT, 'ask', []]);
  assert.equal(finding.message, 'the service refuses `ask` for the lack of `as_of`, which its OpenAPI declares as optional');
  assert.deepEqual([finding.primary.document, finding.primary.text], [INTERACTIONS, 'sent without `as_of`']);
  const related = finding.related.map(({ document, text }) => `${document}: ${text}`);
  assert.ok(related.includes(`${openapi}: declared here, and so optional`), related);
  assert.ok(related.includes(`${openapi}: status 422 is not declared here`), related);
  assert.ok(related.includes('answer to ask: demanded by the service'), related);
  assert.match(finding.actual, /^status 422, code `invalid_json`: .*missing field `as_of`/);
  assert.match(finding.help, /^producer: make `as_of` optional in the service, .* or list it as required in the OpenAPI; consumer, until then: send `"as_of": null`/);
  for (const part of [finding.message, ...related.map((text) => text.split(': ')[1]), finding.help]) assert.ok(stdout.includes(part), part);
  const sides = json.interactions.map(({ name, specification, service }) => `${name} ${specification} ${service}`);
  assert.deepEqual(sides, ['health conforms as-expected', 'schema-version conforms as-expected', 'ask conforms otherwise']);
}

for (const behaviour of ['v2', 'v3', 'v3-main']) {
  test(`${behaviour} refuses what its OpenAPI allows, and both sides are shown`, TIMEOUT, async (t) => {
    assertBothSides(await probeService(t, behaviour), OPENAPI);
  });
}

for (const [release, behaviour] of [['07-cf33144', 'v2'], ['13-7e4806a', 'v3']]) {
  test(`the OpenAPI of ${release} allows what its service refuses`, TIMEOUT, async (t) => {
    const openapi = join(root, '..', 'shared', 'corpus', 'producer', release, 'openapi', 'openapi.yaml');
    if (!existsSync(openapi)) return t.skip(`the corpus of real documents is not present: no ${openapi}`);
    assertBothSides(await probeService(t, behaviour, { openapi }), openapi);
    const alone = await probe(['--interactions', INTERACTIONS, '--openapi', openapi]);
    assert.deepEqual([alone.status, said(alone.json)], [0, []]);
  });
}

const envelope = (name) => `${name}: interaction-answer-envelope`;
const nothing = (reason) => [`the service at URL gives no whole answer to any request: ${reason}`];
const late = { timeoutMs: 300 };
const inTime = 'no whole answer in time, which is 300 ms';
const cases = [
  ['v3-mended', 0, []],
  ['large', 0, []],
  ['unknown-code', 1, ['ask: interaction-answer-status', envelope('ask')]],
  ['unreachable-database', 1, ['schema-version: interaction-answer-status', 'ask: interaction-answer-status']],
  ['lying', 1, [envelope('schema-version'), envelope('ask')], { contract: 'service.v3' }],
  ['broken', 1, ['health', 'schema-version', 'ask'].map(envelope)],
  ['malformed', 1, ['health', 'schema-version', 'ask'].map(envelope)],
  ['silent', 2, nothing(inTime), late],
  ['slow', 2, nothing(inTime), late],
  ['reset', 2, nothing('the connection ended before the answer')],
  ['endless', 2, nothing('the answer is too large, more than 16777216 bytes')],
];

for (const [behaviour, expected, findings, options] of cases) {
  test(`a service that is ${behaviour}`, TIMEOUT, async (t) => {
    const { status, stdout, stderr, said: found } = await probeService(t, behaviour, options);
    assert.deepEqual([status, found, stderr], [expected, findings, '']);
    const verdict = ['pass: 0 findings', 'fail: ', 'error: could not judge all: 0 findings'][expected];
    assert.ok(stdout.trimEnd().split('\n').at(-1).startsWith(verdict), stdout);
  });
}

test('one answer that does not come in time, or is too large, is a finding', TIMEOUT, async (t) => {
  const slow = await probeService(t, 'v3-mended', { timeoutMs: 5000, answers: { '/v1/query/ask': { delayMs: 60_000 } } });
  assert.deepEqual([slow.status, slow.said], [1, ['ask: interaction-no-answer']]);
  assert.equal(slow.json.findings[0].actual, 'no whole answer in time, which is 5000 ms');
  const body = Buffer.alloc(17 << 20, ' ');
  const large = await probeService(t, 'v3-mended', { answers: { '/v1/query/ask': { body } } });
  assert.deepEqual([large.status, large.said], [1, ['ask: interaction-no-answer']]);
  assert.equal(large.json.findings[0].actual, 'the answer is too large, more than 16777216 bytes');
});

test('nothing that listens is no verdict', TIMEOUT, async () => {
  const service = await startFakeService('v3');
  await service.close();
  const { status, json } = await probe(['--interactions', INTERACTIONS, '--base-url', service.url]);
  const error = `the service at ${service.url} gives no whole answer to any request: connection refused`;
  assert.deepEqual([status, json.errors], [2, [error]]);
});

test('the OpenAPI alone needs no service', TIMEOUT, async () => {
  const { status, stdout, json } = await probe(['--interactions', INTERACTIONS, '--openapi', OPENAPI]);
  assert.deepEqual([status, said(json), json.base_url], [0, [], null]);
  assert.match(stdout, /^ask +POST \/v1\/query\/ask; the OpenAPI allows it$/m);
});

test('another host is asked only where that is said', TIMEOUT, async () => {
  for (const url of ['http://example.com:4010', 'http://127.0.0.1.example.com', 'https://10.0.0.1']) {
    const { status, stdout, stderr } = await probe(['--interactions', INTERACTIONS, '--base-url', url], { json: false });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /does not name this machine/);
    assert.match(stderr, /--allow-remote/);
  }
});

/** A folder with an interactions file of these interactions. */
function interactionsFile(t, interactions) {
  const cwd = mkdtempSync(join(tmpdir(), 'lockstep-probe-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  const text = `{ "interactions_version": "lockstep-interactions.v1", "consumer": "C", "interactions": [${interactions}] }`;
  writeFileSync(join(cwd, 'interactions.json'), text);
  return cwd;
}

test('a request is sent as it is recorded, behind the path of the base URL', TIMEOUT, async (t) => {
  const service = await startFakeService('v3');
  t.after(() => service.close());
  const requests = [
    '{ "method": "GET", "path": "/v1/search?text=%C3%A9+a&limit=5" }',
    '{ "method": "PUT", "path": "/v1/bytes", "content_type": "application/json; charset=utf-8", "body": {"b":1.0 ,  "a" : "\\u00e9é"} }',
    '{ "method": "POST", "path": "/v1/text", "body_text": "{bad\\n\u{1f512}" }',
  ];
  const cwd = interactionsFile(t, requests.map((request, name) => `{ "name": "${name}", "request": ${request}, "expect": { "answer": "error" } }`));
  const { status } = await probe(['--interactions', 'interactions.json', '--base-url', `${service.url}/be/hind/`], { cwd, json: false });
  assert.equal(status, 1);
  const sent = service.requests.map(({ method, path, headers, body }) => JSON.stringify([method, path, headers['content-type'], body]));
  const expected = [
    ['GET', '/be/hind/v1/search?text=%C3%A9+a&limit=5', undefined, ''],
    ['PUT', '/be/hind/v1/bytes', 'application/json; charset=utf-8', '{"b":1.0 ,  "a" : "\\u00e9é"}'],
    ['POST', '/be/hind/v1/text', undefined, '{bad\n\u{1f512}'],
  ].map((request) => JSON.stringify(request));
  assert.deepEqual([[...new Set(sent)].sort(), sent.length], [expected.sort(), 3 * Object.keys(vehicles).length]);
});

test('a file without interactions is no verdict', TIMEOUT, async (t) => {
  const cwd = interactionsFile(t, []);
  const { status, stdout, stderr } = await probe(['--interactions', 'interactions.json', '--base-url', 'http://127.0.0.1:9'], { cwd, json: false });
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /^error: the interactions file is faulty: `interactions` is empty, so nothing would be checked\n --> interactions.json:1:/);
});
