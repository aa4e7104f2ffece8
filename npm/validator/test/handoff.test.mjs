// The journey "Handoff and gates": a verdict per item, the same as the native program's over the same files.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
async function repository(t, { from = 'consumer', only = ['config', 'docs', 'services', 'src', 'lockstep.toml', gateFile], change = () => {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-handoff-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of only) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, 'examples', from, name), join(folder, name), { recursive: true });
  }
  await change({
    folder,
    replace: (name, ...pairs) => writeFileSync(join(folder, name), pairs.reduce((text, [was, is]) => {
      assert.ok(text.includes(was), `${name} has no ${was}`);
      return text.replace(was, is);
    }, readFileSync(join(folder, name), 'utf8'))),
  });
  return folder;
}

/** Waits until the editor has the focus and this is selected in it. */
const selected = (page, text) => page.waitForFunction((wanted) => {
  const { shadowRoot } = document.activeElement ?? {};
  return shadowRoot?.activeElement && getSelection()?.toString() === wanted;
}, text);

async function downloaded(page, group, name) {
  const button = page.getByRole('group', { name: group }).getByRole('button', { name: new RegExp(`^Download .*${name}$`) });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return readFileSync(await download.path(), 'utf8');
}

for (const way of ways) {
  test(`a payload with faults, item by item, ${way}`, async (t) => {
    const page = await openPage(t, { way, path: '#handoff' });
    await page.getByRole('heading', { name: 'Drop a handoff payload or a gate file here, or a whole repository' }).waitFor();
    await assertAccessible(page);
    await picture(page, `handoff-start-${way}`);
    await example(page, 'one with faults');
    await says(page, 'Handoff', 'fail');
    const states = await items(page, 'Handoff').locator('.handoff-item-text > h3 > .handoff-word').allTextContents();
    assert.deepEqual(states, ['fail', 'fail', 'pass', 'not judged', 'fail', 'fail', 'fail', 'pass', 'pass', 'pass']);
    await page.getByText('the handoff payload names no commands').waitFor();
    // The place of a finding, in the editor.
    const place = page.getByRole('button', { name: 'PRODUCER_RELEASE_HANDOFF_LATEST.json:4:18' }).first();
    await place.click();
    await selected(page, '"v0.4.1"');
    await page.getByText('About the rule handoff-field').click();
    await page.getByText('A field that is not there cannot be compared.').waitFor();
    await assertAccessible(page);
    await picture(page, `handoff-faults-${way}`);
    // What is typed is judged: the selected value becomes the pinned one again.
    await place.click();
    await selected(page, '"v0.4.1"');
    await page.keyboard.type('"v0.4.0"');
    await page.getByText('Of 10 items, 3 fail, 1 was not judged, 6 pass.').waitFor();
    // Who comes back is not led to that place again.
    for (const name of ['Trio', 'Handoff and gates']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('main', { name }).waitFor();
    }
    await page.getByRole('textbox', { name: payload }).waitFor();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  });
}

for (const [way, width, theme] of [['served', 1280, 'dark'], ['file', 390, 'light']]) {
  test(`gates, criterion by criterion, ${way}, ${width} pixels, ${theme}`, async (t) => {
    const page = await openPage(t, { way, width, theme, path: '#handoff' });
    await example(page, 'gates with some of their evidence');
    await says(page, 'Handoff', 'pass');
    await says(page, 'Gates', 'NO-GO, unknown');
    await page.getByText(`2 of 7 gates are GO on ${TODAY}.`).waitFor();
    const steps = page.locator('.handoff-order > li');
    assert.equal(await steps.count(), 4);
    assert.deepEqual(await steps.first().locator('.handoff-stop-state').allTextContents(), ['GO', 'NO-GO, unknown', 'GO']);
    await page.getByText('run lockstep evidence contract -- COMMAND').first().waitFor();
    await picture(page, `handoff-gates-${way}-${width}-${theme}`);
    // What the handoff leaves is what a gate lacks.
    const needed = page.getByRole('list', { name: 'Needed' });
    await needed.getByRole('listitem').filter({ hasText: evidence }).getByRole('button', { name: 'Take what the handoff above leaves' }).click();
    await needed.getByText(evidence).waitFor({ state: 'detached' });
    const criterion = page.locator('.handoff-gate .handoff-item').filter({ hasText: "the producer's handoff payload was accepted" });
    await criterion.getByText('pass', { exact: true }).first().waitFor();
    // Another day, another answer: by then that evidence is too old.
    await page.getByLabel('As of').fill('2026-03-20');
    await criterion.getByText('unknown', { exact: true }).first().waitFor();
    await page.locator('.handoff-weekly > summary').click();
    await page.getByText('# Weekly integration review: 2026-03-20').waitFor();
    await assertAccessible(page);
  });
}

