// A host of the built site as docs/validator.md describes one, which can be switched off and given another version.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { root } from '../../../tests/hosts/cases.mjs';

const types = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.txt': 'text/plain', '.wasm': 'application/wasm',
};

/** The headers that the documentation asks hosts for. */
export const documented = Object.fromEntries(
  /```text\n(Content-Security-Policy: [^`]+)```/.exec(readFileSync(join(root, 'docs/validator.md'), 'utf8'))[1]
    .trim().split('\n').map((line) => line.split(/: (.*)/, 2)),
);

/**
 * Serves `folder` below `/tools/validator/`. `requests` are the paths asked for, `files` answers by path before the
 * folder does, and `stop()` ends it in the middle of whatever goes on.
 */
export async function host(t, folder, { headers = documented, files = {} } = {}) {
  const path = '/tools/validator/';
  const served = { folder, requests: [] };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    served.requests.push(pathname);
    if (Object.hasOwn(files, pathname)) return response.writeHead(200, { 'content-type': 'text/html' }).end(files[pathname]);
    const file = join(served.folder, pathname === path ? 'index.html' : pathname.slice(path.length));
    if (!pathname.startsWith(path) || !existsSync(file)) return response.writeHead(404).end();
    const caching = pathname.startsWith(`${path}assets/`) ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { ...headers, 'content-type': types[extname(file)], 'cache-control': caching });
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  served.stop = () => {
    server.close();
    server.closeAllConnections();
  };
  t.after(served.stop);
  served.origin = `http://127.0.0.1:${server.address().port}`;
  served.address = served.origin + path;
  return served;
}
