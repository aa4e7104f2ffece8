// Small inputs to start from, one of each kind.

const v2 = (code: string, message: string) => ({ service_contract_version: 'service.v2', error: { code, message }, legacy_error: message });
const v3 = (code: string, message: string) => ({ service_contract_version: 'service.v3', error: { code, message } });
const success = (version: string, data: object) => ({ service_contract_version: version, api_contract_version: 'api.v1', data });

const response = `HTTP/1.1 404 Not Found
content-type: application/json
content-length: 198

${JSON.stringify(v2('context_package_not_found', 'context package `ctx-7` does not exist'), null, 2)}
`;

const bodies = [
  success('service.v2', { status: 'ok' }),
  success('service.v3', { status: 'ok' }),
  v2('validation_error', 'text must not be empty'),
  v3('validation_error', 'text must not be empty'),
  { ...v3('query_failed', 'the query failed'), legacy_error: 'the query failed' },
  { service_contract_version: 'service.v2', error: { code: 'query_failed', message: 'the query failed' } },
  v3('disk_full', 'no space is left'),
  success('service.v4', { status: 'ok' }),
].map((body) => JSON.stringify(body));

const records = [
  { status: 200, body: success('service.v2', { status: 'ok' }) },
  { status: 200, body: success('service.v3', { status: 'ok' }) },
  { status: 404, body: v2('context_package_not_found', 'context package `ctx-7` does not exist') },
  { status: 404, body: v3('context_package_not_found', 'context package `ctx-7` does not exist') },
  { status: 503, body: v3('write_conflict', 'the package exists') },
  { status: 422, body: v3('invalid_json', 'missing field `as_of`') },
  { status: 500, body: { ...v3('internal_error', 'unexpected'), trace_id: 'a81f' } },
  { status: 503, body: v3('schema_unavailable', 'migrations are pending') },
  { status: 502, body: '<html>Bad gateway</html>' },
  { status: 404 },
].map((record) => JSON.stringify(record));

const service = 'http://127.0.0.1:4010';

const entry = (method: string, address: string, status: number, body: unknown) => ({
  startedDateTime: '2026-02-16T09:00:00.000Z',
  request: { method, url: address },
  response: { status, content: { mimeType: 'application/json', text: typeof body === 'string' ? body : JSON.stringify(body) } },
});

const har = {
  log: {
    version: '1.2',
    creator: { name: 'browser', version: '1' },
    entries: [
      entry('GET', `${service}/v1/health`, 200, success('service.v3', { status: 'ok' })),
      entry('POST', `${service}/v1/db/schema-version`, 200, success('service.v3', { current_version: 6, target_version: 6, pending_versions: [], inferred_from_legacy: false })),
      entry('POST', `${service}/v1/query/ask`, 400, v2('validation_error', 'text must not be empty')),
      entry('POST', `${service}/v1/query/ask`, 409, v3('write_conflict', 'the package exists')),
      entry('GET', 'http://127.0.0.1:1420/index.html', 200, '<!doctype html>'),
    ],
  },
};

/** An input as it would have been dropped or pasted. */
export interface Example {
  title: string;
  name: string;
  text: string;
}

/** The examples, in the order in which they are offered. */
export const examples: readonly Example[] = [
  { title: 'one response', name: 'response.txt', text: response },
  { title: 'a body a line', name: 'answers.ndjson', text: `${bodies.join('\n')}\n` },
  { title: 'a log with statuses', name: 'log.ndjson', text: `${records.join('\n')}\n` },
  { title: 'a HAR file', name: 'session.har', text: `${JSON.stringify(har, null, 2)}\n` },
];
