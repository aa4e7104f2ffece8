// The frame: it says who judges, leads to every journey, and lives on where a part of it fails, however the page is opened.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { assertAccessible, openPage, picture, site, ways } from './page.mjs';

const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent);

for (const way of ways) {
  test(`the frame leads to every journey, ${way}`, async (t) => {
    const page = await openPage(t, { way });
    await page.getByText('Judged by lockstep').waitFor();
    for (const name of ['Envelopes', 'Change', 'Handoff and gates', 'Trio']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.waitForFunction((title) => document.title === title, `${name} · lockstep validator`);
      await page.getByRole('main', { name }).waitFor();
      assert.equal(await focused(page), 'main');
    }
    await assertAccessible(page);
    await picture(page, `shell-${way}`);
  });

  test(`what the page is and is made of, by keyboard alone, ${way}`, async (t) => {
    const page = await openPage(t, { way, width: 390, theme: 'dark' });
    await page.getByText('Judged by lockstep').waitFor();
    await page.getByRole('radio', { name: 'As the system' }).focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'light');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
    await picture(page, `shell-narrow-${way}`);

    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'About');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'About this page' });
    await dialog.getByText(/^lockstep \d+\.\d+\.\d+, as WebAssembly/).waitFor();
    assert.equal(await dialog.getByRole('link', { name: /Save this page as one file \(\d\.\d MB\)/ }).count(), way === 'served' ? 1 : 0);
    await dialog.getByText('Licences of what is bundled').focus();
    await page.keyboard.press('Enter');
    const licences = dialog.getByRole('region', { name: 'Licences' });
    await licences.getByText('preact').first().waitFor();
    // One of each: a library of the page, one of the worker, a crate under each licence.
    const text = await licences.textContent();
    for (const name of ['@codemirror/view', 'Jason Miller', 'serde_json', 'pulldown-cmark', 'Apache License']) assert.ok(text.includes(name), name);
    await assertAccessible(page);
    await picture(page, `about-narrow-${way}`);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await focused(page), 'About');
  });
}

for (const way of ways) {
  test(`a text becomes neither markup nor script, and nothing can be fetched, ${way}`, async (t) => {
    const page = await openPage(t, { way, allowed: [/Trusted|Content Security Policy|Fetch API|forbids/] });
    await page.getByText('Judged by lockstep').waitFor();
    // The host must not go away while the page is being kept: the browser prints that.
    if (way === 'served') await page.getByText('Ready for offline use').waitFor();
    const results = await page.evaluate(() => Promise.all([
      () => (document.createElement('p').innerHTML = '<b>bold</b>'),
      () => new Worker('data:text/javascript,0'),
      () => new Worker('https://example.org/worker.js'),
      () => fetch('./'),
    ].map(async (attempt) => {
      try {
        return await attempt();
      } catch ({ name }) {
        return name;
      }
    })));
    assert.deepEqual(results, ['TypeError', 'TypeError', 'TypeError', 'TypeError']);
  });
}

test('at 320 pixels, which is a zoom of 400 %, nothing is wider than the window', async (t) => {
  const page = await openPage(t, { width: 320, height: 640 });
  for (const [name, example] of [
    ['Trio', 'one that drifted'], ['Envelopes', 'a log with statuses'], ['Change', 'a broken promise'], ['Handoff and gates', 'gates with some of their evidence'],
  ]) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('button', { name: example }).click();
    await page.locator('.verdict-title').first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, name);
  }
});

test('the one file works under any name, with a query and a fragment', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep file & '));
  t.after(() => rmSync(folder, { recursive: true }));
  const copy = join(folder, 'reviewed #2 (copy).htm');
  copyFileSync(join(site, 'validator.html'), copy);
  const page = await openPage(t, { way: 'file', address: pathToFileURL(copy).href, path: '?from=mail#change' });
  await page.getByText('Judged by lockstep').waitFor();
  await page.getByRole('main', { name: 'Change' }).waitFor();
});

test('a part that cannot be loaded leaves the rest as it is, and can be tried again', async (t) => {
  const page = await openPage(t, { allowed: [/Failed to load resource/] });
  await page.getByText('Judged by lockstep').waitFor();
  await page.route('**/assets/journey-*.js', (route) => route.fulfill({ status: 503, body: '' }));
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('Change could not be loaded').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Trio', exact: true }).click();
  await alert.waitFor({ state: 'detached' });
  await page.unroute('**/assets/journey-*.js');
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.getByRole('main', { name: 'Change' }).waitFor();
  await alert.waitFor({ state: 'detached' });
});

test('the types fit', () => {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const folder = join(import.meta.dirname, '..');
  for (const project of [folder, join(folder, 'src', 'service-worker')]) {
    const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', project], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  }
});
