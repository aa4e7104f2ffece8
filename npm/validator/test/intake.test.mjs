// How files arrive: dropped, chosen, pasted, in folders and archives; what is taken, what is left, and what is said of it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../tests/hosts/cases.mjs';
import { drop, dropMade, paste, said, zip } from './giving.mjs';
import { assertAccessible, openPage, picture, ways } from './page.mjs';

const consumer = join(root, 'examples', 'consumer');
const read = (path) => readFileSync(join(consumer, path));
const pin = read('config/memorykernel-integration-pin.json');
const matrix = read('docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md');
const manifest = read('config/memorykernel-producer-manifest.json');

/** A folder that goes when the test ends. */
function folderFor(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-intake-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A consumer's repository as it lies on a disk, with what a disk has besides. */
function repository(t) {
  const folder = join(folderFor(t), 'my-app');
  cpSync(consumer, folder, { recursive: true });
  for (const skipped of ['node_modules/a/b', '.git/objects', 'dist']) {
    mkdirSync(join(folder, skipped), { recursive: true });
    writeFileSync(join(folder, skipped, 'pin.json'), pin);
  }
  return folder;
}

const filesBelow = (folder) => readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());

/** Texts are pasted on the page itself. */
async function pastes(page, way) {
  await paste(page, manifest.toString());
  await said(page).getByText('Manifest from pasted.json.').waitFor();
  await paste(page, '{"status":500,"body":{"error":{"code":"a","message":"b"}}}');
  await said(page).getByText('File of envelopes from pasted.json.').waitFor();
  assert.equal(await page.evaluate(() => location.hash), '#envelopes');
  // Whatever arrives there is an answer; elsewhere it is nothing.
  await paste(page, '<html>502 Bad Gateway</html>');
  await said(page).getByText('taken as an answer of the service').waitFor();
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.waitForFunction(() => document.title.startsWith('Change'));
  // A choice has the focus often, and takes no text.
  await paste(page, 'hello', 'input[type=radio]');
  await said(page).getByText('Nothing in pasted.txt is a document that this page knows.').waitFor();
  await assertAccessible(page);
  await picture(page, `intake-nothing-${way}`);
}

