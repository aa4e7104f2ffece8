// The journey "Change": what it says is what the program says, in words and in the editors.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FIRST, MANIFEST, MORE, OPENAPI, POLICY, drop, edited, native, openJourney, shows } from './changes.mjs';
import { assertAccessible, picture } from './page.mjs';

const verdict = (page) => page.locator('.verdict-title');
const names = (page) => page.locator('.change-name').allTextContents();

/** Each change as the program tells it in Markdown, and as the page does. */
function toldInMarkdown(markdown) {
  return markdown.split('\n### ').slice(1).map((section) => {
    const lines = section.split('\n').filter((line) => /^(harms|producer|consumer|notice): /.test(line));
    return [section.slice(0, section.indexOf(':')), ...lines.map((line) => line.replaceAll('`', ''))];
  });
}

function toldOnPage(page) {
  return page.locator('.change-item').evaluateAll((items) => items.map((item) => [
    item.dataset.class,
    ...[...item.querySelectorAll('dt')].flatMap((term) => {
      if (term.textContent === 'in') return [];
      const definition = term.nextElementSibling;
      const parts = [...definition.querySelectorAll('li')];
      const texts = parts.length > 0 ? parts.map((part) => part.textContent) : [definition.firstChild.textContent || definition.textContent];
      return texts.map((text) => `${term.textContent}: ${text.replaceAll('`', '')}`);
    }),
  ]));
}

test('each change is told as the program tells it', async (t) => {
  const page = await openJourney(t);
  const openPolicy = POLICY.replaceAll('"error_code_set": "closed"', '"error_code_set": "open"');
  const cases = [
    ['manifest.json', FIRST, MANIFEST, 'needs-gates'],
    ['manifest.json', MANIFEST, edited(MANIFEST, ['"write_conflict"', '"write_collision"'], ['_days": 14', '_days": 7'], ['before_legacy_error_removal": true', 'before_legacy_error_removal": false']), 'breaking'],
    ['openapi.yaml', OPENAPI, edited(OPENAPI, ['                - internal_error\n', '                - internal_error\n                - rate_limited\n'], ['      summary: Whether the service runs\n', '      x-more: 1\n      security: []\n']), 'additive'],
    ['policy.json', POLICY, openPolicy, 'breaking'],
  ];
  for (const [name, old, now, of] of cases) {
    await page.getByRole('button', { name: 'Start over' }).click({ timeout: 1000 }).catch(() => undefined);
    await drop(page, { [`old/${name}`]: old, [`new/${name}`]: now });
    await shows(page, `${of}: `);
    const { stdout } = await native(t, { [`old/${name}`]: old, [`new/${name}`]: now }, ['diff', `old/${name}`, `new/${name}`, '--format', 'markdown']);
    assert.deepEqual(await toldOnPage(page), toldInMarkdown(stdout), name);
    // What could not be evaluated is told as such, once in the verdict and where it is.
    assert.equal(await page.getByText('not evaluated').count(), stdout.includes('does not evaluate') ? 2 : 0, name);
  }
  // Open codes need no notice.
  await page.getByRole('button', { name: 'Start over' }).click();
  await drop(page, { 'manifest-old.json': MANIFEST, 'manifest-new.json': MORE, 'open.json': openPolicy });
  await page.getByText('error codes are open').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Notice' }).count(), 0);
  await page.getByRole('button', { name: 'Judge by the embedded policy' }).click();
  await page.getByText('error codes are closed').waitFor();
});

/** Waits until these texts, and no others, are framed on a side: an editor draws only what is in sight, and scrolls first. */
const framed = (page, side, text) => page.waitForFunction(([side, text]) => {
  const within = (node) => [...node.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches('.cm-related') ? [element.textContent] : []), ...(element.shadowRoot === null ? [] : within(element.shadowRoot)),
  ]);
  return within(document.querySelector(`[aria-label="${side} state"]`)).join('') === text;
}, [side, text]);

