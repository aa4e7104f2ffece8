// The trio: documents in, verdict and findings out, and back into the documents, by mouse and by keyboard alone.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../tests/hosts/cases.mjs';
import { dropMade } from './giving.mjs';
import { assertAccessible, openPage, picture, ways } from './page.mjs';

const lockstep = createRequire(import.meta.url)(join(root, 'npm', 'lockstep'));

const paths = {
  pin: 'config/memorykernel-integration-pin.json',
  matrix: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md',
  manifest: 'config/memorykernel-producer-manifest.json',
};
const example = (name) => Object.fromEntries(Object.entries(paths).map(([role, path]) => [role, readFileSync(join(root, 'examples', name, path))]));
const today = () => new Date().toISOString().slice(0, 10);

const editor = (page, title) => page.getByRole('textbox', { name: new RegExp(`^${title}, `) });
const verdict = (page, text) => page.getByRole('heading', { name: text }).waitFor();
const finding = (page, rule) => page.locator('.finding').filter({ hasText: rule });
const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(buffer) });
const input = (page, title) => page.locator(`input[aria-label="${title}"]`);
const choose = (page, ...files) => input(page, 'Choose files').setInputFiles(files);

/** What a button gives to take home. */
async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await download.path());
}

for (const way of ways) {
  test(`what drifted is found, shown, mended and taken home, ${way}`, async (t) => {
    const page = await openPage(t, way === 'served' ? { way } : { way, width: 390, theme: 'dark' });
    await page.getByText('Judged by lockstep').waitFor();
    await assertAccessible(page);
    await picture(page, `trio-start-${way}`);
    await page.getByRole('button', { name: 'one that drifted' }).click();
    await verdict(page, 'Fail: 8 errors');

    // The same findings, places and order as the engine gives elsewhere.
    const expected = lockstep.check({ ...example('consumer-drifted'), today: today() });
    const places = expected.findings.map(({ rule, primary }) => `${primary.document.split('/').at(-1)}:${primary.line}:${primary.column} ${rule}`);
    assert.deepEqual((await page.locator('.finding-where').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')), places);
    assert.equal(await page.locator('.trio-slot').filter({ has: editor(page, 'Pin') }).locator('.cm-lint-marker-error').count(), 2);

    await page.getByRole('button', { name: 'the matrix states another service contract version' }).click();
    assert.equal(await editor(page, 'Pin').locator('.cm-related').innerText(), '"service.v3"');
    assert.equal(await editor(page, 'Manifest').locator('.cm-related').innerText(), '"service.v3"');
    await page.getByText('About the rule service-contract-agreement').click();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.getByText('its lines end with CRLF, those of the original with LF').first().waitFor();
    await assertAccessible(page);
    await picture(page, `trio-selected-${way}`);

    await finding(page, 'timeout-range').getByRole('button', { name: 'Fix: write 2500' }).click();
    await verdict(page, 'Fail: 7 errors');
    await page.getByRole('button', { name: 'Apply the fix' }).click();
    await verdict(page, 'Fail: 6 errors');
    await page.getByText('1 fix put in').waitFor();
    await editor(page, 'Pin').press('Control+z');
    await verdict(page, 'Fail: 7 errors');
    await editor(page, 'Pin').press('Control+z');
    await verdict(page, 'Fail: 8 errors');
    await page.getByRole('button', { name: 'Apply all 2 fixes' }).click();
    await page.getByText('2 fixes put in').waitFor();

    const pin = await downloaded(page, /Download\s+memorykernel-integration-pin.json/);
    assert.equal(pin.toString(), example('consumer-drifted').pin.toString().replace('4010/"', '4010"').replace('2500.0', '2500'));
    for (const [name, format] of [[/^Download.*JSON/, 'json'], [/^Download.*SARIF/, 'sarif'], [/^Download.*text/, 'human']]) {
      const mended = { ...example('consumer-drifted'), pin, today: today() };
      assert.equal((await downloaded(page, name)).toString(), lockstep.render(mended, format), format);
    }
  });
}

test('findings follow the typing, and a hash says what became of it', async (t) => {
  const page = await openPage(t, { width: 390 });
  await page.getByRole('button', { name: 'one that passes' }).click();
  await verdict(page, 'Pass: no findings');
  await page.locator('.trio-hash .chip-pass').waitFor();
  await assertAccessible(page);
  await picture(page, 'trio-pass-narrow');
  await editor(page, 'Manifest').press('Control+End');
  await page.keyboard.press('Backspace');
  await verdict(page, 'Fail: 1 error');
  await page.getByText('not equal').waitFor();
  await page.keyboard.press('Control+z');
  await verdict(page, 'Pass: no findings');
  await page.getByLabel('Judge as of').fill('');
  await page.getByText('no day: rules about dates do not run').waitFor();
  await page.getByText(/rules ran, \d+ did not$/).click();
  await page.getByText('Did not run:').waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'what was there before' }).click();
  await verdict(page, 'Pass: no findings');
});

