// One verdict in four hosts, byte for byte: what the native engine says of each case is compared with the addon,
// WebAssembly in Node, and WebAssembly in headless Chromium.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { inChromium } from './browser.mjs';
import { conformanceCases, root } from './cases.mjs';
import { differences } from './judge.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));
const cases = conformanceCases();

test('there are cases', () => assert.ok(cases.length > 500, `only ${cases.length}`));

for (const engine of ['native', 'wasm']) {
  test(`${cases.length} cases in Node, ${engine}`, () => {
    const index = require.resolve('./lockstep/index.cjs');
    delete require.cache[index];
    process.env.LOCKSTEP_ENGINE = engine;
    const library = require(index);
    assert.equal(library.engine(), engine);
    assert.deepEqual(differences(library, cases), []);
  });
}

test(`${cases.length} cases in Chromium`, async (t) => {
  const work = async (given) => {
    const library = await import('/npm/lockstep/browser.js');
    const { differences: compare } = await import('/tests/hosts/judge.mjs');
    await library.init();
    return { engine: library.engine(), differences: compare(library, given) };
  };
  assert.deepEqual(await inChromium(t, work, cases), { engine: 'wasm', differences: [] });
});
