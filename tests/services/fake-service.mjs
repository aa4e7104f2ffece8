// A small service that answers as real builds do, or misbehaves in one named way. Tests in JavaScript import it; tests
// in other languages run `node fake-service.mjs BEHAVIOUR [DELAY_MS]`, read its URL from the first line, and end it by
// closing its standard input.
import { createServer } from 'node:http';
import { argv, stdin } from 'node:process';
import { pathToFileURL } from 'node:url';

const TELEMETRY = ['requests_total', 'requests_success_total', 'requests_failure_total', 'timeout_total', 'invalid_json_total', 'validation_error_total', 'context_not_found_total', 'write_conflict_total', 'schema_unavailable_total', 'internal_error_total', 'other_error_total'];
const REQUIRED_STRINGS = ['text', 'actor', 'action', 'resource'];
const LARGE = 5_000_000;

/**
 * What each behaviour changes about a healthy build of the pinned commit of service.v3. `version`: what envelopes
 * claim. `main`: the endpoints and fields of the later main branch. `optionalAsOf`: the key may be left out of a
 * question. `instead`: answers every request by itself, given the response.
 */
const BEHAVIOURS = {
  v3: {},
  v2: { version: 'service.v2' },
  'v3-main': { main: true },
  'v3-mended': { optionalAsOf: true },
  degraded: { health: 'degraded' },
  pending: { main: true, pending: true },
  'unreachable-database': { optionalAsOf: true, unreachable: true },
  lying: { optionalAsOf: true, laterVersion: 'service.v2' },
  'unknown-code': { optionalAsOf: true, ask: (service) => service.error(500, 'rate_limited', 'too many questions at once') },
  large: { optionalAsOf: true, noteLength: LARGE },
  slow: { delayMs: 1500 },
  broken: { instead: (response) => send(response, { body: '<!doctype html><title>Welcome</title>', contentType: 'text/html; charset=utf-8' }) },
  malformed: { instead: (response) => send(response, { body: '{"service_contract_version":"service.v3","api_contract' }) },
  silent: { instead: () => {} },
  endless: { instead: endless },
  reset: { instead: reset },
};

function send(response, { status = 200, body = '', contentType = 'application/json' }) {
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-length': Buffer.byteLength(bytes) };
  if (contentType !== null) headers['content-type'] = contentType;
  response.writeHead(status, headers).end(bytes);
}

function endless(response) {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

function reset(response) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"service_contract_version":', () => response.destroy());
}

/** The answers of one build: each is `{ status, body, contentType }`. */
class Service {
  constructor(settings) {
    this.settings = settings;
    this.version = settings.version ?? 'service.v3';
  }

  success(data) {
    return { body: { service_contract_version: this.version, api_contract_version: 'api.v1', data } };
  }

  error(status, code, message, details) {
    const legacy = this.version === 'service.v2' ? { legacy_error: message } : {};
    return { status, body: { service_contract_version: this.version, error: { code, message, details }, ...legacy } };
  }

  rejection(status, rejection, reason) {
    return this.error(status, 'invalid_json', reason === undefined ? rejection : `${rejection}: ${reason}`, { rejection });
  }

  unavailable() {
    return this.error(503, 'schema_unavailable', 'the database at /nowhere/memory.sqlite3 cannot be opened');
  }

  health() {
    const more = this.settings.main ? { timeout_ms: 2500, telemetry: Object.fromEntries(TELEMETRY.map((name) => [name, 0])) } : {};
    return this.success({ status: this.settings.health ?? 'ok', ...more });
  }

  ready() {
    if (this.settings.pending) return this.error(503, 'schema_unavailable', 'migrations are pending', this.schema());
    return this.success({ status: 'ready', checks: { current_schema_version: 2, target_schema_version: 2, pending_migrations: 0, inferred_from_legacy: false } });
  }

  schema() {
    const pending = this.settings.pending === true;
    return { current_version: pending ? 0 : 2, target_version: 2, pending_versions: pending ? [1, 2] : [], inferred_from_legacy: false };
  }

