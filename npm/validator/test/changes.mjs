// What the tests of the journey "Change" share: its documents, and what is done with the page.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../../tests/hosts/cases.mjs';
import { run, vehicles } from '../../../tests/hosts/vehicles.mjs';
import { dropMade } from './giving.mjs';
import { openPage } from './page.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
export const MANIFEST = read('examples/consumer/config/memorykernel-producer-manifest.json');
export const FIRST = read('examples/consumer-v0.3.2/config/memorykernel-producer-manifest.json');
export const OPENAPI = read('examples/producer/openapi/openapi.yaml');
export const POLICY = read('docs/memorykernel.policy.json');

/** A text with a piece that it has once put in place of another. */
export function edited(text, ...pieces) {
  return pieces.reduce((before, [was, is]) => {
    assert.equal(before.split(was).length, 2, was);
    return before.replace(was, () => is);
  }, text);
}

/** The manifest of the next release, with another error code. */
export const MORE = edited(MANIFEST, ['"v0.4.0"', '"v0.4.1"'], ['    "internal_error"', '    "rate_limited",\n    "internal_error"']);

/** The native program over files, in a folder of its own. */
export async function native(t, files, words) {
  const cwd = mkdtempSync(join(tmpdir(), 'lockstep-change-'));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return run(vehicles.native, words, { cwd });
}

/** Drops files by their names on an element, or anywhere. */
export const drop = (page, files, selector) => dropMade(page, Object.entries(files), selector);

/** The text that a button of the page gives to take home. */
export async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: `Download ${name}`, exact: true }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

/** Opens the page where changes are judged. */
export const openJourney = (t, options) => openPage(t, { path: '#change', ...options });
/** Waits until the verdict says a text. */
export const shows = (page, text) => page.waitForFunction((text) => document.querySelector('.verdict-title')?.textContent.includes(text), text);
