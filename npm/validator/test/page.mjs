// The built page in headless Chromium, served on loopback or opened from the disk, watched for everything that it must not do.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { serve, startChromium } from '../../../tests/hosts/browser.mjs';

export const site = join(import.meta.dirname, '..', 'dist');
assert.ok(existsSync(join(site, 'validator.html')), 'the page is not built: run node npm/build.mjs validator');

/** The two ways in which people open the page. */
export const ways = ['served', 'file'];

/** One browser for all tests of a file; each page has a context of its own, which nothing of another one reaches. */
let browser;
after(async () => (await browser)?.close());

/**
 * Opens the page and returns it. When the test ends, nothing may have been asked of anywhere else, no policy violated and
 * nothing printed. `path` is what follows the page's address, such as `#envelopes`, `allowed` are the
 * patterns of what may be printed after all, `address` is that of a host of the test's own,
 * `onRequest` is told every request, `prepare` is given the context before the page is opened; every
 * other option is Playwright's.
 */
export async function openPage(t, { way = 'served', path = '', width = 1280, height = 900, theme = 'light', allowed = [], address = undefined, onRequest, prepare, ...options } = {}) {
  const problems = [];
  address ??= way === 'served' ? `${await serve(t, site)}/` : pathToFileURL(join(site, 'validator.html')).href;
  const own = way === 'served' ? new URL(address).origin : address;
  browser ??= startChromium();
  const context = await (await browser).newContext({ viewport: { width, height }, colorScheme: theme, ...options });
  t.after(() => context.close());
  // Before the context is closed, which would be a silence of its own.
  t.after(() => assert.deepEqual(problems, []));
  context.on('request', (request) => {
    const url = request.url();
    onRequest?.(request);
    if (!url.startsWith(own) && !/^(blob|data):/.test(url)) problems.push(`asked ${url}`);
  });
  context.on('weberror', (error) => problems.push(`threw ${error.error().message}`));
  context.on('console', (message) => {
    if (!allowed.some((pattern) => pattern.test(message.text()))) problems.push(`printed ${message.text()}`);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`${event.violatedDirective} forbids ${event.blockedURI}`));
  });
  const page = await context.newPage();
  await prepare?.(context);
  await page.goto(address + path);
  return page;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails where axe finds something on the page as it stands. */
export async function assertAccessible(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => (await globalThis.axe.run()).violations);
  assert.deepEqual(violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`), []);
}

/** Saves a picture of the whole page where somebody wants to look at it: LOCKSTEP_PICTURES names the folder. */
export async function picture(page, name) {
  const folder = process.env.LOCKSTEP_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