test('everything by keyboard alone', async (t) => {
  const page = await openPage(t, { way: 'file', theme: 'dark', height: 1500 });
  const tabTo = async (name) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      const words = await page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
      if (words.includes(name)) return;
    }
    assert.fail(`no way to ${name}`);
  };
  await tabTo('one that drifted');
  await page.keyboard.press('Enter');
  await verdict(page, 'Fail: 8 errors');
  await tabTo('default_timeout_ms');
  await page.keyboard.press('Enter');
  await page.locator('.finding-selected').getByText('digits only, between 100 and 30000').waitFor();
  await tabTo('memorykernel-integration-pin.json');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.shadowRoot !== null);
  await page.locator('.finding-current').getByText('timeout-range').waitFor();
  // On to the next finding, which is the first one again, and its fix.
  // What is said to screen readers stands there for a fifth of a second.
  await page.evaluate(() => {
    globalThis.announced = '';
    const region = document.activeElement.shadowRoot.querySelector('.cm-announced');
    new MutationObserver(() => (globalThis.announced += region.textContent)).observe(region, { childList: true });
  });
  await page.keyboard.press('F8');
  await page.waitForFunction(() => globalThis.announced.includes('error: `default_base_url` ends with a slash'));
  await page.locator('.finding-current').getByText('base-url').waitFor();
  await picture(page, 'trio-keyboard');
  await page.keyboard.press('Control+.');
  await verdict(page, 'Fail: 7 errors');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot), null, 'the tabulator leaves the editor');
});

test('documents are recognised whatever they are called, and shown however they are', async (t) => {
  const page = await openPage(t);
  const { pin, matrix, manifest } = example('consumer');
  await choose(page, file('a', manifest), file('b.txt', pin), file('c', matrix));
  await verdict(page, 'Pass: no findings');

  // A slot takes anything, and what cannot be edited is judged as it is.
  const slot = (name, buffer) => input(page, `Choose ${name}`).setInputFiles([file(name, buffer)]);
  await slot('pin', Uint8Array.of(0x7b, 0xff, 0x7d));
  await page.getByText('some bytes are not UTF-8').waitFor();
  await finding(page, 'document-encoding').waitFor();
  await slot('pin', `{"long": "${'x'.repeat(900_000)}"}`);
  await page.getByText('All 900,012 bytes are judged').waitFor();
  assert.equal(await editor(page, 'Pin').getAttribute('aria-readonly'), 'true');
  await slot('pin', 'x\n'.repeat(600_000));
  await finding(page, 'document-too-large').waitFor();
  await slot('pin', '<img src=x onerror=alert(1)>\u202e');
  await finding(page, 'json-syntax').waitFor();
  await assertAccessible(page);
  await picture(page, 'trio-hostile');
});

test('pasting begins without any file, and what is missing is said', async (t) => {
  const page = await openPage(t);
  await page.getByRole('button', { name: 'Paste or type' }).click();
  await page.getByText('The verdict stands here').waitFor();
  await picture(page, 'trio-empty');
  await assertAccessible(page);
  await editor(page, 'Pin').click();
  await page.keyboard.insertText(example('consumer').pin.toString());
  await finding(page, 'document-missing').first().waitFor();
  await editor(page, 'Pin').press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByText('The verdict stands here').waitFor();
});

