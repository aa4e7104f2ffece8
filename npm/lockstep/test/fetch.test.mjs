// One HTTP exchange of the program; the native host's tests hold it to the same replies and words.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startFakeService } from '../../../tests/services/fake-service.mjs';
import { packageFolder } from './installation.mjs';

const require = createRequire(import.meta.url);
const { functions } = require(join(packageFolder, 'lib', 'engines.cjs')).loadEngine('program');

function fetch(url, settings = {}) {
  const { fetch } = require(join(packageFolder, 'lib', 'fetch.cjs'));
  const request = { method: 'GET', url, headers: [], body: null, timeoutMs: 10_000, limit: 1 << 20, ...settings };
  return new Promise((resolve) => fetch(request, functions, resolve));
}

/** A service that reads the head of a request and then does what it is told. */
async function service(t, answer) {
  const server = createServer((socket) => {
    // The client may leave before everything is sent.
    socket.on('error', () => {});
    let head = '';
    socket.on('data', function read(chunk) {
      head += chunk;
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read).resume();
      answer(socket, head);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/v1/health`;
}

const answered = async (t, text) => fetch(await service(t, (socket) => socket.end(text)));
const answer = (status, contentType, body, headers = []) => ({ kind: 'answer', status, contentType, headers, body: Buffer.from(body) });
const unanswered = (reason, text) => ({ kind: 'unanswered', reason, text });

describe('fetch', () => {
  test('any status is an answer', async (t) => {
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}'), answer(200, 'application/json', '{}'));
    assert.deepEqual(await answered(t, 'HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n1\r\n \r\n0\r\n\r\n'), answer(503, undefined, '{} '));
    assert.deepEqual(await answered(t, 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'), answer(404, undefined, ''));
    assert.deepEqual(await answered(t, 'HTTP/1.1 204 No Content\r\n\r\n'), answer(204, undefined, ''));
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\n\r\nto the end'), answer(200, undefined, 'to the end'));
    assert.deepEqual(await answered(t, 'HTTP/1.1 101 Other\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'), answer(101, undefined, ''));
  });

  test('every address of a name is tried', async (t) => {
    const { url, close } = await startFakeService('v3');
    t.after(close);
    const { status } = await fetch(`${url.replace('127.0.0.1', 'localhost')}/v1/health`);
    assert.equal(status, 200);
  });

  test('a redirect is not followed', async (t) => {
    assert.deepEqual(await answered(t, 'HTTP/1.1 302 Found\r\nlocation: http://no-such-host.invalid/\r\ncontent-length: 2\r\n\r\n{}'), answer(302, undefined, '{}', [['location', 'http://no-such-host.invalid/']]));
    assert.deepEqual(await answered(t, 'HTTP/1.1 307 Found\r\ncontent-length: 0\r\n\r\n'), answer(307, undefined, ''));
  });

  test('what is sent is what was asked for', async (t) => {
    const { url, requests, close } = await startFakeService('v3-mended');
    t.after(close);
    const body = JSON.stringify({ text: 'ä', actor: 'a', action: 'b', resource: 'c' });
    const { status } = await fetch(`${url}/v1/query/ask`, { method: 'POST', headers: [['Content-Type', 'application/json']], body });
    assert.equal(status, 200);
    assert.deepEqual(requests, [
      {
        method: 'POST',
        path: '/v1/query/ask',
        headers: {
          'accept-encoding': 'identity',
          connection: 'close',
          'content-length': String(Buffer.byteLength(body)),
          'content-type': 'application/json',
          host: new URL(url).host,
          'user-agent': `lockstep/${functions.version()}`,
        },
        body,
      },
    ]);
  });

  test('without a connection there is no answer', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    const refused = unanswered('connect', 'connection refused');
    assert.deepEqual(await fetch(`http://127.0.0.1:${port}`), refused);
    assert.deepEqual(await fetch(`http://localhost:${port}`), refused);
    assert.deepEqual(await fetch('http://no-such-host.invalid/'), unanswered('connect', 'the name of the host is not known'));
  });

  test('the timeout holds for the whole exchange', async (t) => {
    const drip = (head, text) => (socket) => {
      socket.write(head);
      const timer = setInterval(() => socket.write(text), 20);
      socket.on('close', () => clearInterval(timer));
    };
    const silent = () => {};
    const body = drip('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n', ' ');
    const head = drip('HTTP/1.1 200 OK\r\nname: ', 'v');
    for (const behaviour of [silent, body, head]) {
      const begin = performance.now();
      assert.deepEqual(await fetch(await service(t, behaviour), { timeoutMs: 300 }), unanswered('timeout', 'no whole answer in time'));
      assert.ok(performance.now() - begin < 5000);
    }
  });

  test('a body ends at the limit', async (t) => {
    const { url, close } = await startFakeService('endless');
    t.after(close);
    assert.deepEqual(await fetch(url), unanswered('too-large', 'the answer is too large'));
    const sized = async (size) => {
      const sizedUrl = await service(t, (socket) => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n${' '.repeat(size)}`));
      return fetch(sizedUrl, { limit: 5_000_000 });
    };
    assert.deepEqual(await sized(5_000_000), answer(200, undefined, ' '.repeat(5_000_000)));
    assert.deepEqual(await sized(5_000_001), unanswered('too-large', 'the answer is too large'));
  });

  test('an answer that is cut or no HTTP is broken', async (t) => {
    const ended = unanswered('broken', 'the connection ended before the answer');
    assert.deepEqual(await answered(t, ''), ended);
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\ncontent-le'), ended);
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{'), ended);
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{'), ended);
    const reset = await startFakeService('reset');
    t.after(reset.close);
    assert.deepEqual(await fetch(reset.url), ended);
    const noHttp = unanswered('broken', 'the answer is not HTTP');
    assert.deepEqual(await answered(t, 'SSH-2.0-x\r\n\r\n'), noHttp);
    assert.deepEqual(await answered(t, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'), noHttp);
  });

  test('a request that cannot be sent says so', async () => {
    const unsendable = unanswered('network', 'the request cannot be sent as HTTP');
    assert.deepEqual(await fetch('nonsense'), unsendable);
    assert.deepEqual(await fetch('ftp://127.0.0.1/'), unsendable);
    assert.deepEqual(await fetch('http://127.0.0.1/', { method: 'B D' }), unsendable);
    assert.deepEqual(await fetch('http://127.0.0.1/', { headers: [['a\n', 'b']] }), unsendable);
  });

  test('a service without TLS gives no secure connection', async (t) => {
    const { url, close } = await startFakeService('v3');
    t.after(close);
    assert.deepEqual(await fetch(url.replace('http', 'https')), unanswered('network', 'no secure connection came about'));
  });
});