for (const way of ways) {
  test(`a folder is dropped, and texts are pasted, ${way}`, async (t) => {
    const page = await openPage(t, { way });
    await drop(page, [repository(t)]);
    await said(page).getByText('Pin, matrix and manifest from my-app;').waitFor();
    await said(page).getByText('1 remark').click();
    await said(page).getByText('Folders that hold no documents were skipped: ').waitFor();
    for (const name of ['node_modules', '.git', 'dist']) assert.ok((await said(page).innerText()).includes(name));
    await assertAccessible(page);
    await picture(page, `intake-folder-${way}`);
    // The handoff payload and the gate file are another journey's.
    await said(page).getByRole('button', { name: 'Open a handoff payload and a gate file in Handoff and gates' }).click();
    await page.waitForFunction(() => document.title.startsWith('Handoff'));
    await page.getByRole('link', { name: 'Trio', exact: true }).click();
    await page.waitForFunction(() => document.title.startsWith('Trio'));
    await pastes(page, way);
  });

  test(`an archive of a repository, ${way}`, async (t) => {
    const page = await openPage(t, { way, width: 390, theme: 'dark' });
    const entries = filesBelow(consumer).map((path) => ({ name: `my-app-main/${path}`, content: read(path) }));
    await dropMade(page, [['my-app.zip', zip([...entries, { name: 'my-app-main/node_modules/x/pin.json', content: pin }])]]);
    await said(page).getByText('Pin, matrix and manifest from my-app.zip;').waitFor();
    await said(page).getByText('node_modules').waitFor({ state: 'attached' });
    await assertAccessible(page);
    await picture(page, `intake-zip-${way}-narrow-dark`);
    // Away with it, and the focus is somewhere sensible.
    await said(page).getByRole('button', { name: 'Close' }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    assert.equal(await said(page).getByRole('status').innerText(), '');
  });
}

test('what is taken of what arrives', async (t) => {
  const page = await openPage(t);
  await t.test('several files, whatever their names are', async () => {
    await dropMade(page, [['a', pin], ['b', matrix], ['c', manifest], ['d', manifest], ['e', 'nothing']]);
    await said(page).getByText('Pin, matrix and 2 manifests from 5 files; 1 other file.').waitFor();
    await dropMade(page, [['old.json', manifest], ['new.json', manifest]]);
    await said(page).getByText('2 manifests from 2 files.').waitFor();
  });
  await t.test('of journeys the one that is shown comes first', async () => {
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.waitForFunction(() => document.title.startsWith('Change'));
    await dropMade(page, [['a', pin], ['b', matrix], ['c', manifest]]);
    await said(page).getByText('Manifest from 3 files; 2 other files.').waitFor();
    await said(page).getByRole('button', { name: 'Open a pin and a matrix in Trio' }).waitFor();
    await dropMade(page, [['x.har', '{"log":{"version":"1.2","entries":[]}}']]);
    await said(page).getByText('HAR file from x.har.').waitFor();
    assert.equal(await page.evaluate(() => location.hash), '#envelopes');
  });
  await t.test('archives that cannot be read say why', async () => {
    const whole = zip([{ name: 'a/pin.json', content: pin }, { name: 'a/b', content: 'b' }]);
    const overlapping = zip([{ name: 'a', content: pin }, { name: 'b', content: pin, offset: 0 }]);
    const cases = [
      ['cut.zip', whole.subarray(0, -30), 'cut.zip is damaged: it has no directory at its end.'],
      ['holed.zip', Buffer.from(whole).fill(0, whole.lastIndexOf('a/b') - 20, whole.lastIndexOf('a/b') - 10), 'holed.zip is damaged in its directory.'],
      ['overlapping.zip', overlapping, 'overlapping.zip is a trick or damaged: its entries lie over one another.'],
      ['x.tar.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'Of archives only zip is read: unpack it first: x.tar.gz.'],
    ];
    for (const [name, bytes, message] of cases) {
      await dropMade(page, [[name, bytes]]);
      await said(page).getByText(`Nothing was taken from ${name}.`).waitFor();
      await said(page).getByText(message).waitFor();
    }
    await dropMade(page, [['empty.zip', zip([])]]);
    await said(page).getByText('Nothing was taken from empty.zip.').waitFor();
  });
  await t.test('of several documents the one that is meant is taken, and another can be chosen', async () => {
    await page.getByRole('link', { name: 'Trio', exact: true }).click();
    await page.waitForFunction(() => document.title.startsWith('Trio'));
    // The whole of our examples: the consumer has most of what a repository has, and the drifted one stands beside it.
    const examples = join(root, 'examples');
    const entries = filesBelow(examples).filter((path) => !path.includes('node_modules')).map((path) => ({ name: `examples/${path}`, content: readFileSync(join(examples, path)) }));
    await dropMade(page, [['all.zip', zip(entries)]]);
    await said(page).getByText(/^\d pins, \d matrices and \d manifests from all\.zip;/).waitFor();
    await page.getByText('Pass: no findings').waitFor();
    const pins = said(page).getByLabel('Pin');
    const paths = await pins.locator('option').allInnerTexts();
    assert.equal(paths[0], 'consumer/config/memorykernel-integration-pin.json');
    assert.ok(paths.includes('consumer-drifted/config/memorykernel-integration-pin.json'), `${paths}`);
    await assertAccessible(page);
    await picture(page, 'intake-choice');
    await pins.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^Fail/).first().waitFor();
  });
  await t.test('a configuration says where documents stand', async () => {
    await dropMade(page, [['r.zip', zip([
      { name: 'r/lockstep.toml', content: '[documents]\npin = "contracts/pin.json" # ours\nmatrix = "contracts/matrix.md"\n' },
      { name: 'r/a/config/memorykernel-integration-pin.json', content: pin.toString().replace('v0.4.0', 'v9.9.9') },
      { name: 'r/contracts/pin.json', content: pin },
      { name: 'r/contracts/matrix.md', content: matrix },
      { name: 'r/config/memorykernel-producer-manifest.json', content: manifest },
    ])]]);
    await page.getByText('Pass: no findings').waitFor();
    assert.equal(await said(page).getByLabel('Pin').inputValue(), 'contracts/pin.json');
  });
});

test('an archive with tricks', async (t) => {
  const page = await openPage(t);
  const zeros = Buffer.alloc(9 * 1_048_576);
  await dropMade(page, [['tricks.zip', zip([
    { name: 'config/memorykernel-integration-pin.json', content: pin },
    { name: '../../etc/passwd', content: 'a' },
    { name: '/etc/passwd', content: 'a' },
    { name: 'C:\\windows\\x', content: 'a' },
    { name: 'a\0.json', content: 'a' },
    { name: 'windows\\pin.json', content: pin },
    { name: 'config/memorykernel-integration-pin.json', content: 'another one' },
    { name: 'link', content: '/etc/passwd', mode: 0o120777 },
    { name: 'secret.json', content: pin, flags: 0x801 },
    { name: 'odd', content: 'a', method: 12 },
    { name: 'inner.zip', content: zip([{ name: 'a', content: pin }]) },
    { name: 'bomb', content: zeros },
    { name: 'liar', content: pin, size: 10 },
    { name: 'damaged', content: pin, crc: 1 },
    { name: 'enormous', content: 'a', size: 2 ** 31 },
    { name: `${'deep/'.repeat(40)}x`, content: pin },
    { name: 'x'.repeat(2_000), content: pin },
    { name: '\u202egnp.nosj', content: 'x' },
    { name: '<img src=x onerror=alert(1)>.json', content: 'x' },
  ])]]);
  await said(page).getByText('2 pins from tricks.zip; 2 other files.').waitFor();
  await said(page).getByText(/\d+ remarks/).click();
  const remarks = await said(page).getByRole('listitem').allInnerTexts();
  for (const [reason, names] of Object.entries({
    'Paths that lead out of the archive are not followed': '../../etc/passwd, /etc/passwd, C:\\windows\\x and 1 more',
    'Of several files with one path the first is taken': 'config/memorykernel-integration-pin.json',
    'Symbolic links are not followed': 'link',
    'Encrypted files cannot be read': 'secret.json',
    'Files packed in an unusual way cannot be read': 'odd',
    'Archives in an archive are not opened': 'inner.zip',
    'A file that becomes more than 500 times as large is a bomb, and not unpacked': 'bomb',
    'Damaged files cannot be unpacked': 'liar, damaged',
    'A file of more than 256 MiB is not unpacked': 'enormous',
    'Folders lie at most 32 deep': `${'deep/'.repeat(16)}… (199 characters)`,
    'Paths have at most 1,024 characters': `${'x'.repeat(80)}… (2,000 characters)`,
  })) assert.ok(remarks.includes(`${reason}: ${names}.`), `${reason}\n${remarks.join('\n')}`);
  await assertAccessible(page);
  await picture(page, 'intake-tricks');
});

test('no more than ten thousand files are taken', async (t) => {
  const page = await openPage(t);
  const many = Array.from({ length: 10_100 }, (_, place) => ({ name: `many/${place}`, method: 0 }));
  await dropMade(page, [['many.zip', zip([{ name: 'many/pin.json', content: pin }, ...many])]]);
  await said(page).getByText('Pin from many.zip; 9,999 other files.').waitFor();
  await said(page).getByText('1 remark').click();
  await said(page).getByText('At most 10,000 files are taken, and what follows is left out: 9999.').waitFor();
});

test('a large archive leaves the page responsive, and can be stopped', async (t) => {
  const folder = folderFor(t);
  const path = join(folder, 'large.zip');
  const content = Buffer.alloc(4_000_000, 'stored as it is');
  const entries = Array.from({ length: 25 }, (_, place) => ({ name: `large/${place}.bin`, content, method: 0 }));
  writeFileSync(path, zip([...entries, { name: 'large/pin.json', content: pin }]));
  const page = await openPage(t);
  await page.getByText('Judged by lockstep').waitFor();
  await drop(page, [path]);
  await said(page).getByText('Pin from large.zip; 25 other files.').waitFor();
  await drop(page, [path]);
  // While it is read, the page does what it is told.
  await said(page).getByText(/Reading large\.zip/).waitFor();
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.waitForFunction(() => document.title.startsWith('Change'));
  await said(page).getByText(/Reading large\.zip/).waitFor();
  await said(page).getByRole('button', { name: 'Stop' }).click();
  assert.equal(await said(page).getByRole('status').innerText(), '');
});

test('everything by keyboard: files are chosen, and what is said can be closed', async (t) => {
  const page = await openPage(t);
  // From here on the dialogue is held back, which takes a moment.
  const chooser = page.waitForEvent('filechooser');
  await page.getByText('Judged by lockstep').waitFor();
  const press = async (name) => {
    for (let tabs = 0; tabs < 30; tabs++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((text) => document.activeElement?.textContent === text, name)) return;
    }
    assert.fail(`the keyboard does not reach ${name}`);
  };
  await press('Choose files');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([join(consumer, 'config/memorykernel-integration-pin.json')]);
  await said(page).getByText('Pin from memorykernel-integration-pin.json.').waitFor();
  await press('Close');
  await page.keyboard.press('Enter');
  assert.equal(await said(page).getByRole('status').innerText(), '');
});

test('a folder is chosen', async (t) => {
  const page = await openPage(t);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await (await chooser).setFiles(repository(t));
  await said(page).getByText('Pin, matrix and manifest from my-app;').waitFor();
  await said(page).getByText('1 remark').waitFor();
});

test('a text that is pasted into an editor is the editor\'s', async (t) => {
  const page = await openPage(t);
  await page.getByRole('button', { name: 'Paste or type' }).click();
  await page.locator('.cm-content').first().waitFor();
  await page.locator('.cm-content').first().evaluate((element, text) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', text);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true, composed: true }));
  }, manifest.toString());
  await page.getByText('manifest_contract_version').first().waitFor();
  assert.equal(await said(page).getByRole('status').innerText(), '');
});
