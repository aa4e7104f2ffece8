// A small GitHub: the endpoints of its API that lockstep asks, over a repository that a test describes, or an answer of
// the test's own.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

const API_VERSION = '2022-11-28';

/**
 * One repository. `commits` maps each commit to `{ parents, files }`, `tags` each tag to an object `{ type, sha }`,
 * `tagObjects` the hash of each annotated tag to what it leads to.
 */
class Repository {
  constructor({ owner, name, commits, tags = {}, tagObjects = {} }) {
    this.path = `/repos/${owner}/${name}`;
    Object.assign(this, { commits, tags, tagObjects });
  }

  ancestors(sha) {
    const found = new Set();
    const visit = (commit) => {
      if (found.has(commit)) return;
      found.add(commit);
      for (const parent of this.commits[commit].parents ?? []) visit(parent);
    };
    visit(sha);
    return found;
  }

  compare(base, head) {
    if (!(base in this.commits) || !(head in this.commits)) return undefined;
    const [before, after] = [this.ancestors(base), this.ancestors(head)];
    if (![...before].some((commit) => after.has(commit))) return undefined;
    if (base === head) return 'identical';
    if (after.has(base)) return 'ahead';
    return before.has(head) ? 'behind' : 'diverged';
  }

  /** The answer to a path below the repository; `undefined` where there is none. */
  answer(path, query, raw) {
    const [, area, rest = ''] = /^\/?([^/]*)\/?(.*)$/.exec(path);
    if (path === '') return { body: { full_name: this.path.slice('/repos/'.length) } };
    if (path.startsWith('/git/ref/tags/')) {
      const name = decodeURIComponent(path.slice('/git/ref/tags/'.length));
      return this.tags[name] && { body: { ref: `refs/tags/${name}`, object: this.tags[name] } };
    }
    if (path.startsWith('/git/tags/')) {
      const object = this.tagObjects[path.slice('/git/tags/'.length)];
      return object && { body: { object } };
    }
    if (path.startsWith('/git/commits/')) {
      const sha = path.slice('/git/commits/'.length);
      return sha in this.commits ? { body: { sha } } : undefined;
    }
    if (area === 'compare') {
      const status = this.compare(...decodeURIComponent(rest).split('...'));
      return status && { body: { status, commits: [] } };
    }
    if (area === 'contents') {
      const bytes = this.commits[query.get('ref')]?.files?.[decodeURIComponent(rest)];
      if (bytes === undefined) return undefined;
      if (raw) return { body: bytes, contentType: 'application/vnd.github.raw+json; charset=utf-8' };
      return { body: { encoding: 'base64', content: Buffer.from(bytes).toString('base64') } };
    }
    return undefined;
  }

  reply({ method, url, headers }, token) {
    const { pathname, searchParams } = new URL(url, 'http://github.invalid');
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: { message: 'Bad credentials' } };
    if (headers['x-github-api-version'] !== API_VERSION || method !== 'GET') return { status: 400, body: { message: 'Bad Request' } };
    const own = pathname === this.path || pathname.startsWith(`${this.path}/`);
    const raw = headers.accept === 'application/vnd.github.raw+json';
    const found = own && this.answer(pathname.slice(this.path.length), searchParams, raw);
    return found || { status: 404, body: { message: 'Not Found', status: '404' } };
  }
}

function send(response, { status = 200, body = '', contentType = 'application/json; charset=utf-8', headers = {} }) {
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(bytes), ...headers }).end(bytes);
}

/**
 * Starts a GitHub on a free port of 127.0.0.1 that knows one repository and one token. `instead` is given a request and
 * its response and may answer by itself: by returning `{ status, body, contentType, headers }`, or by writing to the
 * response and returning `true`. `tls` is `{ key, cert }` for `https`. `requests` collects what was asked.
 */
export async function startFakeGitHub(description, { token, instead = () => undefined, tls } = {}) {
  const repository = new Repository(description);
  const requests = [];
  const listener = (request, response) => {
    requests.push({ method: request.method, path: request.url, headers: request.headers });
    const own = instead(request, response);
    if (own !== true) send(response, own ?? repository.reply(request, token));
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
