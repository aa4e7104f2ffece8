// The workspace served on loopback, and a page in headless Chromium that can import it.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { root } from './cases.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));

/** Runs `work` with `given` in a page; `files` are served beside the workspace's, by path. Nothing may be printed there. */
export async function inChromium(t, work, given, files = {}) {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join('/usr/bin', name)).find(existsSync);
  assert.ok(executablePath, 'no Chromium: run tests/install.sh');
  const origin = await serve(t, files);
  const profile = mkdtempSync(join(tmpdir(), 'lockstep-chromium-'));
  const { chromium } = require('playwright-core');
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
    ],
  });
  t.after(async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  });
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(`${origin}/tests/hosts/page.html`);
  const result = await page.evaluate(work, given);
  assert.deepEqual(problems, []);
  return result;
}

/** Serves the workspace on loopback under a strict policy, as a careful host would serve the package. */
async function serve(t, files) {
  const types = {
    '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.mjs': 'text/javascript', '.wasm': 'application/wasm',
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = files[pathname] ?? join(root, pathname);
    const type = pathname in files ? 'application/octet-stream' : types[extname(path)];
    if (type === undefined || !existsSync(path)) return response.writeHead(404).end();
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    return createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
