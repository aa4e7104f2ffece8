// The JavaScript host of the program, asked directly: in the engine's place stands a list of requests.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startFakeService } from '../../../tests/services/fake-service.mjs';
import { addonPackage, packageFolder, temporaryFolder } from './installation.mjs';

/** An engine whose session asks what is on the list, each a step of its own, and ends by printing the replies. */
const ENGINE = `
const steps = require('./steps.json');
const plain = (key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value);
exports.cause = (code) => code;
exports.version = () => '1.2.3';
exports.Session = class {
  replies = [];
  resume(replies) {
    this.replies.push(...replies);
    const requests = steps.shift();
    if (requests !== undefined) return { done: false, requests };
    return { done: true, stdout: '', stderr: JSON.stringify(this.replies, plain), exitCode: 0 };
  }
};
`;

/** How to start the host with the list. */
function host(t, steps) {
  const folder = temporaryFolder(t);
  for (const part of ['bin', 'lib']) cpSync(join(packageFolder, part), join(folder, part), { recursive: true });
  const { name } = addonPackage();
  const engine = join(folder, 'node_modules', name);
  mkdirSync(engine, { recursive: true });
  writeFileSync(join(engine, 'index.js'), ENGINE);
  writeFileSync(join(engine, 'steps.json'), JSON.stringify(steps));
  const env = { ...process.env, LOCKSTEP_ENGINE: 'native' };
  return { folder, file: join(folder, 'bin', 'lockstep.cjs'), options: { cwd: folder, env, timeout: 60_000 } };
}

/** What is written and the replies. */
function ask(t, steps, settings = {}, prepare = () => {}) {
  const { folder, file, options } = host(t, steps);
  prepare(folder);
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { ...options, encoding: 'utf8', ...settings });
  assert.equal(status, 0, stderr);
  return { stdout, replies: JSON.parse(stderr) };
}

const bytes = (text) => ({ kind: 'bytes', bytes: text });
const chunk = (input, limit) => [{ kind: 'read-chunk', input, limit }];

describe('the JavaScript host', () => {
  test('reads files in chunks, one beside the other', (t) => {
    const steps = [chunk('a', 3), chunk('b', 3), chunk('a', 3), chunk('a', 3), chunk('b', 1), chunk('a', 9)];
    const { replies } = ask(t, steps, {}, (folder) => {
      writeFileSync(join(folder, 'a'), 'abcde');
      writeFileSync(join(folder, 'b'), '12');
    });
    // A file that has ended is closed, and begins again.
    assert.deepEqual(replies, [bytes('abc'), bytes('12'), bytes('de'), bytes(''), bytes(''), bytes('abcde')]);
  });

  test('reads standard input in chunks to its end', (t) => {
    const { replies } = ask(t, [chunk('-', 4), chunk('-', 4), chunk('-', 4)], { input: 'abcdef' });
    assert.deepEqual(replies, [bytes('abcd'), bytes('ef'), bytes('')]);
  });

  test('says why an input cannot be read', (t) => {
    const { replies } = ask(t, [chunk('missing', 1), chunk('bin', 1), chunk('a\0b', 1)]);
    assert.deepEqual(replies, [{ kind: 'missing' }, { kind: 'not-regular', text: 'a folder' }, { kind: 'failed', text: 'EINVAL' }]);
  });

  test('gives what a pipe holds without waiting for more', { skip: process.platform === 'win32' }, async (t) => {
    const { file, options } = host(t, [chunk('-', 100), [{ kind: 'write', text: 'got it' }], chunk('-', 100)]);
    const child = spawn(process.execPath, [file], options);
    let messages = '';
    child.stderr.on('data', (text) => (messages += text));
    child.stdin.write('one');
    // The rest follows only on the answer to the first part.
    child.stdout.once('data', () => child.stdin.end('two'));
    await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual(JSON.parse(messages), [bytes('one'), { kind: 'yes' }, bytes('two')]);
  });

  test('writes while it runs', (t) => {
    const { stdout, replies } = ask(t, [[{ kind: 'write', text: 'a' }, { kind: 'write', text: 'b\n' }]]);
    assert.deepEqual([stdout, replies], ['ab\n', [{ kind: 'yes' }, { kind: 'yes' }]]);
    const { file, options } = host(t, [[{ kind: 'show-progress', text: '#' }]]);
    const { stderr } = spawnSync(process.execPath, [file], { ...options, encoding: 'utf8' });
    assert.equal(stderr, '#[{"kind":"yes"}]');
  });

  test('says that a reader has gone away', { skip: process.platform === 'win32' }, (t) => {
    // More than a pipe holds.
    const { file, options } = host(t, [[{ kind: 'write', text: 'x'.repeat(1 << 20) }]]);
    const { stderr } = spawnSync('sh', ['-c', '"$0" "$1" | head -c 1', process.execPath, file], { ...options, encoding: 'utf8' });
    assert.deepEqual(JSON.parse(stderr), [{ kind: 'no' }]);
  });

  test('fetches one after the other and goes on', async (t) => {
    const { url, requests, close } = await startFakeService('v3');
    t.after(close);
    const fetch = (path) => ({ kind: 'fetch', method: 'GET', url: `${url}${path}`, headers: [], body: null, timeoutMs: 10_000, limit: 1000 });
    const steps = [[fetch('/v1/health'), { kind: 'write', text: 'between' }, fetch('/v1/ready')], [fetch('/v1/health')]];
    const { file, options } = host(t, steps);
    const child = spawn(process.execPath, [file], options);
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (text) => (texts[stream] += text));
    const status = await new Promise((resolve) => child.on('close', resolve));
    const replies = JSON.parse(texts.stderr);
    assert.deepEqual([status, texts.stdout], [0, 'between']);
    assert.deepEqual(replies.map((reply) => reply.status ?? reply.kind), [200, 'yes', 404, 200]);
    assert.deepEqual(requests.map(({ path }) => path), ['/v1/health', '/v1/ready', '/v1/health']);
  });
});
