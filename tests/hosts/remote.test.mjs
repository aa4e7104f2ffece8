// `lockstep remote` against a GitHub that is well or ill: the same finding or refusal in every vehicle of the program,
// and the token in nothing that it prints.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { selfSigned } from '../services/certificate.mjs';
import { startFakeGitHub } from '../services/fake-github.mjs';
import { root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const consumer = join(root, 'examples/consumer');
const mirror = readFileSync(join(consumer, 'config/memorykernel-producer-manifest.json'));
const MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';
const PINNED = '7e4806a34b98e6c06ee33fa9f11499a975e7b922';
const [FIRST, LATER, OTHER, TAG, OUTER] = ['01', '02', '03', '0a', '0b'].map((byte) => byte.repeat(20));

const folder = mkdtempSync(join(tmpdir(), 'lockstep-remote-'));
after(() => rmSync(folder, { recursive: true }));
let configurations = 0;

/** The producer in order, with a change. */
const repository = (change = {}) => ({
  owner: 'saagar210',
  name: 'MemoryKernel',
  commits: { [FIRST]: {}, [PINNED]: { parents: [FIRST], files: { [MANIFEST]: mirror } } },
  tags: { 'v0.4.0': { type: 'commit', sha: PINNED } },
  ...change,
});

/** What all vehicles print, for people and for machines, of a check with the API at `url`. */
async function judged(url, { words = ['remote', consumer], environment = {}, timeoutMs = 10_000 } = {}) {
  const configuration = join(folder, `${(configurations += 1)}.toml`);
  writeFileSync(configuration, `[remote]\napi = "${url}"\ntimeout_ms = ${timeoutMs}\n`);
  const all = [...words, '--config', configuration, '--today', '2026-03-01'];
  const both = async ([program, options, chosen]) => {
    const vehicle = [program, options, { ...chosen, MEMORYKERNEL_REPO_READ_TOKEN: TOKEN, ...environment }];
    const human = await run(vehicle, all);
    const json = await run(vehicle, [...all, '--format', 'json']);
    assert.equal(human.status, json.status);
    for (const { stdout, stderr } of [human, json]) {
      assert.doesNotMatch(stdout + stderr, new RegExp(TOKEN, 'i'));
      assert.equal(stderr, '');
    }
    return { status: human.status, human: human.stdout, json: JSON.parse(json.stdout) };
  };
  const [first, ...others] = await Promise.all(Object.values(vehicles).map(both));
  for (const other of others) assert.deepEqual(other, first);
  return first;
}

async function github(t, description, settings = {}) {
  const service = await startFakeGitHub(description, { token: TOKEN, ...settings });
  t.after(() => service.close());
  return service;
}

const rules = ({ json }) => json.findings.map(({ rule }) => rule);
const moved = (commits) => ({ tags: { 'v0.4.0': { type: 'commit', sha: LATER } }, commits });
const withFile = (bytes, parents = []) => ({ parents, files: { [MANIFEST]: bytes } });
const pinnedFile = withFile(mirror, [FIRST]);

const findings = {
  'a release in order': [{}, []],
  'an annotated tag': [{ tags: { 'v0.4.0': { type: 'tag', sha: TAG } }, tagObjects: { [TAG]: { type: 'commit', sha: PINNED } } }, []],
  'a tag of a tag': [{ tags: { 'v0.4.0': { type: 'tag', sha: OUTER } }, tagObjects: { [OUTER]: { type: 'tag', sha: TAG }, [TAG]: { type: 'commit', sha: PINNED } } }, []],
  'a tag that follows, the manifest only there': [moved({ [PINNED]: {}, [LATER]: withFile(mirror, [PINNED]) }), ['remote-pinned-commit']],
  'a tag that follows, the manifest the same': [moved({ [PINNED]: pinnedFile, [FIRST]: {}, [LATER]: withFile(mirror, [PINNED]) }), []],
  'a tag that follows, the manifest changed': [moved({ [PINNED]: pinnedFile, [FIRST]: {}, [LATER]: withFile('{}', [PINNED]) }), ['remote-manifest-hash']],
  'a tag on another line': [moved({ [FIRST]: {}, [PINNED]: pinnedFile, [LATER]: withFile(mirror, [FIRST]) }), ['remote-tag-moved']],
  'a tag that was moved back': [moved({ [LATER]: withFile(mirror), [PINNED]: withFile(mirror, [LATER]) }), ['remote-tag-moved']],
  'a tag on a foreign history': [moved({ [LATER]: withFile(mirror), [FIRST]: {}, [PINNED]: pinnedFile }), ['remote-tag-moved']],
  'a pinned commit that is not there': [moved({ [LATER]: withFile(mirror) }), ['remote-commit-missing']],
  'no such tag': [{ tags: { 'v0.4.1': { type: 'commit', sha: PINNED } } }, ['remote-tag-missing']],
  'a tag on a blob': [{ tags: { 'v0.4.0': { type: 'blob', sha: OTHER } } }, ['remote-tag-missing']],
  'no manifest': [{ commits: { [PINNED]: {} } }, ['remote-manifest-missing']],
  'other bytes': [{ commits: { [PINNED]: withFile('{}') } }, ['remote-manifest-hash']],
  'other line ends': [{ commits: { [PINNED]: withFile(mirror.toString().replaceAll('\n', '\r\n')) } }, ['remote-manifest-hash']],
};

for (const [name, [change, expected]] of Object.entries(findings)) {
  test(name, async (t) => {
    const { url, requests } = await github(t, repository(change));
    const report = await judged(url);
    assert.deepEqual(rules(report), expected);
    assert.equal(report.status, expected.length === 0 || expected[0] === 'remote-pinned-commit' ? 0 : 1);
    assert.ok(requests.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`));
    if (name === 'other line ends') assert.match(report.human, /its lines end with CRLF, those of the original with LF/);
  });
}

test('it is part of the whole check, and off the network it says so', async (t) => {
  const { url, requests } = await github(t, repository({ tags: {} }));
  const all = await judged(url, { words: ['check', consumer] });
  assert.deepEqual([all.status, rules(all)], [1, ['remote-tag-missing']]);
  const asked = requests.length;
  const offline = await judged(url, { words: ['check', consumer, '--offline'] });
  assert.deepEqual([offline.status, requests.length], [0, asked]);
  assert.match(offline.human, /because `--offline` keeps this run off the network: remote-/);
});

test('without a token both variables are named', async (t) => {
  const { url, requests } = await github(t, repository());
  const { status, human } = await judged(url, { environment: { MEMORYKERNEL_REPO_READ_TOKEN: '' } });
  assert.deepEqual([status, requests.length], [2, 0]);
  assert.match(human, /MEMORYKERNEL_REPO_READ_TOKEN, or MEMORYKERNEL_GITHUB_TOKEN together with ASSISTSUPPORT_VALIDATE_REMOTE_MANIFEST=1/);
});

const answers = (answer) => () => answer;
const limit = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772452800' };
const html = '<!doctype html><title>Welcome to the hotel</title>';

const refusals = {
  'a token that is wrong': [answers({ status: 401, body: { message: 'Bad credentials' } }), /refuses the token of `MEMORYKERNEL_REPO_READ_TOKEN` \(401\)/],
  'a rate limit': [answers({ status: 403, headers: limit }), /\(403\); the token's rate limit is used up until 2026-03-02T12:00:00Z/],
  'a rate limit of the other kind': [answers({ status: 429, headers: { 'retry-after': '60' } }), /\(429\); it asks to wait 60 seconds/],
  'single sign-on': [answers({ status: 403, body: { message: 'Resource protected by organization SAML enforcement.' } }), /wants single sign-on/],
  'a token without the right': [answers({ status: 403, body: { message: 'Resource not accessible by personal access token' } }), /does not let the token .* read `saagar210\/MemoryKernel` \(403\); give it the right `contents: read` on `saagar210\/MemoryKernel`/],
  'a repository that is hidden': [answers({ status: 404, body: { message: 'Not Found' } }), /shows no repository `saagar210\/MemoryKernel`/],
  'a fault of the service': [answers({ status: 500 }), /has a fault of its own \(500\)/],
  'a redirect elsewhere': [answers({ status: 301, headers: { location: 'https://evil.example/repos/x' } }), /sends the request on to `https:\/\/evil\.example:443`, where the token does not go/],
  'a redirect to its own place': [({ url }) => ({ status: 302, headers: { location: url } }), /sends the request on more than 3 times/],
  'a page in place of an answer': [answers({ body: html, contentType: 'text/html' }), /answered with a page for people \(200\)/],
  'half an answer in JSON': [answers({ body: '{"ref":"refs/tags/v0.4.0","obj' }), /it is no JSON/],
  'an answer of another form': [answers({ body: { ref: null, object: [] } }), /its JSON has another form than GitHub's/],
  'the token in an answer': [({ headers }) => ({ body: { ref: 'refs/tags/v0.4.0', object: { type: 'commit', sha: headers.authorization } } }), /repeats the token/],
  'the token in a header': [({ headers }) => ({ status: 429, headers: { 'retry-after': headers.authorization } }), /repeats the token/],
  'the token in a redirect': [({ headers }) => ({ status: 302, headers: { location: `https://${headers.authorization.split(' ')[1]}.example/` } }), /repeats the token/],
  'a body without an end': [(_, response) => void endless(response) ?? true, /is larger than 1048576 bytes/],
  'a body that drips': [(_, response) => void drip(response) ?? true, /gave no whole answer in 400 ms/, 400],
  silence: [() => true, /gave no whole answer in 400 ms/, 400],
  'a connection that ends': [(_, response) => void response.socket.destroy() ?? true, /gave no whole answer: the connection ended before the answer/],
};

function endless(response) {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

function drip(response) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

for (const [name, [instead, expected, timeoutMs]] of Object.entries(refusals)) {
  test(`no verdict: ${name}`, async (t) => {
    const { url } = await github(t, repository(), { instead });
    const { status, human, json } = await judged(url, { timeoutMs });
    assert.equal(status, 2);
    assert.equal(json.verdict, 'error');
    assert.match(human, expected);
    assert.equal(json.errors.length, 1);
  });
}

test('a renamed repository is followed on its host', async (t) => {
  const before = '/repos/saagar210/MemoryKernel';
  const instead = (request) => {
    if (request.url.startsWith(before)) return { status: 301, headers: { location: request.url.replace(before, '/repositories/7') } };
    request.url = request.url.replace('/repositories/7', before);
    return undefined;
  };
  const { url, requests } = await github(t, repository(), { instead });
  const { status } = await judged(url);
  assert.equal(status, 0);
  assert.ok(requests.some(({ path }) => path.startsWith('/repositories/7/contents/')));
});

test('where nothing listens, a proxy is spoken of if one is set', async (t) => {
  const service = await startFakeGitHub(repository(), { token: TOKEN });
  await service.close();
  const { status, human } = await judged(service.url);
  assert.equal(status, 2);
  assert.match(human, /could not be reached: connection refused/);
  assert.doesNotMatch(human, /proxy/i);
  const behind = await judged(service.url, { environment: { HTTPS_PROXY: 'http://user:password@127.0.0.1:9' } });
  assert.match(behind.human, /`HTTPS_PROXY` is set, but lockstep uses no proxy/);
  assert.doesNotMatch(behind.human, /password/);
});

test('a certificate that nobody vouches for is not trusted', async (t) => {
  const { url, requests } = await github(t, repository(), { tls: selfSigned() });
  // NODE_TLS_REJECT_UNAUTHORIZED must not make a difference.
  const { status, human } = await judged(url, { environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' } });
  assert.deepEqual([status, requests], [2, []]);
  assert.match(human, /could not be asked safely: the certificate of the service is not trusted/);
});

for (const [name, answer, expected] of [
  ['plain text on a port for TLS', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), /could not be asked safely: no secure connection came about/],
  ['a handshake that is cut', (socket) => socket.destroy(), /gave no whole answer: the connection ended before the answer/],
]) {
  test(name, async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => answer(socket));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.after(() => server.close());
    const { status, human } = await judged(`https://127.0.0.1:${server.address().port}`);
    assert.equal(status, 2);
    assert.match(human, expected);
  });
}
