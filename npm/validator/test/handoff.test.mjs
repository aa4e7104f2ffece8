// The journey "Handoff and gates": a verdict per item, the same as the native program's over the same files.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../tests/hosts/cases.mjs';
import { run, vehicles } from '../../../tests/hosts/vehicles.mjs';
import { assertAccessible, openPage, picture, ways } from './page.mjs';

const TODAY = '2026-02-20';
const payload = 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';
const evidence = 'artifacts/memorykernel-handoff-evidence.json';
const gateFile = 'lockstep-gates.json';

const verdict = (page, title) => page.getByRole('region', { name: title, exact: true }).getByRole('heading');
const says = (page, title, words) => verdict(page, title).and(page.getByText(`${title}: ${words}`, { exact: true })).waitFor();
const example = (page, name) => page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
const items = (page, title) => page.getByRole('region', { name: `${title}, item by item` }).locator('.handoff-items > li');

/** A folder with files of an example, and what `change` does to them. */
function repository(t, { from = 'consumer', only = ['config', 'docs', 'services', 'src', 'lockstep.toml', gateFile], change = () => {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-handoff-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of only) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, 'examples', from, name), join(folder, name), { recursive: true });
  }
  change({
    folder,
    replace: (name, ...pairs) => writeFileSync(join(folder, name), pairs.reduce((text, [was, is]) => {
      assert.ok(text.includes(was), `${name} has no ${was}`);
      return text.replace(was, is);
    }, readFileSync(join(folder, name), 'utf8'))),
  });
  return folder;
}

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

for (const way of ways) {
  test(`a payload with faults, item by item, ${way}`, async (t) => {
    const page = await openPage(t, { way, path: '#handoff' });
    await page.getByRole('heading', { name: 'Judge a handoff payload or a gate file' }).waitFor();
    await assertAccessible(page);
    await picture(page, `handoff-start-${way}`);
    await example(page, 'Payload with faults');
    await says(page, 'Handoff', 'fail');
    const states = await items(page, 'Handoff').locator('.handoff-item-text > h3 > .handoff-word').allTextContents();
    assert.deepEqual(states, ['fail', 'fail', 'pass', 'not judged', 'fail', 'fail', 'fail', 'pass', 'pass', 'pass']);
    await page.getByText('the handoff payload names no commands').waitFor();
    // The place of a finding, in the editor.
    await page.getByRole('button', { name: 'PRODUCER_RELEASE_HANDOFF_LATEST.json:4:18' }).first().click();
    assert.equal(await page.evaluate(() => getSelection()?.toString()), '"v0.4.1"');
    await page.getByText('About the rule handoff-field').click();
    await page.getByText('A field that is not there cannot be compared.').waitFor();
    await assertAccessible(page);
    await picture(page, `handoff-faults-${way}`);
    // What is typed is judged: the selected value becomes the pinned one again.
    await page.getByRole('button', { name: 'PRODUCER_RELEASE_HANDOFF_LATEST.json:4:18' }).first().click();
    await page.keyboard.type('"v0.4.0"');
    await page.getByText('Of 10 items, 3 fail, 1 was not judged, 6 pass.').waitFor();
  });
}
