// The served page without a network: every file of one version, and never of two.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../tests/hosts/cases.mjs';
import { host } from './host.mjs';
import { assertAccessible, openPage, picture, site } from './page.mjs';

const digest = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** A copy of the site as another version, whose page is titled so; `torn` as it is while a host is being updated. */
function version(t, title, { torn = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-site-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(site, folder, { recursive: true });
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const changed = page.replace('lang="en"', `lang="en" data-version="${title}"`);
  const worker = readFileSync(join(site, 'service-worker.js'), 'utf8');
  assert.ok(worker.includes(digest(page)));
  writeFileSync(join(folder, 'index.html'), torn ? page : changed);
  const name = createHash('sha256').update(title).digest('hex');
  writeFileSync(join(folder, 'service-worker.js'), worker.replace(digest(page), digest(changed)).replace(/[0-9a-f]{64}/, name));
  return folder;
}

const shown = (page) => page.evaluate(() => document.documentElement.dataset.version);
const caches = (page) => page.evaluate(() => globalThis.caches.keys());
const ready = (page) => page.getByText('Ready for offline use').waitFor();

async function visitAll(page) {
  for (const name of ['Envelopes', 'Change', 'Handoff and gates', 'Trio']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('main', { name }).waitFor();
    await page.getByText('Loading', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('alert').count(), 0);
  }
}

/** Judges the trio by the engine, explains a rule by the pages, and judges a repository by the program. */
async function judge(page) {
  await page.getByRole('button', { name: 'one that drifted' }).click();
  await page.getByRole('heading', { name: 'Fail: 8 errors' }).waitFor();
  await page.getByRole('button', { name: 'the matrix states another service contract version' }).click();
  await page.getByText('About the rule service-contract-agreement').click();
  await page.getByRole('heading', { name: 'Why' }).waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByLabel('Choose a folder').setInputFiles(join(root, 'examples', 'consumer'));
  await page.getByRole('heading', { name: /^Pass/ }).waitFor();
  await page.getByLabel('Check the whole repository').check();
  await page.getByText(/rules ran over 9 documents/).waitFor();
}

/** A wrong answer of the network, as the browser prints it. */
const refused = /net::ERR_CONNECTION_REFUSED|Failed to load resource/;

test('the page works without its host once it is ready, at once and when it is opened again', async (t) => {
  const served = await host(t, site);
  const page = await openPage(t, { address: served.address, allowed: [refused] });
  await ready(page);
  const [engine, worker] = ['engine-', 'service-worker.js'].map((name) => served.requests.findIndex((path) => path.includes(name)));
  assert.ok(engine >= 0 && engine < worker, 'the page comes first');
  await assertAccessible(page);
  await picture(page, 'offline-ready');
  served.stop();

  await visitAll(page);
  await judge(page);
  for (const path of ['', 'index.html', '?from=a-mail#change']) {
    await page.goto(served.address + path);
    await page.getByText('Judged by lockstep').waitFor();
    await ready(page);
  }
  await visitAll(page);
  await judge(page);
  // Nothing else is answered in the host's place.
  await assert.rejects(page.goto(`${served.address}elsewhere`), /ERR_CONNECTION_REFUSED/);
});

test('a new version is told, and replaces the old one whole when it is asked for', async (t) => {
  const served = await host(t, version(t, 'one'));
  const page = await openPage(t, { address: served.address, allowed: [refused] });
  await ready(page);
  await page.evaluate(() => globalThis.caches.open('of another site'));

  served.folder = version(t, 'two');
  await page.reload();
  const notice = page.getByText('A new version of this page is ready');
  await notice.waitFor();
  assert.equal(await shown(page), 'one');
  await assertAccessible(page);
  await picture(page, 'offline-new-version');
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.version === 'two');
  await ready(page);
  assert.equal(await notice.count(), 0);
  const names = await caches(page);
  assert.equal(names.length, 2);
  assert.ok(names.includes('of another site'));

  // One that is only half there is not taken, and takes nothing away.
  served.folder = version(t, 'three', { torn: true });
  const before = served.requests.length;
  await page.reload();
  await page.getByText('Judged by lockstep').waitFor();
  // The page itself is asked for by the new version alone: the old one gives it out of its cache.
  for (let tries = 0; !served.requests.slice(before).includes('/tools/validator/'); tries++) {
    assert.ok(tries < 200, 'the new version is not looked at');
    await page.waitForTimeout(50);
  }
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).installing === null);
  await page.waitForFunction(async () => (await globalThis.caches.keys()).length === 2);
  assert.equal(await notice.count(), 0);
  served.stop();
  await page.reload();
  await page.getByText('Judged by lockstep').waitFor();
  assert.equal(await shown(page), 'two');
  assert.deepEqual(await caches(page), names);
});

test('the window that is left at the old version goes on with its own files', async (t) => {
  const served = await host(t, version(t, 'one'));
  const left = await openPage(t, { address: served.address });
  await ready(left);
  served.folder = version(t, 'two');
  const page = await left.context().newPage();
  await page.goto(served.address);
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.version === 'two');
  assert.equal(await shown(left), 'one');
  await visitAll(left);
  assert.equal((await caches(page)).length, 2);
});

test('in a frame, the page judges and keeps nothing', async (t) => {
  const frame = (address) => `<!doctype html><html lang="en"><title>frame</title><iframe title="page" src="${address}"></iframe></html>`;
  const served = await host(t, site, { headers: {}, files: { '/': frame('/tools/validator/'), '/favicon.ico': '' } });
  const page = await openPage(t, { address: `${served.origin}/` });
  const framed = page.frameLocator('iframe');
  await framed.getByText('Judged by lockstep').waitFor();
  await framed.getByRole('button', { name: 'About' }).click();
  await framed.getByText('This browser keeps nothing here').waitFor();
  assert.ok(!served.requests.some((path) => path.endsWith('service-worker.js')));
});
