// Take home: downloads, the patch, the zip, and links that carry the documents.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { root } from '../../../tests/hosts/cases.mjs';
import { bundled } from './bundled.mjs';
import { assertAccessible, openPage, picture, ways } from './page.mjs';
import { applied } from './patched.mjs';

const { carriedBy, payloadOf } = await bundled('home/link.ts');
const { safeName, safePaths } = await bundled('home/names.ts');
const { zipOf } = await bundled('home/archive.ts');
const { unzipSync, zipSync } = createRequire(join(root, 'npm', 'package.json'))('fflate');

const names = {
  pin: 'config/memorykernel-integration-pin.json',
  matrix: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md',
  manifest: 'config/memorykernel-producer-manifest.json',
};
const drifted = {
  journey: 'trio',
  documents: Object.fromEntries(Object.entries(names).map(([place, name]) => [
    place, { name, bytes: new Uint8Array(readFileSync(join(root, 'examples', 'consumer-drifted', name))) },
  ])),
  settings: { today: '2026-03-01' },
};
const link = async (carried) => `#trio=${await payloadOf(carried)}`;
const driftedLink = await link(drifted);

const press = (page, name) => page.getByRole('button', { name, exact: true });

async function downloaded(page, name, act = () => press(page, name).click()) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** What the page holds, as it tells by its link. */
async function held(page) {
  await press(page, 'Copy link').click();
  await page.getByText(/^Copied a link of [\d,]+ characters\.$/).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  return carriedBy('trio', copied.split('#trio=')[1]);
}

const textOf = ({ documents }, place) => Buffer.from(documents[place].bytes).toString();

