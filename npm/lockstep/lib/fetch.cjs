'use strict';
// One HTTP exchange of the program; loaded only when one is asked for.

const http = require('node:http');
const https = require('node:https');

/** The most bytes of an answer's head, the same in every host. */
const HEAD_LIMIT = 64 * 1024;
/** The headers of an answer that are handed on, in order; the list is `ANSWER_HEADERS` in cli/src/request.rs. */
const ANSWER_HEADERS = ['location', 'retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
/** What a timer can count to. */
const LONGEST = 2 ** 31 - 1;
const UNCONNECTED = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE'];

/** Why there is no answer: the reason, and the symbolic name under which the program has words for it. */
function explain({ code = '' }, socket) {
  if (socket?.authorizationError) return ['network', 'EKEYREJECTED'];
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return ['network', 'EPROTO'];
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return ['connect', 'ENOTFOUND'];
  if (UNCONNECTED.includes(code)) return ['connect', code];
  if (code === 'ETIMEDOUT') return ['timeout', code];
  if (code.startsWith('HPE_')) return ['broken', 'EBADMSG'];
  return ['broken', 'ECONNRESET'];
}

/** Sends the request and calls back once with a reply. `functions` are the engine's: its version and its words. */
function fetch({ method, url, headers, body, timeoutMs, limit }, functions, callback) {
  let request;
  let settled = false;
  const settle = (reply) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    request?.destroy();
    callback(reply);
  };
  const fail = (reason, code) => settle({ kind: 'unanswered', reason, text: functions.cause(code) });
  const broken = (error) => fail(...explain(error, request.socket));
  const timer = setTimeout(fail, Math.min(timeoutMs, LONGEST), 'timeout', 'ETIMEDOUT');
  try {
    const { request: send } = /^https:/i.test(url) ? https : http;
    request = send(url, {
      method,
      // Without an agent no connection is kept, and no proxy is taken from the environment.
      agent: false,
      maxHeaderSize: HEAD_LIMIT,
      // NODE_TLS_REJECT_UNAUTHORIZED does not count here.
      rejectUnauthorized: true,
      headers: {
        'user-agent': `lockstep/${functions.version()}`,
        'accept-encoding': 'identity',
        ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
        connection: 'close',
      },
    });
  } catch {
    // Not before the caller has returned: many of them must not pile up on the stack.
    setImmediate(fail, 'network', 'EDESTADDRREQ');
    return;
  }
  request.on('error', broken);
  request.on('response', (response) => {
    const chunks = [];
    let size = 0;
    response.on('data', (chunk) => {
      size += chunk.length;
      if (size > limit) fail('too-large', 'EMSGSIZE');
      else chunks.push(chunk);
    });
    response.on('end', () => settle(answer(response, Buffer.concat(chunks, size))));
    response.on('error', broken);
  });
  request.on('upgrade', (response, socket) => {
    socket.destroy();
    settle(answer(response, Buffer.alloc(0)));
  });
  request.end(body);
}

function answer({ statusCode, headersDistinct }, body) {
  const text = (name) => headersDistinct[name]?.slice(0, 1).find((value) => /^[\t -~]*$/.test(value));
  const headers = ANSWER_HEADERS.map((name) => [name, text(name)]).filter(([, value]) => value !== undefined);
  return { kind: 'answer', status: statusCode, contentType: text('content-type'), headers, body };
}

module.exports = { fetch };