test('a gate by keyboard alone', async (t) => {
  const page = await openPage(t, { way: 'file', path: '#handoff' });
  await page.getByRole('heading', { name: 'Drop a handoff payload or a gate file here, or a whole repository' }).waitFor();
  const goTo = async (name) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((text) => document.activeElement?.textContent?.includes(text), name)) return;
    }
    assert.fail(`${name} is not reached`);
  };
  await goTo('gates with some of their evidence');
  await page.keyboard.press('Enter');
  await says(page, 'Gates', 'NO-GO, unknown');
  await goTo('checkpoint-c');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'handoff-gate-checkpoint-c');
  await goTo('lockstep-gates.json:70:15');
  await page.keyboard.press('Enter');
  await selected(page, '"checkpoint-c"');
});

/** A file as it is chosen or dropped. */
const file = (name, content) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const choose = (page, ...given) => page.locator('input[type=file][aria-label="Choose files"]').setInputFiles(given);
const stateOf = (page, title) => page.locator('.handoff-gate .handoff-item').filter({ hasText: title }).locator('.handoff-word').first();
const becomes = (page, title, state) => stateOf(page, title).and(page.getByText(state)).waitFor({ state: 'attached' });

test('evidence goes to its place by its name, or where somebody says', async (t) => {
  const page = await openPage(t, { way: 'file', path: '#handoff' });
  const folder = await repository(t, {});
  await run(vehicles.native, ['handoff', '--today', TODAY], { cwd: folder });
  await choose(page, file('gates of the team.json', readFileSync(join(folder, gateFile))));
  await page.getByLabel('As of').fill(TODAY);
  await says(page, 'Gates', 'NO-GO, unknown');
  // All three of the trio, whatever they are called, and evidence by its unique name.
  const trio = ['config/memorykernel-integration-pin.json', 'config/memorykernel-producer-manifest.json', 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md'];
  await choose(page, ...trio.map((name, place) => file(`${place}.txt`, readFileSync(join(folder, name)))), file('memorykernel-handoff-evidence.json', readFileSync(join(folder, evidence))));
  await becomes(page, "the producer's handoff payload was accepted", 'unknown');
  await becomes(page, 'pin, matrix and mirror agree, and the mirror has the pinned hash', 'pass');
  // That evidence is about a payload, too, which is not at its place yet.
  await choose(page, file('PRODUCER_RELEASE_HANDOFF_LATEST.json', readFileSync(join(folder, payload))), file('incidents', readFileSync(join(folder, 'config/memorykernel-freeze.json'))));
  const unplaced = page.getByRole('listitem').filter({ hasText: 'incidents' }).filter({ has: page.getByRole('button', { name: 'Put it there' }) });
  await unplaced.getByLabel('stands at').fill('config/memorykernel-freeze.json');
  await page.keyboard.press('Enter');
  await becomes(page, 'no unresolved incident of high severity', 'pass');
  await assertAccessible(page);
});

test('a link carries the files and what was chosen', async (t) => {
  const page = await openPage(t, { path: '#handoff', permissions: ['clipboard-read', 'clipboard-write'] });
  await example(page, 'one of a candidate');
  await says(page, 'Handoff', 'pass');
  await page.getByLabel('Expect').selectOption('service.v2');
  await says(page, 'Handoff', 'fail');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText(/^Copied a link/).waitFor();
  const { hash } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  const other = await openPage(t, { path: hash });
  await says(other, 'Handoff', 'fail');
  assert.equal(await other.getByLabel('Expect').inputValue(), 'service.v2');
  assert.equal(await other.getByLabel('As of').inputValue(), TODAY);
});

test('hostile and large gate files are shown as text and bounded', async (t) => {
  const page = await openPage(t, { way: 'file', path: '#handoff' });
  const criterion = {
    name: 'c', title: '<img src=x onerror=alert(1)>\u202eevil', owner: 'javascript:alert(1)', evidence: [{ kind: 'artifact', path: '<script>.json', sha256: null }],
  };
  const gates = Array.from({ length: 500 }, (_, number) => ({ name: `gate-${number}`, title: `<b>${number}</b>`, criteria: [criterion] }));
  await choose(page, file('g.json', JSON.stringify({ schema: 'lockstep-gates.v1', project: 'p', gates })));
  await says(page, 'Gates', 'NO-GO, unknown');
  await page.getByText('<img src=x onerror=alert(1)>\\u{202e}evil').first().waitFor();
  assert.equal(await page.locator('.handoff-gate').count(), 40);
  assert.equal(await page.locator('main a').count(), 0);
  await page.getByRole('button', { name: 'Show 40 of 460 more gates' }).click();
  assert.equal(await page.locator('.handoff-gate').count(), 80);
  const more = page.getByRole('button', { name: /^Show 40 of \d+ more gates/ });
  while (await more.count() > 0) await more.press('Enter');
  await page.getByRole('button', { name: 'Show 20 of 20 more gates' }).press('Enter');
  assert.match(await page.locator(':focus').textContent(), /480/, 'the focus goes on with the first that was not shown');
});

/** Repositories in several states. */
const payloadWith = (...pairs) => ({ change: ({ replace }) => replace(payload, ...pairs) });
const states = {
  'as it is': {},
  'a payload of another release': payloadWith(['"release_tag": "v0.4.0"', '"release_tag": "v0.4.1"']),
  'a payload without fields': payloadWith(['  "verification_commands": ["cargo test --workspace"],\n', ''], ['"handoff_mode"', '"mode"']),
  'a payload that is no JSON': payloadWith(['"handoff_mode": "stable",', '"handoff_mode": "stable"']),
  'a payload alone': { only: [payload] },
  'a candidate that is expected': { from: 'consumer-v0.3.2', only: ['config', 'docs', 'services'], candidate: 'service.v3' },
  'a candidate that is not there': { candidate: 'service.v2' },
  'gates alone': { only: [gateFile] },
  'gates that are open': {
    change: ({ folder }) => {
      const file = JSON.parse(readFileSync(join(folder, gateFile), 'utf8'));
      file.gates = file.gates.filter(({ name }) => ['checkpoint-a', 'weekly-review'].includes(name));
      writeFileSync(join(folder, gateFile), JSON.stringify(file, null, 1));
    },
  },
  'gates that fail': {
    change: ({ replace }) => replace(gateFile, ['"verdict": "GO"', '"verdict": "NO-GO"'], ['"/release_tag": "v0.4.0"', '"/release_tag": "v0.3.2"']),
  },
  'evidence that is too old': { change: ({ folder }) => run(vehicles.native, ['handoff', '--today', '2026-02-01'], { cwd: folder }) },
  'a gate file with a fault': { change: ({ replace }) => replace(gateFile, ['"requires": ["checkpoint-a"]', '"requires": ["checkpoint-z"]']) },
};

test("a producer's own payload and its rehearsal", async (t) => {
  const page = await openPage(t, { way: 'file', path: '#handoff' });
  const folder = await repository(t, { from: 'producer', only: ['docs', 'contracts', 'lockstep.toml'] });
  await page.locator('input[webkitdirectory]').setInputFiles(folder);
  await page.getByLabel('As of').fill(TODAY);
  for (const [title, command] of [['Handoff', ['handoff']], ['Rehearsal', ['rehearsal', '--manifest=contracts/integration/v1/producer-contract-manifest.json']]]) {
    const native = await run(vehicles.native, ['producer', ...command, '--format', 'json', '--today', TODAY], { cwd: folder });
    await says(page, title, JSON.parse(native.stdout).verdict);
    assert.equal(await downloaded(page, `${title} report`, 'JSON'), native.stdout);
  }
});

const words = { pass: 'pass', fail: 'fail', error: 'could not be judged' };

/** Compares what the page says of the payload with the report of the native program. */
async function compareHandoff(page, folder, candidate) {
  const options = candidate === undefined ? [] : [`--candidate=${candidate}`];
  const native = await run(vehicles.native, ['handoff', '--format', 'json', `--handoff=${payload}`, '--today', TODAY, '--no-evidence', ...options], { cwd: folder });
  const report = JSON.parse(native.stdout);
  await says(page, 'Handoff', words[report.verdict]);
  assert.equal(await downloaded(page, 'Handoff report', 'JSON'), native.stdout);
  const shown = await items(page, 'Handoff').evaluateAll((all) => all.map((item) => [
    /handoff-[a-z-]+$/.exec(item.querySelector('.finding-explanation > summary').textContent.trim())?.[0], item.querySelector('h3 > .handoff-word').textContent,
  ]));
  const failing = report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  const own = [...report.ran, ...report.skipped.map(({ rule }) => rule)].filter((rule) => rule.startsWith('handoff-')).sort();
  const state = (rule) => {
    if (failing.includes(rule)) return 'fail';
    if (report.findings.some((finding) => finding.rule === rule)) return 'warning';
    return report.skipped.some((entry) => entry.rule === rule) ? 'not judged' : 'pass';
  };
  assert.deepEqual(shown.filter(([rule]) => rule !== undefined), own.map((rule) => [rule, state(rule)]));
}

/** Compares what the page says of each gate with what the native program says. */
async function compareGates(page, folder) {
  const native = await run(vehicles.native, ['gate', '--format', 'json', '--today', TODAY], { cwd: folder });
  const document = JSON.parse(native.stdout);
  if (document.message !== undefined) {
    await says(page, 'Gates', 'could not be judged');
    const said = await page.getByRole('alert').textContent();
    assert.ok(said.includes(document.message.replaceAll('`', '')), `${said} is not ${document.message}`);
    return;
  }
  await says(page, 'Gates', document.state === 'unknown' ? `${document.verdict}, unknown` : document.verdict);
  assert.equal(await downloaded(page, 'Gate verdicts', 'JSON'), native.stdout);
  const shown = await page.locator('.handoff-gate').evaluateAll((all) => all.map((gate) => [
    gate.querySelector('h3 > strong').textContent, ...Array.from(gate.querySelectorAll('.handoff-items > li'), (item) => item.querySelector('.handoff-word').textContent),
  ]));
  assert.deepEqual(shown, document.gates.map(({ verdict, state, requires, criteria }) => [
    verdict === 'GO' ? 'GO' : `NO-GO, ${state}`, ...[...requires, ...criteria].map((demanded) => demanded.state),
  ]));
}

test('the verdicts are those of the native program over the same files', async (t) => {
  const page = await openPage(t, { way: 'file', path: '#handoff', prepare: (context) => context.clock.setFixedTime(`${TODAY}T12:00:00Z`) });
  await page.getByRole('heading', { name: 'Drop a handoff payload or a gate file here, or a whole repository' }).waitFor();
  for (const [name, state] of Object.entries(states)) {
    await t.test(name, async (t) => {
      const folder = await repository(t, state);
      await page.locator('input[webkitdirectory]').setInputFiles(folder);
      if (existsSync(join(folder, payload))) {
        if (state.candidate !== undefined) await page.getByLabel('Expect').selectOption(state.candidate);
        await compareHandoff(page, folder, state.candidate);
        if (state.candidate !== undefined) await page.getByLabel('Expect').selectOption('');
      }
      if (existsSync(join(folder, gateFile))) await compareGates(page, folder);
      await page.getByRole('button', { name: 'Start over' }).click();
    });
  }
});
