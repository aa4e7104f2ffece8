// The workspace served on loopback, and a page in headless Chromium that can import it.
import assert from 'node:assert/strict';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { root } from './cases.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));

/** Starts headless Chromium, which whoever asks has to close. */
export async function startChromium() {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join('/usr/bin', name)).find(existsSync);
  assert.ok(executablePath, 'no Chromium: run tests/install.sh');
  const { chromium } = require('playwright-core');
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
}

/** A context of a headless Chromium of its own, closed when the test ends. */
export async function launchChromium(t, options = {}) {
  const browser = await startChromium();
  t.after(() => browser.close());
  return browser.newContext(options);
}

/** Runs `work` with `given` in a page; `files` are served beside the workspace's, by path. Nothing may be printed there. */
export async function inChromium(t, work, given, files = {}) {
  const origin = await serve(t, root, files);
  const page = await (await launchChromium(t)).newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(`${origin}/tests/hosts/page.html`);
  const result = await page.evaluate(work, given);
  assert.deepEqual(problems, []);
  return result;
}

/** Serves a folder on loopback under a strict policy, as a careful host would serve the package. */
export async function serve(t, folder, files = {}) {
  const types = {
    '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.mjs': 'text/javascript',
    '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm',
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = files[pathname] ?? join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const type = pathname in files ? 'application/octet-stream' : types[extname(path)];
    if (type === undefined || !existsSync(path)) return response.writeHead(404).end();
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; worker-src 'self'";
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    return createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