  ask({ headers, body }) {
    if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return this.rejection(415, 'the request needs `Content-Type: application/json`');
    let question;
    try {
      question = JSON.parse(body);
    } catch {
      return this.rejection(400, 'the body is not JSON', 'expected a value at line 1 column 1');
    }
    const shape = (reason) => this.rejection(422, 'the body does not have the expected shape', `${reason} at line 1 column ${body.length}`);
    if (question === null || typeof question !== 'object' || Array.isArray(question)) return shape('expected an object');
    for (const name of REQUIRED_STRINGS) {
      if (!(name in question)) return shape(`missing field \`${name}\``);
      if (typeof question[name] !== 'string') return shape(`${name}: expected a string`);
    }
    if (!('as_of' in question) && !this.settings.optionalAsOf) return shape('missing field `as_of`');
    const asOf = question.as_of ?? '2026-03-02T09:30:00Z';
    if (!/^\d{4}-\d\d-\d\dT/.test(asOf)) return shape('as_of: expected a date and time');
    if (this.settings.unreachable) return this.unavailable();
    return this.settings.ask?.(this) ?? this.success(this.answer(question, asOf));
  }

  answer({ text, actor, action, resource }, asOf) {
    const found = actor !== '';
    return {
      context_package_id: 'cpkg_test_1',
      generated_at: asOf,
      query: { text, actor, action, resource, as_of: asOf },
      determinism: { ruleset_version: 'ordering.v1', snapshot_id: 'txn_test_1', tie_breakers: ['authority_rank desc', 'memory_id asc'] },
      answer: { result: found ? 'deny' : 'inconclusive', why: found ? 'a constraint with authority forbids it' : 'nothing fits the question' },
      selected_items: found ? [this.item()] : [],
      excluded_items: [],
      ordering_trace: ['filter by record type', 'sort by precedence', ...(this.settings.noteLength ? ['-'.repeat(this.settings.noteLength)] : [])],
    };
  }

  item() {
    return {
      rank: 1,
      memory_version_id: '01TESTVERSION0000000000001',
      memory_id: '01TESTMEMORY00000000000001',
      record_type: 'constraint',
      version: 1,
      truth_status: 'asserted',
      confidence: 0.9,
      authority: 'authoritative',
      why: { included: true, reasons: ['it names actor, action and resource'], rule_scores: { scope_match: 1, authority_rank: 3, truth_status_rank: 4, confidence: 0.9 } },
    };
  }

  /** The answer to a request; unknown paths and wrong methods get an empty one, as the web framework does it. */
  reply(request) {
    const { method, path } = request;
    const routes = {
      '/v1/health': ['GET', () => this.health()],
      '/v1/db/schema-version': ['POST', () => (this.settings.unreachable ? this.unavailable() : this.success(this.schema()))],
      '/v1/query/ask': ['POST', () => this.ask(request)],
      ...(this.settings.main ? { '/v1/ready': ['GET', () => this.ready()] } : {}),
    };
    if (!Object.hasOwn(routes, path)) return { status: 404, contentType: null };
    const [expected, answer] = routes[path];
    if (method !== expected) return { status: 405, contentType: null };
    if (path !== '/v1/health') this.version = this.settings.laterVersion ?? this.version;
    return answer();
  }
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/**
 * Starts a service on a free port of 127.0.0.1. `answers` maps paths to `{ status, body, contentType, delayMs }` that
 * replace what the behaviour says there (a body that is no string and no bytes is sent as JSON, a content type of null
 * is left out); `delayMs` delays every answer. `requests` collects `{ method, path, headers, body }`.
 */
export async function startFakeService(behaviour, { answers = {}, delayMs } = {}) {
  if (!Object.hasOwn(BEHAVIOURS, behaviour)) throw new Error(`no such behaviour: ${behaviour}`);
  const settings = BEHAVIOURS[behaviour];
  const requests = [];
  const server = createServer(async (incoming, response) => {
    const { method, url: path, headers } = incoming;
    const request = { method, path, headers, body: await read(incoming) };
    requests.push(request);
    const own = Object.hasOwn(answers, path) ? answers[path] : undefined;
    const wait = own?.delayMs ?? delayMs ?? settings.delayMs ?? 0;
    setTimeout(() => {
      if (own !== undefined) send(response, own);
      else if (settings.instead !== undefined) settings.instead(response);
      else send(response, new Service(settings).reply(request));
    }, wait).unref();
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const [behaviour, delay] = argv.slice(2);
  const service = await startFakeService(behaviour, { delayMs: delay === undefined ? undefined : Number(delay) });
  console.log(service.url);
  stdin.resume().on('close', () => service.close());
}
