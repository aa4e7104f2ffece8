// The journey Envelopes: one response or many, under each state of the contract.
import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { run, vehicles } from '../../../tests/hosts/vehicles.mjs';
import { envelopesOfPages, oddRecords } from './answers.mjs';
import { assertAccessible, openPage, picture } from './page.mjs';
import { longestTask } from './tasks.mjs';

const CONTRACTS = ['service.v2', 'overlap', 'service.v3'];

const looks = [
  { way: 'served', width: 1280, theme: 'light' },
  { way: 'served', width: 390, theme: 'dark' },
  { way: 'file', width: 1280, theme: 'dark' },
  { way: 'file', width: 390, theme: 'light' },
];

async function open(t, options = {}) {
  const page = await openPage(t, { path: '#envelopes', ...options });
  await page.getByRole('heading', { name: 'Drop answers of the service here' }).waitFor();
  return page;
}

const verdict = (page, name) => page.getByRole('heading', { level: 2, name }).waitFor();

/** A folder that goes away with the test. */
function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'lockstep-envelopes-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const give = (page, path) => page.getByLabel(/^Choose (a file|files)$/).and(page.locator('input')).setInputFiles(path);

/** What a button of the page gives to take home. */
async function download(page, name) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFileSync(await (await waiting).path(), 'utf8');
}