test('an own policy judges, is shown with its fault, and goes', async (t) => {
  const page = await openPage(t);
  await page.getByRole('button', { name: 'one that passes' }).click();
  await verdict(page, 'Pass: no findings');
  const own = lockstep.policy().replace(/"name": "[^"]*"/, '"name": "our own"');
  await dropMade(page, [['rules.json', own]]);
  await page.getByText('policy our own').waitFor();
  await dropMade(page, [['rules.json', own.replace('{', '{\n  "polic": 1,')]]);
  await verdict(page, 'Could not be judged');
  await page.getByRole('alert').getByText('the policy cannot be used: line 2, column').waitFor();
  await page.locator('.trio-slot').filter({ has: editor(page, 'Policy') }).locator('.cm-lint-marker-error').waitFor();
  await assertAccessible(page);
  await picture(page, 'trio-policy');
  await page.getByRole('button', { name: 'Remove the policy' }).click();
  await verdict(page, 'Pass: no findings');
});

test('a consumer that holds the repository of its service is judged by its own mirror', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-repository-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const part of ['config', 'docs']) cpSync(join(root, 'examples', 'consumer', part), join(folder, part), { recursive: true });
  cpSync(join(root, 'examples', 'producer'), join(folder, 'services', 'memorykernel'), { recursive: true });
  const page = await openPage(t);
  await input(page, 'Choose a folder').setInputFiles(folder);
  await verdict(page, 'Pass: no findings');
  await page.getByRole('region', { name: 'Manifest', exact: true }).getByText('config/memorykernel-producer-manifest.json', { exact: true }).waitFor();
});

test('a repository that could not be judged says why, and where', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-repository-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'examples', 'consumer'), folder, { recursive: true });
  writeFileSync(join(folder, 'lockstep.toml'), '[pin');
  const page = await openPage(t);
  await input(page, 'Choose a folder').setInputFiles(folder);
  await page.getByText('lockstep.toml:1:5: the configuration is faulty: unclosed table').first().waitFor();
  await page.getByLabel(/^Check the whole repository/).uncheck();
  await verdict(page, 'Pass: no findings');
});

test('a producer\'s repository is judged as one', async (t) => {
  const page = await openPage(t);
  await input(page, 'Choose a folder').setInputFiles(join(root, 'examples', 'producer'));
  await verdict(page, 'Pass: no findings');
});

test('a whole repository is judged, and documents beside the trio are opened to be read', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-repository-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'examples', 'consumer'), folder, { recursive: true });
  const status = join(folder, 'docs', 'ACTIVE_RUNTIME_STATUS.md');
  writeFileSync(status, readFileSync(status, 'utf8').replace('v0.4.0', 'v0.3.2'));
  const page = await openPage(t);
  await input(page, 'Choose a folder').setInputFiles(folder);
  await verdict(page, 'Fail: 1 error');
  await page.getByText('over 9 documents').waitFor();
  const all = page.getByLabel(/^Check the whole repository, with its \d+ other files$/);
  await all.uncheck();
  await verdict(page, 'Pass: no findings');
  await all.check();
  await verdict(page, 'Fail: 1 error');
  await page.locator('.finding-place').first().click();
  await page.getByRole('heading', { name: 'docs/ACTIVE_RUNTIME_STATUS.md', exact: true }).waitFor();
  const opened = page.getByRole('textbox', { name: 'docs/ACTIVE_RUNTIME_STATUS.md' });
  assert.equal(await opened.getAttribute('aria-readonly'), 'true');
  await opened.getByText('v0.3.2').first().waitFor();
  await assertAccessible(page);
  await picture(page, 'trio-repository');
  const report = JSON.parse(await downloaded(page, /^Download.*JSON/));
  assert.deepEqual(report.findings.map(({ primary }) => primary.document), ['docs/ACTIVE_RUNTIME_STATUS.md']);
  // The edits of the trio count there, too.
  await editor(page, 'Pin').press('Control+End');
  await page.keyboard.insertText('x');
  await finding(page, 'json-syntax').waitFor();
});
