// Documents and names that mean harm are shown as text, bounded, and harm nothing.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../tests/hosts/cases.mjs';
import { drop, dropMade, said, zip } from './giving.mjs';
import { openPage, picture, ways } from './page.mjs';

const example = (path) => readFileSync(join(root, 'examples', path), 'utf8');
const documents = {
  pin: example('consumer/config/memorykernel-integration-pin.json'),
  matrix: example('consumer/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md'),
  manifest: example('consumer/config/memorykernel-producer-manifest.json'),
  handoff: example('consumer/services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json'),
  gates: example('consumer/lockstep-gates.json'),
  openapi: example('producer/openapi/openapi.yaml'),
  source: example('producer/contracts/integration/v1/service-contract-source-of-truth.json'),
  rehearsal: example('producer/docs/implementation/SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json'),
  policy: readFileSync(join(root, 'docs', 'memorykernel.policy.json'), 'utf8'),
  envelopes: '{"service_contract_version":"service.v3","error":{"code":"query_failed","message":"no"}}\n'.repeat(3),
  har: JSON.stringify({ log: { version: '1.2', creator: {}, entries: [{ request: { url: 'x', method: 'GET' }, response: { status: 500, content: { text: '{"error":{"code":"a","message":"b"}}' } } }] } }),
};

const journeys = ['trio', 'envelopes', 'change', 'handoff'];

/** Each would set `owned`, if anything read it as what it is not. */
const harm = [
  '<img src=x onerror=owned=1>', '<script>owned=1</script>', '"><svg onload=owned=1>', 'javascript:owned=1', "';owned=1;//", '</textarea><iframe srcdoc="<script>parent.owned=1</script>">',
  '{{constructor.constructor("owned=1")()}}', '__proto__', 'constructor', '\u202egnp.exe\u2066', '\0\x1b[31m', '[x](javascript:owned=1)', '![x](http://example.invalid/x.png)', '<style>*{display:none}</style>',
  '<meta http-equiv=refresh content="0;url=http://example.invalid/">', '<a href=javascript:owned=1 autofocus onfocus=owned=1>',
];

/** Puts harm into every value of JSON, one after another, and adds it as keys. */
function poisoned(text) {
  let next = 0;
  const poison = (value) => {
    if (typeof value === 'string') return `${value}${harm[next++ % harm.length]}`;
    if (Array.isArray(value)) return value.map(poison);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries([...Object.entries(value).map(([key, inner]) => [key, poison(inner)]), [harm[next++ % harm.length], 1]]);
  };
  return JSON.stringify(poison(JSON.parse(text)), null, 2);
}

/** The same for what is no JSON: on every line where a value may stand. */
const poisonedLines = (text) => text.split('\n').map((line, place) => (/[`|:]/.test(line) ? line.replace(/(?=[`|]?\s*$)/, harm[place % harm.length].replaceAll(/[\0\n|]/g, '')) : line)).join('\n');

const hostile = Object.fromEntries(Object.entries(documents).map(([kind, text]) => {
  if (kind === 'matrix' || kind === 'openapi') return [kind, poisonedLines(text)];
  if (kind === 'envelopes') return [kind, text.split('\n').filter(Boolean).map((line) => JSON.stringify(JSON.parse(poisoned(line)))).join('\n')];
  return [kind, poisoned(text)];
}));

/** Runs in the page from its start: counts what its worker has not answered yet. */
function countCalls() {
  globalThis.calls = 0;
  globalThis.Worker = class extends globalThis.Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => (globalThis.calls -= data.kind === 'progress' ? 0 : 1));
    }

    postMessage(said, ...others) {
      globalThis.calls += said.kind === 'call' ? 1 : 0;
      super.postMessage(said, ...others);
    }
  };
}