/** Waits until the focus is in an editor. */
const inEditor = (page, name) =>
  page.waitForFunction((label) => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label') === label, name);

/** Types a text into the editor in place of what stands there. */
async function type(page, text) {
  const begin = page.getByRole('button', { name: 'Paste or type' });
  if (await begin.count() > 0) await begin.click();
  await page.getByRole('textbox', { name: 'Responses' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

for (const { way, width, theme } of looks) {
  test(`examples, ${way}, ${width}, ${theme}`, async (t) => {
    const page = await open(t, { way, width, theme });
    const shown = (state) => picture(page, `envelopes-${state}-${way}-${width}-${theme}`);
    await shown('empty');
    for (const [example, heading, isChecked] of [
      ['one response', 'Conforming under v2 only and Overlap; not conforming under v3 final', true],
      ['a body a line', /^4 of 8 answers do not conform to the overlap; the class of 7 differs/, false],
      ['a log with statuses', /^3 of 10 answers do not conform to the overlap; the class of 8 differs/, false],
      ['a HAR file', /^1 of 5 answers does not conform to the overlap; the class of 4 differs/, true],
    ]) {
      await page.getByRole('button', { name: example, exact: true }).click();
      await verdict(page, heading);
      await page.getByRole('heading', { name: /^What is wrong under|^Nothing is wrong/ }).waitFor();
      if (isChecked) await assertAccessible(page);
      await shown(example.replaceAll(' ', '-'));
      await page.getByRole('button', { name: 'Start over' }).click();
    }
  });
}

/** The class of each answer by the native program, under each contract. */
async function nativeClasses(file, count, options = []) {
  return Promise.all(CONTRACTS.map(async (contract) => {
    const { stdout } = await run(vehicles.native, ['classify', file, '--contract', contract, '--format', 'ndjson', ...options]);
    const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.equal(lines.at(-1).summary.total, count);
    const classes = new Array(count).fill('conforming');
    for (const { line, entry, classification } of lines.slice(0, -1)) classes[line === null ? entry : line - 1] = classification.class;
    return classes;
  }));
}

test('classes are those of the program', async (t) => {
  const page = await open(t);
  const place = folder(t);
  const envelopes = envelopesOfPages();
  assert.ok(envelopes.length > 25);
  const body = ({ body }) => body.replaceAll('\n', ' ');
  const entries = envelopes.map(({ status, body }, number) => ({
    request: { method: 'GET', url: `http://localhost/${number}` },
    response: { status, content: number % 2 === 0 ? { text: body } : { text: Buffer.from(body).toString('base64'), encoding: 'base64' } },
  }));
  const records = envelopes.map((envelope, number) => JSON.stringify({ ...(envelope.status > 0 && { status: envelope.status }), body: number % 2 === 0 ? JSON.stringify(envelope.body) : envelope.body }));
  const utf16 = Buffer.concat([Buffer.from('{"at":"'), Buffer.from([0xff]), Buffer.from('","body":{}}\n{"body":"'), Buffer.from([0xff]), Buffer.from('"}\r\n')]);
  const inputs = {
    'bodies.ndjson': Buffer.concat([Buffer.from(`${envelopes.map(body).join('\r\n')}\n\n`), Buffer.alloc(16_777_300, 'x'), Buffer.from('\n{}')]),
    'records.ndjson': Buffer.concat([Buffer.from(`${[...records, ...oddRecords].join('\n')}\n`), utf16, Buffer.from('{}')]),
    'session.har': JSON.stringify({ log: { entries } }),
  };
  for (const [name, content] of Object.entries(inputs)) {
    for (const question of name === 'records.ndjson' ? ['any', 'health'] : ['any']) {
      const file = join(place, name);
      writeFileSync(file, content);
      await page.getByRole('button', { name: 'Paste or type' }).click();
      await page.getByLabel('Question').selectOption(question);
      await give(page, file);
      await verdict(page, /answers? /);
      const [head, ...rows] = (await download(page, 'Download Classes CSV')).trimEnd().split('\n').map((line) => line.split(','));
      assert.deepEqual(head, [name.endsWith('har') ? 'entry' : 'line', ...CONTRACTS]);
      const expected = await nativeClasses(file, rows.length, ['--answer', question]);
      CONTRACTS.forEach((contract, column) => {
        assert.deepEqual(rows.map((row) => row[column + 1]), expected[column], `${name} under ${contract}, question ${question}`);
      });
      assert.ok(new Set(expected.flat()).size > 10);
      await page.getByRole('button', { name: 'Start over' }).click();
      await page.getByRole('heading', { name: 'Drop answers of the service here' }).waitFor();
    }
  }
});

test('a response as a terminal shows it, with everything that the program says of it', async (t) => {
  const page = await open(t);
  const body = '{"service_contract_version": "service.v2",\n "error": {"code": "write_conflict", "message": "exists"}}';
  await type(page, `HTTP/1.1 301 Moved\r\nlocation: /there\r\n\r\nHTTP/2 503 \r\ncontent-type: application/json\r\nretry-after: 1\r\n\r\n${body}`);
  await verdict(page, 'Not conforming under any contract state, but in different ways');
  await page.getByText('2 headers').waitFor();
  const place = folder(t);
  writeFileSync(join(place, 'body.json'), body);
  for (const [column, title] of ['v2 only', 'Overlap', 'v3 final'].entries()) {
    const { stdout } = await run(vehicles.native, ['classify', join(place, 'body.json'), '--status', '503', '--contract', CONTRACTS[column], '--format', 'json']);
    const [{ classification }] = JSON.parse(stdout).examples;
    assert.deepEqual(JSON.parse(await download(page, `Download Report ${title} (JSON)`)), classification);
    const state = page.getByRole('region', { name: title, exact: true });
    for (const words of [classification.class, classification.fallback.reason, classification.fallback.label, classification.fallback.hint]) {
      await state.getByText(words, { exact: false }).first().waitFor();
    }
  }
  // Line 1 of the body is line 8 of what was pasted.
  await page.getByRole('button', { name: 'violations under Overlap' }).click();
  await page.getByRole('button', { name: 'line 9:20' }).click();
  await inEditor(page, 'Responses');
  await page.locator('summary', { hasText: 'envelope-status-code' }).click();
  await page.getByText('is not documented', { exact: false }).first().waitFor();
  await page.setViewportSize({ width: 390, height: 900 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test('status and question count where the response states none', async (t) => {
  const page = await open(t);
  await type(page, '{"service_contract_version":"service.v3","api_contract_version":"api.v1","data":{}}');
  await verdict(page, 'Conforming under Overlap and v3 final; not conforming under v2 only');
  await page.getByLabel('Question').selectOption('health');
  await verdict(page, 'Not conforming under any contract state, but in different ways');
  await page.getByLabel('HTTP status').fill('50');
  await page.getByText('a number from 100 to 999').waitFor();
  await page.getByLabel('HTTP status').fill('503');
  await page.getByText('error, status 503').waitFor();
  await page.getByRole('region', { name: 'Overlap' }).getByText('Service offline').waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('heading', { name: /onforming/ }).waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await page.getByRole('button', { name: 'Paste or type' }).click();
  await inEditor(page, 'Responses');
  // What is half typed goes, too.
  await type(page, '{}');
  await page.getByLabel('HTTP status').fill('50');
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'Paste or type' }).click();
  await page.getByText('a number from 100 to 999').waitFor({ state: 'detached' });
  assert.equal(await page.getByLabel('HTTP status').inputValue(), '');
});

test('a link brings a response back with how it is judged', async (t) => {
  const page = await open(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  const body = '{"service_contract_version":"service.v3","error":{"code":"write_failed","message":"\u202e"}}';
  await type(page, body);
  await page.getByLabel('Question').selectOption('readiness');
  await page.getByLabel('HTTP status').fill('503');
  await page.getByText('error, status 503').waitFor();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText(/^Copied a link/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByText('error, status 503').waitFor();
  assert.equal(await page.getByLabel('Question').inputValue(), 'readiness');
  await page.getByRole('region', { name: 'Overlap' }).getByText('Schema unavailable').waitFor();
});

test('many answers by keyboard alone', async (t) => {
  const page = await open(t);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
  const tabTo = async (wanted) => {
    for (let presses = 0; presses < 60 && (await focused()) !== wanted; presses++) await page.keyboard.press('Tab');
    assert.equal(await focused(), wanted);
  };
  await tabTo('a log with statuses');
  await page.keyboard.press('Enter');
  await verdict(page, /^3 of 10/);
  await tabTo('6 of the class envelope-contract-version under v2 only: show them');
  await page.keyboard.press('Enter');
  await page.getByText('6 of 10 shown').waitFor();
  await tabTo('v3 final');
  await page.keyboard.press('Enter');
  await tabTo('Answers');
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'Line 5: ' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.getByRole('heading', { name: 'Line 8: ' }).waitFor();
  assert.equal(await page.getByRole('row', { selected: true }).count(), 1);
  await tabTo('2 violations under v2 only');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'What is wrong under v2 only' }).waitFor();
  await tabTo('line 1:29 of the body');
  await page.keyboard.press('Enter');
  await inEditor(page, 'Body');
});

test('hostile input is text, bounded, and told', async (t) => {
  const page = await open(t);
  const place = folder(t);
  const file = (name, content) => {
    writeFileSync(join(place, name), content);
    return join(place, name);
  };
  const nasty = '<img src=x onerror=alert(1)>\u202e';
  await give(page, file('nasty.ndjson', `${JSON.stringify({ service_contract_version: nasty, error: { code: nasty, message: nasty }, legacy_error: nasty })}\n{}\n`));
  await verdict(page, /^2 of 2/);
  await page.getByRole('row', { selected: true }).getByText('<img src=x onerror=alert(1)>\\u{202e}').waitFor();
  assert.equal(await page.locator('main img[src=x]').count(), 0);

  await give(page, file('long.ndjson', `{}\n"${'x'.repeat(10_000_000)}"\n{}\n`));
  await verdict(page, /^3 of 3/);
  await page.getByRole('grid').press('ArrowDown');
  await page.getByRole('heading', { name: /^Line 2: / }).waitFor();
  await page.getByText('the first 65.5 kB of 10.0 MB').waitFor();
  await page.getByRole('row', { selected: true }).getByText('too long for a row').waitFor();

  await give(page, file('broken.har', '{"log": {"entries": [{"response": {}}]}}'));
  const { stdout } = await run(vehicles.native, ['classify', join(place, 'broken.har'), '--format', 'ndjson']);
  await page.getByRole('alert').getByText(JSON.parse(stdout).summary.errors[0].message, { exact: true }).waitFor();

  await give(page, file('large.har', Buffer.concat([Buffer.from('{"log": '), Buffer.alloc(1 << 26, ' ')])));
  await page.getByRole('alert').getByText('the HAR file has more than 64 MiB').waitFor();
});

/** Classifies 100 MB and looks through them. */
async function lookThrough(page, path, total, quarter) {
  await give(page, path);
  await page.getByRole('progressbar').waitFor();
  await verdict(page, `${quarter} of ${total} answers do not conform to the overlap; the class of ${total} differs between the contract states`);
  await page.getByText(/^Read as a body a line: .* answers a second$/).waitFor();
  const rows = page.locator('.envelopes-rows');
  for (let step = 1; step <= 20; step++) {
    await rows.evaluate((element, part) => (element.scrollTop = part * element.scrollHeight), step / 20);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await page.getByRole('grid').press('End');
  await page.getByRole('row', { name: total }).getByText('validation_error').waitFor();
  await page.getByRole('combobox', { name: 'Class' }).selectOption('envelope-missing-field');
  await page.getByText(`${quarter} of ${total} shown`).waitFor();
  await page.getByRole('button', { name: 'v3 final', exact: true }).click();
  await page.getByRole('heading', { name: 'Line 4: ' }).waitFor();
}

test('100 MB of answers leave the page free', { timeout: 120_000 }, async (t) => {
  const page = await open(t);
  const lines = [
    { service_contract_version: 'service.v2', api_contract_version: 'api.v1', data: { status: 'ok', text: 'x'.repeat(150) } },
    { service_contract_version: 'service.v3', error: { code: 'query_failed', message: 'the query failed' } },
    { service_contract_version: 'service.v2', error: { code: 'validation_error', message: 'empty' }, legacy_error: 'empty' },
    { service_contract_version: 'service.v2', error: { code: 'validation_error', message: 'empty' } },
  ].map((line) => `${JSON.stringify(line)}\n`);
  const block = Buffer.from(lines.join('').repeat(4000));
  const path = join(folder(t), 'large.ndjson');
  const file = openSync(path, 'w');
  let blocks = 0;
  for (let size = 0; size < 100_000_000; blocks++) size += writeSync(file, block);
  closeSync(file);
  const [total, quarter] = [16_000, 4_000].map((count) => (blocks * count).toLocaleString('en-GB'));

  const longest = await longestTask(page, () => lookThrough(page, path, total, quarter));
  assert.ok(longest <= 100, `the longest task took ${longest} ms`);
  await picture(page, 'envelopes-large');

  // Everything about each answer takes longer. Stopped, it shows what it has.
  await page.getByLabel('Question').selectOption('health');
  await page.getByRole('progressbar').waitFor();
  await picture(page, 'envelopes-running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped: not all was judged.').waitFor();
});
