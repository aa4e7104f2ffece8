// The reports that the page gives to take home are those of the native program, byte for byte, for every case that all hosts judge.
// Documents come in by a link, with their names and what is missing, and go out by the buttons.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { conformanceCases } from '../../../tests/hosts/cases.mjs';
import { bundled } from './bundled.mjs';
import { openPage, ways } from './page.mjs';

const cases = conformanceCases();
const { payloadOf } = await bundled('home/link.ts');
/** The button of each report. */
const reports = { json: 'Download Report JSON', sarif: 'Download Report SARIF', markdown: 'Download Report Markdown' };

function carried({ today, pin, matrix, manifest }) {
  const document = ({ name, bytes }) => ({ name, bytes: bytes === null ? null : Uint8Array.from(Buffer.from(bytes, 'hex')) });
  return { journey: 'trio', documents: { pin: document(pin), matrix: document(matrix), manifest: document(manifest) }, settings: { today } };
}

/** Opens each link in the page that is open, presses each button, and says which files were not as expected. */
async function differences(page, given) {
  return page.evaluate(async ({ given, reports }) => {
    const found = [];
    const [formats, labels] = [Object.keys(reports), Object.values(reports)];
    let took = () => {};
    const shorten = history.replaceState.bind(history);
    history.replaceState = (...shortened) => {
      shorten(...shortened);
      took();
    };
    let made = () => {};
    URL.createObjectURL = (blob) => {
      made(blob);
      return '#trio';
    };
    HTMLAnchorElement.prototype.click = () => {};
    for (const { name, link, ...texts } of given) {
      await new Promise((resolve) => {
        took = resolve;
        location.hash = link;
      });
      const blobs = await new Promise((resolve) => {
        const all = [];
        made = (blob) => {
          if (all.push(blob) === labels.length) resolve(all);
        };
        const buttons = [...document.querySelectorAll('button')];
        for (const label of labels) buttons.find(({ textContent }) => textContent === label).click();
      });
      for (const [at, format] of formats.entries()) {
        if (await blobs[at].text() !== texts[format]) found.push(`${format}: ${name}`);
      }
    }
    return found;
  }, { given, reports });
}

// Before the first test: the runner takes those that stand behind an `await` for a file of their own, and closes no browser then.
const given = await Promise.all(cases.map(async (one) => ({
  name: one.name, json: one.json, sarif: one.sarif, markdown: one.markdown, link: `#trio=${await payloadOf(carried(one))}`,
})));
const press = (page, name) => page.getByRole('button', { name, exact: true });

test('there are cases', () => assert.ok(cases.length > 500, `only ${cases.length}`));

test(`${cases.length} cases, served`, async (t) => {
  const page = await openPage(t, { path: given[0].link });
  await press(page, reports.json).waitFor();
  assert.deepEqual(await differences(page, given), []);
});

/** Presses each button, and compares what the browser saves. */
async function assertSaved(page, { name, ...texts }) {
  for (const [format, label] of Object.entries(reports)) {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, label).click()]);
    assert.equal(readFileSync(await download.path(), 'utf8'), texts[format], `${format}: ${name}`);
  }
}

const roles = ['pin', 'matrix', 'manifest'];

/** Cases for one page each time: headless Chromium saves ten files of a page without asking somebody, who is not there. */
function pagesOf(sample) {
  const each = Math.floor(10 / Object.keys(reports).length);
  return Array.from({ length: Math.ceil(sample.length / each) }, (_, at) => sample.slice(at * each, (at + 1) * each));
}

test('some cases, and all with a missing document, by links and real downloads, from a file', async (t) => {
  const sample = given.filter((_, index) => index % 150 === 0 || roles.some((role) => cases[index][role].bytes === null));
  for (const some of pagesOf(sample)) {
    const page = await openPage(t, { way: 'file', path: some[0].link });
    for (const one of some) {
      await page.evaluate((hash) => (location.hash = hash), one.link);
      await page.waitForFunction(() => location.hash === '#trio');
      await assertSaved(page, one);
    }
    await page.close();
  }
});

for (const way of ways) {
  test(`some cases, by files that are chosen and real downloads, ${way}`, async (t) => {
    const names = roles.map((role) => cases[0][role].name);
    const sample = given.filter((_, index) => index % 250 === 0 && roles.every((role, at) => cases[index][role].bytes !== null && cases[index][role].name === names[at]));
    assert.ok(sample.length > 4);
    for (const some of pagesOf(sample)) {
      const page = await openPage(t, { way, path: given[0].link });
      for (const one of some) {
        const whole = cases[given.indexOf(one)];
        for (const role of roles) {
          const slot = page.getByLabel(`Choose ${role}`);
          await slot.setInputFiles({ name: 'x', mimeType: 'application/octet-stream', buffer: Buffer.from(whole[role].bytes, 'hex') });
        }
        // Read as soon as the page says its hash.
        await page.getByText(JSON.parse(one.json).documents[2].sha256).first().waitFor();
        await assertSaved(page, one);
      }
      await page.close();
    }
  });
}
