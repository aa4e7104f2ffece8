// One verdict in four hosts, byte for byte: what the native engine says of each case is compared with the addon,
// WebAssembly in Node, and WebAssembly in headless Chromium.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { conformanceCases, root } from './cases.mjs';
import { differences } from './judge.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));
const cases = conformanceCases();

test('there are cases', () => assert.ok(cases.length > 500, `only ${cases.length}`));

for (const engine of ['native', 'wasm']) {
  test(`${cases.length} cases in Node, ${engine}`, () => {
    const index = require.resolve('./lockstep/index.cjs');
    delete require.cache[index];
    process.env.LOCKSTEP_ENGINE = engine;
    const library = require(index);
    assert.equal(library.engine(), engine);
    assert.deepEqual(differences(library, cases), []);
  });
}

test(`${cases.length} cases in Chromium`, async (t) => {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join('/usr/bin', name)).find(existsSync);
  assert.ok(executablePath, 'no Chromium: run tests/install.sh');
  const origin = await serve(t);
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
  const found = await page.evaluate(async (given) => {
    const library = await import('/npm/lockstep/browser.js');
    const { differences: compare } = await import('/tests/hosts/judge.mjs');
    await library.init();
    return { engine: library.engine(), differences: compare(library, given) };
  }, cases);
  assert.deepEqual(found, { engine: 'wasm', differences: [] });
  assert.deepEqual(problems, []);
});

/** Serves the workspace on loopback under a strict policy, as a careful host would serve the package. */
async function serve(t) {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer((request, response) => {
    const path = join(root, new URL(request.url, 'http://localhost').pathname);
    const type = types[extname(path)];
    if (type === undefined || !existsSync(path)) return response.writeHead(404).end();
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    return createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}