test('which one is old is told by release, names and order, and can be swapped', async (t) => {
  const page = await openJourney(t);
  await drop(page, { 'b.json': MANIFEST, 'a.json': FIRST });
  await shows(page, 'needs-gates');
  assert.deepEqual(await names(page), ['a.json', 'b.json']);
  await page.getByText('of the lower version').waitFor();
  await page.getByRole('button', { name: 'Swap' }).click();
  assert.deepEqual(await names(page), ['b.json', 'a.json']);
  // One at a time, the newer one first; then one for a side alone.
  await page.getByRole('button', { name: 'Start over' }).click();
  await drop(page, { 'c.json': MORE });
  await page.getByText('It is the old document.').waitFor();
  await drop(page, { 'd.json': MANIFEST });
  await shows(page, 'additive');
  assert.deepEqual(await names(page), ['d.json', 'c.json']);
  await drop(page, { 'e.json': FIRST }, '[aria-label="New state"]');
  await shows(page, 'needs-gates');
  assert.deepEqual(await names(page), ['d.json', 'e.json']);
  // The same release: their names tell, and else the order.
  await page.getByRole('button', { name: 'Start over' }).click();
  const same = edited(MORE, ['"v0.4.1"', '"v0.4.0"']);
  await drop(page, { 'after.json': same, 'before.json': MANIFEST });
  await shows(page, 'additive');
  assert.deepEqual(await names(page), ['before.json', 'after.json']);
  // Two folders, with documents that only one of them has.
  await page.getByRole('button', { name: 'Start over' }).click();
  const place = 'contracts/integration/v1/producer-contract-manifest.json';
  await drop(page, { [`x/${place}`]: MORE, [`y/${place}`]: MANIFEST, 'x/openapi/openapi.yaml': OPENAPI, 'y/README.md': 'text' });
  await page.getByText('Two folders are compared').waitFor();
  await page.getByText('2 documents compared').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('cell', { name: 'added' }).waitFor();
  await page.getByRole('button', { name: 'OpenAPI file' }).click();
  await page.getByText('not in this folder').waitFor();
  await picture(page, 'change-folders');
  // One folder after the other.
  await page.getByRole('button', { name: 'Start over' }).click();
  await drop(page, { [place]: MANIFEST, 'openapi/openapi.yaml': OPENAPI, 'components/a/contracts/integration/v1/producer-contract-manifest.json': FIRST });
  await page.getByText('The folder is the old one.').waitFor();
  await drop(page, { [`z/${place}`]: MORE, 'z/CHANGELOG.md': 'text' });
  await page.getByText('The folder is the new one.').waitFor();
  await page.getByRole('cell', { name: 'removed' }).waitFor();
  await shows(page, 'breaking');
  // What stands in the document that is not shown is shown when it is chosen.
  const moreInOpenapi = edited(OPENAPI, ['                - internal_error\n', '                - internal_error\n                - rate_limited\n']);
  await page.getByRole('button', { name: 'Start over' }).click();
  await drop(page, { [`x/${place}`]: MANIFEST, 'x/openapi/openapi.yaml': OPENAPI, [`y/${place}`]: MORE, 'y/openapi/openapi.yaml': moreInOpenapi });
  await page.getByText('2 documents compared').waitFor();
  await page.locator('.change-item').filter({ hasText: 'OpenAPI file' }).getByRole('button').click();
  await page.getByRole('textbox', { name: 'New OpenAPI file' }).waitFor();
  await framed(page, 'New', 'rate_limited');
  await page.getByRole('button', { name: 'producer manifest' }).click();
  await page.getByRole('textbox', { name: 'New producer manifest' }).waitFor();
  await framed(page, 'New', '');
});