/** Opens the page and fails at a dialogue, another page, another address, and whatever `openPage` watches. */
async function watched(t, options) {
  const page = await openPage(t, { ...options, prepare: (context) => context.addInitScript(countCalls) });
  const problems = [];
  t.after(() => assert.deepEqual(problems, []));
  const home = page.url().split('#')[0];
  page.on('dialog', (dialog) => {
    problems.push(`asked ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.context().on('page', (other) => problems.push(`opened ${other.url()}`));
  page.on('framenavigated', (frame) => {
    if (!frame.url().startsWith(home)) problems.push(`went to ${frame.url()}`);
  });
  await page.getByText('Judged by lockstep').waitFor();
  return page;
}

/** What the page is made of, below shadow roots, too. */
const inventory = (page) => page.evaluate(() => {
  const links = [];
  let count = 0;
  let longest = 0;
  let invisible = 0;
  const walk = (node) => {
    for (const element of node.querySelectorAll('*')) {
      count++;
      if (element.matches('script, iframe, object, embed, img[src], meta, link, base')) links.push(element.outerHTML.slice(0, 200));
      if (element.matches('a[href]') && !/^(#|blob:|https:\/\/github\.com)/.test(element.getAttribute('href'))) links.push(element.outerHTML.slice(0, 200));
      if (element.getAttributeNames().some((name) => name.startsWith('on'))) links.push(element.outerHTML.slice(0, 200));
      for (const child of element.childNodes) {
        if (child.nodeType !== Node.TEXT_NODE) continue;
        longest = Math.max(longest, child.data.length);
        if (element.closest('script, style') === null && /[\u202a-\u202e\u2066-\u2069]/.test(child.data)) invisible++;
      }
      if (element.shadowRoot !== null) walk(element.shadowRoot);
    }
  };
  walk(document.getElementById('page'));
  return { links, count, longest, invisible, owned: globalThis.owned };
});

/** Fails where something ran, or where the page grew out of its bounds. */
async function assertCalm(page, what) {
  const { links, count, longest, invisible, owned } = await inventory(page);
  assert.equal(owned, undefined, what);
  assert.deepEqual(links, [], what);
  assert.equal(invisible, 0, `${what}: characters that turn the direction`);
  assert.ok(count < 12_000, `${what}: ${count} elements`);
  assert.ok(longest < 20_000, `${what}: a text of ${longest} characters`);
}

/** The page is as good as new: it judges the example. */
async function assertUsable(page) {
  await page.getByRole('link', { name: 'Trio', exact: true }).click();
  const again = page.getByRole('button', { name: 'Start over' });
  const open = page.getByRole('button', { name: 'one that passes' });
  await again.or(open).first().waitFor();
  if (await again.isVisible()) await again.click();
  await open.click();
  await page.getByText('Pass: no findings').waitFor();
}

async function goTo(page, journey) {
  await page.evaluate((name) => (location.hash = name), journey);
  await page.locator('main:not(:has(> [role=status]:text("Loading")))').waitFor();
}

const arrived = (page) => page.locator('#arrival:is(.arrival-taken, .arrival-refused)').waitFor();

/** Waits until the worker has answered, and nothing has changed for longer than any journey waits before it asks. */
const quiet = (page) => page.evaluate(() => new Promise((resolve) => {
  const REST = 170;
  let changed = performance.now();
  const observer = new MutationObserver(() => (changed = performance.now()));
  observer.observe(document, { subtree: true, childList: true, characterData: true });
  const timer = setInterval(() => {
    if (globalThis.calls > 0) changed = performance.now();
    if (performance.now() - changed < REST) return;
    observer.disconnect();
    clearInterval(timer);
    resolve();
  }, 10);
}));

/** Drops something, and waits until it has been taken in and judged. */
async function given(page, files) {
  await dropMade(page, files);
  await arrived(page);
  await quiet(page);
}

for (const way of ways) {
  test(`harm in every value, key and name, ${way}`, async (t) => {
    const page = await watched(t, { way });
    const files = Object.entries(hostile).map(([kind, text], place) => [`${harm[place].replaceAll(/[\0/]/g, '')}-${kind}`, text]);
    for (const journey of journeys) {
      await goTo(page, journey);
      await given(page, files);
      await assertCalm(page, `all in ${journey}`);
      await picture(page, `hostile-${journey}-${way}`);
    }
    // Alone, each goes to the journey that is its own.
    for (const file of way === 'served' ? files : []) {
      await goTo(page, 'trio');
      await given(page, [file]);
      await assertCalm(page, file[0]);
    }
    // Names in an archive, and as folders.
    await given(page, [['<img src=x onerror=owned=1>.zip', zip(files.map(([name, content]) => ({ name: `${name}/${name}`, content })))]]);
    await assertCalm(page, 'an archive');
    assert.ok((await said(page).innerText()).includes('<img src=x onerror=owned=1>.zip'));
    await assertUsable(page);
  });
}

test('folders on a disk with names that mean harm', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-hostile-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const top = join(folder, '<img src=x onerror=owned=1>\u202e');
  for (const name of harm.map((text) => text.replaceAll(/[\0/]/g, '')).concat('..hidden', '%2e%2e', 'a\\..\\b', 'x'.repeat(200))) {
    mkdirSync(join(top, name), { recursive: true });
    writeFileSync(join(top, name, `${name}.json`), hostile.pin);
  }
  const page = await watched(t);
  await drop(page, [top]);
  await arrived(page);
  assert.match(await said(page).innerText(), /pins from <img src=x onerror=owned=1>\\u\{202e\}/);
  await assertCalm(page, 'folders');
  await assertUsable(page);
});

test('documents of every unreasonable size and shape', async (t) => {
  const page = await watched(t);
  const field = (text) => documents.pin.replace('"v0.4.0"', text);
  const million = '\n'.repeat(1_000_000);
  const cases = {
    'a line of 10 MB': field(`"${'x'.repeat(10_000_000)}"`),
    'a million lines': field(`"v"${million}`),
    'a million lines of Markdown': documents.matrix + million,
    'ten thousand rows': documents.matrix.replace('| 1.0.0 |', `${'| 1.0.0 | cc6cb15 | v0.4.0 | x | service.v9 | api.v1 | integration/v1 | Approved |\n'.repeat(10_000)}| 1.0.0 |`),
    'deep lists': field(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    'deep quotes': documents.matrix + '> '.repeat(50_000),
    'halves of surrogate pairs': field('"\\ud800\\udc00\\ud800"'),
    'no UTF-8': Buffer.concat([Buffer.from(field('"v')), Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    'only control characters': field(`"${Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('').repeat(100)}"`),
    'only what turns directions': field(`"${'\u202e\u2066\u200f\u061c'.repeat(5_000)}"`),
    'names of prototypes': documents.pin.replace('{', '{ "__proto__": { "owned": 1 }, "constructor": { "prototype": { "owned": 1 } }, "toString": 1,'),
    'ten thousand codes': documents.manifest.replace('"invalid_json",', `${'"a b","invalid_json",'.repeat(5_000)}`),
    'a long name of a key': documents.pin.replace('{', `{ "${'k'.repeat(1_000_000)}": 1,`),
    'marks upon marks': field(`"${'a\u0301\u0302\u0303'.repeat(3_000)}"`),
  };
  for (const [what, content] of Object.entries(cases)) {
    await given(page, [[what, content]]);
    assert.match(await said(page).getByRole('status').innerText(), /^(Pin|Matrix|Manifest) from /, what);
    await page.getByRole('status').filter({ hasText: /^Fail|^Error|^Pass|could not/ }).first().waitFor();
    await assertCalm(page, what);
  }
  assert.equal(await page.evaluate(() => ({}).owned), undefined);
  await assertUsable(page);
});

test('the same where answers, changes, handoffs and gates are judged', async (t) => {
  const page = await watched(t);
  const failure = (message) => `{"service_contract_version":"service.v3","error":{"code":"query_failed","message":${message}}}\n`;
  const codes = (count) => documents.manifest.replace('"invalid_json",', `"invalid_json",${Array.from({ length: count }, (_, place) => `"code_${place}",`).join('')}`);
  const handoff = (text) => documents.handoff.replace('"v0.4.0"', text);
  const gates = JSON.parse(documents.gates);
  const cases = {
    envelopes: {
      'a line of 10 MB': [failure(`"${'x'.repeat(10_000_000)}"`)],
      'a hundred thousand answers': [failure('""').repeat(100_000)],
      'harm in each': [harm.map((text) => failure(JSON.stringify(text)).replace('query_failed', JSON.stringify(text).slice(1, -1))).join('')],
      'deep answers': [failure('['.repeat(50_000)).repeat(3)],
      'halves of surrogate pairs, and no UTF-8': [Buffer.concat([Buffer.from(failure('"\\ud800"').repeat(3)), Buffer.from([0xff, 0xed, 0xa0, 0x80])])],
      'a thousand classes of entries': [JSON.stringify({ log: { version: '1.2', entries: Array.from({ length: 1_000 }, (_, place) => (
        { request: { url: harm[place % harm.length], method: '<b>' }, response: { status: place, content: { text: failure(JSON.stringify(harm[place % harm.length])) } } })) } })],
    },
    change: {
      'ten thousand new codes': [documents.manifest, codes(10_000)],
      'harm on both sides': [hostile.manifest, poisoned(hostile.manifest)],
      'OpenAPI of much depth': [documents.openapi, `${documents.openapi}\nx-deep: ${'['.repeat(20_000)}`],
      'a line of 10 MB': [documents.manifest, documents.manifest.replace('"v0.4.0"', `"${'x'.repeat(10_000_000)}"`)],
    },
    handoff: {
      'a line of 10 MB': [handoff(`"${'x'.repeat(10_000_000)}"`)],
      'deep lists': [handoff('['.repeat(100_000))],
      'a thousand gates': [JSON.stringify({ ...gates, gates: Array.from({ length: 1_000 }, (_, place) => ({ ...gates.gates[0], name: `gate-${place}`, title: harm[place % harm.length] })) })],
      'harm in both': [hostile.handoff, hostile.gates, hostile.rehearsal],
      'no UTF-8': [Buffer.concat([Buffer.from(documents.handoff), Buffer.from([0xff, 0xfe])])],
    },
  };
  for (const [journey, own] of Object.entries(cases)) {
    for (const [what, contents] of Object.entries(own)) {
      await goTo(page, journey);
      await given(page, contents.map((content, place) => [`${harm[place]}-${place}`.replaceAll('/', ''), content]));
      assert.equal(await page.evaluate(() => location.hash), `#${journey}`, what);
      assert.equal(await page.locator('#arrival.arrival-taken').count(), 1, what);
      await assertCalm(page, `${what} in ${journey}`);
    }
    await picture(page, `hostile-last-${journey}`);
  }
  await assertUsable(page);
});