async function opened(t, options = {}) {
  const page = await openPage(t, { path: driftedLink, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  await page.getByText('The documents came with the link').waitFor();
  return page;
}

/** Types at the beginning of a document. */
async function edit(page, text, title = 'Pin') {
  await page.getByRole('textbox', { name: new RegExp(`^${title}, `) }).focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(text);
}

for (const way of ways) {
  test(`files, patch and zip, ${way}`, async (t) => {
    const page = await opened(t, { way });
    const report = await downloaded(page, 'Download Report SARIF');
    assert.equal(report.name, 'lockstep-report.sarif');
    assert.equal(JSON.parse(report.bytes).version, '2.1.0');
    await page.getByText(/^Downloaded lockstep-report\.sarif, [\d.]+ kB\.$/).waitFor();
    await page.getByText('No document was changed.').waitFor();

    await edit(page, 'x');
    const file = await downloaded(page, 'Download memorykernel-integration-pin.json');
    assert.equal(file.name, 'memorykernel-integration-pin.json');
    const before = drifted.documents.pin.bytes;
    assert.deepEqual(file.bytes.toString(), `x${Buffer.from(before)}`);
    const patch = await downloaded(page, 'Download Patch');
    assert.equal(patch.name, 'lockstep.patch');
    applied(t, patch.bytes, [{ name: names.pin, before, after: file.bytes }], ['git', 'apply', '-']);
    assert.equal(await page.getByRole('button', { name: /zip/ }).count(), 0);

    await edit(page, 'y', 'Matrix');
    const zip = await downloaded(page, 'Download All 2 as zip');
    assert.equal(zip.name, 'lockstep-corrected.zip');
    const { [names.pin]: pin, [names.matrix]: matrix, ...others } = unzipSync(zip.bytes);
    assert.deepEqual([Buffer.from(pin), Buffer.from(matrix), others], [file.bytes, Buffer.concat([Buffer.from('y'), drifted.documents.matrix.bytes]), {}]);
    const both = [{ name: names.pin, before, after: pin }, { name: names.matrix, before: drifted.documents.matrix.bytes, after: matrix }];
    applied(t, (await downloaded(page, 'Download Patch')).bytes, both, ['git', 'apply', '-']);
    await assertAccessible(page);
    await picture(page, `home-${way}`);
  });

  test(`a link leads to the same documents, ${way}`, async (t) => {
    const page = await opened(t, { way });
    assert.equal(await page.evaluate(() => location.hash), '#trio');
    assert.deepEqual(await held(page), drifted);

    // Back and forth does not put aside what was edited; the page loaded anew has the link's documents again.
    await edit(page, 'x');
    await page.getByRole('link', { name: 'Change' }).click();
    await page.goBack();
    assert.match(textOf(await held(page), 'pin'), /^x/);
    await page.reload();
    await page.getByText('The documents came with the link').waitFor();
    assert.deepEqual(await held(page), drifted);

    // One that is opened over edits gives them back.
    await edit(page, 'y');
    await page.evaluate((hash) => (location.hash = hash), await link({ ...drifted, documents: { matrix: drifted.documents.matrix } }));
    await press(page, 'Bring back what was here').click();
    assert.match(textOf(await held(page), 'pin'), /^y/);
  });
}

test('a link carries names, bytes and what is missing', async () => {
  const odd = {
    journey: 'trio',
    documents: {
      pin: { name: '\ud800 \u202e<script>', bytes: Uint8Array.of(0xff, 0, 10, 0xfe) },
      matrix: { name: '', bytes: new Uint8Array() },
      manifest: { name: '__proto__', bytes: null },
      constructor: { name: 'a\nb', bytes: Uint8Array.of(10) },
    },
    settings: { toString: 'x' },
  };
  assert.deepEqual(await carriedBy('trio', await payloadOf(odd)), odd);
  await assert.rejects(payloadOf({ ...odd, settings: { today: 'x'.repeat(2000) } }), /longer than 1024/);
  const proto = Object.fromEntries([['__proto__', { name: 'x', bytes: null }]]);
  await assert.rejects(payloadOf({ ...odd, documents: proto }), /in the place __proto__/);
  await assert.rejects(payloadOf({ ...odd, documents: { pin: { name: 'x', bytes: new Uint8Array(5 << 20) } } }), /too large for a link/);
});

const packed = (given) => `1.${deflateSync(given).toString('base64url')}.end`;
const valid = driftedLink.slice('#trio='.length);
const [, body] = valid.split('.');
const flipped = Buffer.from(body, 'base64url');
flipped[flipped.length >> 1] ^= 1;

/** Links that harm or mean nothing, and what is said of them. */
const hostile = {
  empty: ['', /no link of this page/],
  garbage: ['%3Cscript%3Ealert(1)', /no link of this page/],
  'another version': [valid.replace('1.', '2.'), /form 2 is of another version/],
  cut: [valid.slice(0, -40), /its end is missing/],
  'cut before its end': [`1.${body.slice(0, -40)}.end`, /changed on its way/],
  flipped: [`1.${flipped.toString('base64url')}.end`, /changed on its way/],
  'no base64': ['1.a%20b.end', /changed on its way/],
  'one digit of base64': ['1.a.end', /changed on its way/],
  'with more behind': [`1.${Buffer.concat([Buffer.from(body, 'base64url'), Buffer.from('x')]).toString('base64url')}.end`, /changed on its way/],
  bomb: [packed(Buffer.alloc(300 << 20)), /more than 4 MiB/],
  long: [`1.${'A'.repeat(1_100_000)}.end`, /longer than 1000000/],
  'no list': [packed('x'), /a form that/],
  'no JSON': [packed('{\n'), /a form that/],
  null: [packed('null\n'), /a form that/],
  'an unknown key': [packed('{"documents":[],"settings":{},"colour":1}\n'), /its key "colour"/],
  'a prototype': [packed('{"documents":[],"settings":{},"__proto__":{}}\n'), /its key "__proto__"/],
  'a prototype of settings': [packed('{"documents":[],"settings":{"__proto__":"x"}}\n'), /a form that/],
  'a prototype of documents': [packed('{"documents":[["__proto__","x",0]],"settings":{}}\n'), /a form that/],
  'a setting that is no text': [packed('{"documents":[],"settings":{"today":1}}\n'), /a form that/],
  'many documents': [packed(`{"documents":[${Array(65).fill('["a","b",0]')}],"settings":{}}\n`), /more than 64 documents/],
  'many settings': [packed(`{"documents":[],"settings":${JSON.stringify(Object.fromEntries(Array.from({ length: 33 }, (_, n) => [n, ''])))}}\n`), /more than 32 settings/],
  'one place twice': [packed('{"documents":[["a","b",0],["a","b",0]],"settings":{}}\n'), /a form that/],
  'a long name': [packed(`{"documents":[["a","${'b'.repeat(1025)}",0]],"settings":{}}\n`), /a form that/],
  'a negative length': [packed('{"documents":[["a","b",-1]],"settings":{}}\n'), /a form that/],
  'a length beyond the end': [packed('{"documents":[["a","b",9]],"settings":{}}\nx'), /a form that/],
  'bytes of no document': [packed('{"documents":[["a","b",0]],"settings":{}}\nx'), /a form that/],
};

/** Opens links one after the other in the open page, and returns what is said of each. */
function refusals(page, payloads) {
  return page.evaluate(async (given) => {
    const said = [];
    for (const payload of given) {
      location.hash = `#trio=${payload}`;
      const notice = document.getElementById('opened');
      const find = () => notice.querySelector('[role=alert]');
      while (find() === null) await new Promise(requestAnimationFrame);
      said.push(`${find().textContent} ${location.hash}`);
      notice.querySelector('button').click();
      while (find() !== null) await new Promise(requestAnimationFrame);
    }
    return said;
  }, payloads);
}

for (const way of ways) {
  test(`hostile links are refused in words and leave the page as it was, ${way}`, async (t) => {
    const page = await opened(t, { way });
    const said = await refusals(page, Object.values(hostile).map(([payload]) => payload));
    Object.entries(hostile).forEach(([name, [, reason]], index) => {
      assert.match(said[index], reason, name);
      assert.match(said[index], / #trio$/, name);
    });
    assert.deepEqual(await held(page), drifted);
    await page.evaluate((hash) => (location.hash = hash), `#elsewhere=${valid}`);
    await page.getByText('something that this page does not judge').waitFor();
    if (way === 'served') await assertAccessible(page);
    await picture(page, `home-broken-${way}`);
  });
}

test('a link that is opened first and broken leaves the page to be used', async (t) => {
  const page = await openPage(t, { path: `#envelopes=${hostile.cut[0]}`, width: 390, theme: 'dark' });
  await page.getByRole('alert').filter({ hasText: 'its end is missing' }).waitFor();
  assert.equal(await page.evaluate(() => location.hash), '#envelopes');
  await picture(page, 'home-broken-first');
  await page.getByRole('link', { name: 'Trio' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

test('a link says what of a repository it leaves out', async (t) => {
  const page = await openPage(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  const files = { 'README.md': new Uint8Array(), ...Object.fromEntries(Object.values(drifted.documents).map(({ name, bytes }) => [name, bytes])) };
  await page.getByLabel('Choose files').setInputFiles({ name: 'repository.zip', mimeType: 'application/zip', buffer: Buffer.from(zipSync(files)) });
  await press(page, 'Copy link').click();
  await page.getByText(/^Copied a link of [\d,]+ characters, without the 1 other file of the repository\.$/).waitFor();
});

test('by keyboard alone, narrow and dark', async (t) => {
  const page = await opened(t, { width: 390, theme: 'dark' });
  await press(page, 'Download Report JSON').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(/^Copied lockstep-report\.json, /).waitFor();
  assert.equal(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).schema, 'lockstep-report.v1');
  await page.keyboard.press('Tab');
  const { name } = await downloaded(page, '', () => page.keyboard.press('Enter'));
  assert.equal(name, 'lockstep-report.sarif');
  await edit(page, 'x');
  await page.keyboard.press('Escape');
  await page.getByText('Take home').scrollIntoViewIfNeeded();
  await assertAccessible(page);
  await picture(page, 'home-narrow');
});

test('a clipboard that is not allowed is told, and the link shown; one that is too long is refused', async (t) => {
  const page = await opened(t, { permissions: [] });
  await page.evaluate(() => {
    navigator.clipboard.write = async () => {
      throw new DOMException('no', 'NotAllowedError');
    };
  });
  await press(page, 'Copy Report JSON').click();
  await page.getByRole('alert').filter({ hasText: 'the browser does not let the page write to the clipboard' }).waitFor();
  await press(page, 'Copy link').click();
  const shown = await page.getByRole('textbox', { name: 'The link, to copy by hand' }).inputValue();
  assert.deepEqual(await carriedBy('trio', shown.split('#trio=')[1]), drifted);
  await assertAccessible(page);
  await picture(page, 'home-no-clipboard');

  // A link that nothing would take is neither copied nor shown.
  let state = 1;
  const noise = Uint8Array.from({ length: 60_000 }, () => (state = Math.imul(state, 48271) >>> 0) >>> 24);
  await page.evaluate((hash) => (location.hash = hash), await link({ ...drifted, documents: { matrix: { name: 'noise', bytes: noise } } }));
  await press(page, 'Bring back what was here').waitFor();
  await press(page, 'Copy link').click();
  await page.getByRole('alert').filter({ hasText: 'more than the 60,000 that an issue or a comment takes' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'The link, to copy by hand' }).count(), 0);
});

test('names of downloads lead nowhere', () => {
  const cases = {
    'config/pin.json': 'pin.json', '../../etc/passwd': 'passwd', '..\\..\\x.json': 'x.json', '/': 'document', '..': 'document', '': 'document',
    'a\u202egpj.exe': 'a-gpj.exe', 'a\0\nb.json': 'a--b.json', 'CON.json': '_CON.json', 'x:y|z?.md': 'x-y-z-.md', 'end. . ': 'end', '.htaccess': '.htaccess',
  };
  for (const [name, expected] of Object.entries(cases)) assert.equal(safeName(name), expected, name);
  assert.equal(safeName(`${'a'.repeat(400)}.json`), `${'a'.repeat(95)}.json`);
  assert.deepEqual(safePaths(['a/b.json', 'A/b.json', './a/b.json']), ['a/b.json', 'A/b-2.json', 'a/b-3.json']);
});

test('a zip has every document at its path, and the same bytes each time', async () => {
  const files = [['__proto__', 'x'], ['b/ü.json', '{}'], ['../a', ''], ['c\\d', 'y'.repeat(1000)]];
  const changes = files.map(([name, text]) => ({ name, before: null, after: { bytes: new Uint8Array(Buffer.from(text)) } }));
  const zip = zipOf(changes);
  assert.deepEqual(zipOf(changes.toReversed()), zip);
  const listed = [];
  const found = unzipSync(zip, { filter: ({ name }) => listed.push(name) });
  assert.deepEqual(listed, ['a', '__proto__', 'b/ü.json', 'c/d']);
  // What stands under that name in an object is what the object stems from.
  const texts = [found.a, Object.getPrototypeOf(found), found['b/ü.json'], found['c/d']].map((bytes) => Buffer.from(bytes).toString());
  assert.deepEqual(texts, ['', 'x', '{}', 'y'.repeat(1000)]);
});
