// A small MemoryKernel that answers as the pinned release does, or as a test says.
import { createServer } from 'node:http';

export function success(version, data) {
  return { status: 200, body: { service_contract_version: version, api_contract_version: 'api.v1', data } };
}

/** An error envelope; `service.v2` still carries `legacy_error`. */
export function failure(version, status, code, legacyError = 'it went wrong') {
  const legacy = version === 'service.v2' ? { legacy_error: legacyError } : {};
  return { status, body: { service_contract_version: version, error: { code, message: 'it went wrong' }, ...legacy } };
}

export const context = {
  context_package_id: 'cpkg_1',
  answer: { result: 'deny', why: 'a constraint forbids it' },
  selected_items: [{ record_type: 'constraint', memory_id: 'm1', why: { reasons: ['it fits'] } }],
};

/** Never answers. */
export function silent() {}

/** Sends a byte of its answer now and then. */
export function dripping(response) {
  response.writeHead(200, { 'content-length': 100_000 });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}

/** Sends an answer that does not end. */
export function endless(response) {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

/** Sends half an answer and goes. */
export function cut(response) {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"data"', () => response.destroy());
}

function send(response, { status, body }) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

/**
 * Starts a service on a free port of 127.0.0.1 that ends with the test `t`. `replies` maps a path to what is sent in
 * place of the usual: `{ status, body }`, or a function of the response; `everything` stands for every path. `requests`
 * collects `{ path, body }`.
 */
export async function startService(t, { version = 'service.v3', everything, ...replies } = {}) {
  const schema = { current_version: 2, target_version: 2, pending_versions: [], inferred_from_legacy: false };
  const usual = {
    '/v1/health': success(version, { status: 'ok' }),
    '/v1/db/schema-version': success(version, schema),
    '/v1/query/ask': success(version, context),
  };
  const requests = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ path: request.url, body: Buffer.concat(chunks).toString() });
    const reply = everything ?? replies[request.url] ?? usual[request.url] ?? { status: 404, body: '' };
    if (typeof reply === 'function') reply(response);
    else send(response, reply);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, requests };
}

/** An address at which nothing listens. */
export async function freeAddress() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