test('a change is chosen, and both sides show it; all by keyboard', async (t) => {
  const page = await openJourney(t, { way: 'file' });
  const press = async (name, key = 'Enter') => {
    // From where the focus is, with Tab alone.
    for (let presses = 0; presses < 60; presses++) {
      if (await page.evaluate((name) => (document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? '').startsWith(name), name)) return page.keyboard.press(key);
      await page.keyboard.press('Tab');
    }
    throw new Error(`${name} is not reached`);
  };
  await page.getByText('Nothing at hand?').waitFor();
  await press('a new error code');
  await shows(page, 'additive');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await press('\u2193 Next');
  await page.locator('.change-chosen').waitFor();
  await framed(page, 'Old', ']');
  await framed(page, 'New', '"rate_limited"');
  await press('Show on both sides change 2');
  await page.waitForFunction(() => document.querySelector('.change-chosen')?.textContent.includes('release_tag'));
  await framed(page, 'Old', '"v0.4.0"');
  await framed(page, 'New', '"v0.4.1"');
  assert.equal(await page.locator('.change-item[aria-current="true"] .change-number').textContent(), '2');
  // The field of the announcement is behind the path, which arrows choose.
  for (let presses = 0; presses < 20 && !(await page.evaluate(() => document.activeElement?.name === 'change-path')); presses++) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.getByText('Clock 1').waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByText('Clock 1').waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2026-03-02');
  await page.waitForFunction(() => document.querySelector('.change-earliest')?.textContent.includes('Monday 16 March 2026'));
  const download = page.waitForEvent('download');
  for (let presses = 0; presses < 40; presses++) {
    if (await page.evaluate(() => document.activeElement?.textContent === 'Download Changes Markdown')) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  assert.match(readFileSync(await (await download).path(), 'utf8'), /^## lockstep diff: additive/);
});

test('typing compares anew, and what is wrong stands where it is wrong', async (t) => {
  const page = await openJourney(t);
  await drop(page, { 'old.json': MANIFEST, 'new.json': MORE });
  await shows(page, 'additive');
  const field = async (label, value) => {
    const input = page.getByLabel(label, { exact: true });
    await input.fill(value);
    const alert = page.locator('.change-field').filter({ has: input }).getByRole('alert');
    await page.waitForFunction((id) => document.getElementById(id)?.getAttribute('aria-invalid') === 'true', await input.getAttribute('id'));
    assert.ok((await input.getAttribute('aria-describedby')).split(' ').includes(await alert.getAttribute('id')));
    const text = await alert.textContent();
    await input.fill('');
    await page.locator('.change-earliest').waitFor();
    return text;
  };
  assert.match(await field('Announced', '2026-02-30'), /^a moment is a day \(YYYY-MM-DD\)/);
  assert.match(await field('Planned release', 'soon'), /^a moment is a day/);
  assert.match(await field('Release before made on', '2026-3-1'), /YYYY-MM-DD/);
  assert.match(await field('Days begin at (UTC offset)', 'CET'), /^an offset from UTC is written/);
  assert.match(await field('Holidays', '2026-12-25 Christmas\n\n2026-12-36 None'), /^line 3: 2026-12-36 is no day/);
  assert.match(await field('Holidays', '[\n{}]'), /^line 2: /);
  await page.getByRole('radio', { name: /Emergency/ }).check();
  const decided = page.locator('.change-field').filter({ has: page.getByLabel('Decided', { exact: true }) }).getByRole('alert');
  await page.getByLabel('Decided', { exact: true }).fill('');
  await decided.getByText('the first clock of the emergency path runs from the decision').waitFor();
  await page.getByLabel('Announced', { exact: true }).fill('2026-03-02');
  await page.getByLabel('Decided', { exact: true }).fill('2026-03-03');
  await decided.getByText('the change was announced before it was decided').waitFor();
  await assertAccessible(page);
  // In the documents.
  const editor = page.getByRole('textbox', { name: 'New producer manifest' });
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('x');
  await shows(page, 'could not be compared');
  const alert = page.locator('[aria-label="New state"]').getByRole('alert');
  const { stdout } = await native(t, { 'old/old.json': MANIFEST, 'new/new.json': `${MORE}x` }, ['diff', 'old/old.json', 'new/new.json', '--format', 'json']);
  const { message, place } = JSON.parse(stdout);
  assert.equal(await alert.textContent(), `${message.replaceAll('`', '')}, line ${place.line}, column ${place.column}`);
  await picture(page, 'change-faulty');
  await page.keyboard.press('Backspace');
  await shows(page, 'additive');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await verdict(page).waitFor({ state: 'detached' });
  // Something that is no document of a producer.
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose new' }).click();
  await (await chooser).setFiles({ name: 'pin.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await shows(page, 'could not be compared');
  await page.locator('[aria-label="New state"]').getByRole('alert').waitFor();
});

test('a link brings documents and fields back', async (t) => {
  const page = await openJourney(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await drop(page, { 'old.json': MANIFEST, 'new.json': MORE, 'mine.json': edited(POLICY, ['"standard_business_days": 10', '"standard_business_days": 12']) });
  await shows(page, 'additive');
  await page.getByRole('radio', { name: /Emergency/ }).check();
  await page.getByLabel('Decided', { exact: true }).fill('2026-03-01');
  await page.getByLabel('Announced', { exact: true }).fill('2026-03-05');
  await page.getByLabel('Holidays', { exact: true }).fill('2026-03-06 Off');
  const says = 'Tuesday 24 March 2026';
  await page.locator('.change-earliest').getByText(says).waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText(/^Copied a link/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('Nothing at hand?').waitFor();
  // Nothing is said any more of what is no longer there, and nothing asked for it is left.
  assert.equal(await page.locator('.change-verdict, .change-item, .change-form').count(), 0);
  await page.getByRole('button', { name: 'a new error code' }).click();
  await shows(page, 'additive');
  assert.equal(await page.getByRole('radio', { name: /Emergency/ }).isChecked(), false);
  assert.equal(await page.getByLabel('Holidays', { exact: true }).inputValue(), '');
  await page.evaluate((hash) => (location.hash = hash), link.slice(link.indexOf('#')));
  await page.locator('.change-earliest').getByText(says).waitFor();
  assert.deepEqual(await names(page), ['old.json', 'new.json']);
  assert.equal(await page.getByLabel('Decided', { exact: true }).inputValue(), '2026-03-01');
  await page.getByText('mine.json').first().waitFor();
});

test('hostile documents are shown as text, and harm nothing', async (t) => {
  const page = await openJourney(t);
  const name = '\u202e<img src=x onerror=alert(1)>:..json';
  const now = edited(MORE, ['"rate_limited"', '"<script>alert(1)</script>\\u202e\u202e`"']);
  await drop(page, { [`1${name}`]: MANIFEST, [`2${name}`]: now });
  await shows(page, 'additive');
  assert.equal(await page.locator('main img[src], main script').count(), 0);
  const shown = await page.locator('main').innerText();
  assert.ok(!shown.includes('\u202e') && shown.includes('<script>alert(1)</script>'));
  // Many changes are listed in portions, and counted.
  const codes = Array.from({ length: 400 }, (_, number) => `    "code_${number}",\n`).join('');
  await drop(page, { 'many.json': edited(MANIFEST, ['    "internal_error"', `${codes}    "internal_error"`]) }, '[aria-label="New state"]');
  await page.getByRole('heading', { name: '400 changes' }).waitFor();
  assert.equal(await page.locator('.change-item').count(), 50);
  await page.getByRole('button', { name: 'Show more (350 left)' }).click();
  assert.equal(await page.locator('.change-item').count(), 100);
});

test('wide and narrow, light and dark', async (t) => {
  const page = await openJourney(t);
  const everyLook = async (name) => {
    for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [390, 'dark'], [390, 'light']]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Editors are laid out when they are in view.
      await page.evaluate(() => scrollTo(0, 0));
      await assertAccessible(page);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${name} ${width}`);
      await picture(page, `change-${name}-${width}-${colorScheme}`);
    }
  };
  await page.getByText('Nothing at hand?').waitFor();
  await everyLook('start');
  await page.getByRole('button', { name: 'a broken promise' }).click();
  await shows(page, 'breaking');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('Announced', { exact: true }).fill('2026-12-18');
  await page.getByLabel('Planned release', { exact: true }).fill('2027-01-04');
  await page.getByLabel('Holidays', { exact: true }).fill('2026-12-25 Christmas Day\n2027-01-01 New Year');
  await page.getByText('comes 1 day too early').waitFor();
  await everyLook('breaking');
});
