// The pages of the rules in all hosts, byte for byte: those of docs/rules, which a test of the native engine records.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { inChromium } from './browser.mjs';
import { root } from './cases.mjs';
import { differentPages } from './judge.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));
const folder = join(root, 'docs', 'rules');
const names = readdirSync(folder).filter((name) => name !== 'README.md');
const pages = Object.fromEntries(names.map((name) => [name.replace(/\.md$/, ''), readFileSync(join(folder, name), 'utf8')]));

test('only the module of the program carries them', () => {
  const carried = (module) => {
    const bytes = readFileSync(join(root, 'npm/lockstep/wasm', `${module}.wasm`));
    // A rule's id and summary are part of every module; its explanation begins behind them.
    return Object.keys(pages).filter((id) => bytes.includes(pages[id].slice(pages[id].indexOf('## What')).trim().slice(0, 200)));
  };
  for (const module of ['engine', 'classifier', 'classifier-scalar']) assert.deepEqual(carried(module), []);
  assert.deepEqual(carried('program'), Object.keys(pages));
});

for (const engine of ['native', 'wasm']) {
  test(`in Node, ${engine}`, () => {
    const index = require.resolve('./lockstep/index.cjs');
    delete require.cache[index];
    process.env.LOCKSTEP_ENGINE = engine;
    const library = require(index);
    assert.equal(library.engine(), engine);
    assert.deepEqual(differentPages(library, pages), []);
  });
}

test('in Chromium, when they are loaded', async (t) => {
  const work = async (given) => {
    const library = await import('/npm/lockstep/browser.js');
    const { differentPages: compare } = await import('/tests/hosts/judge.mjs');
    const message = (error) => (error instanceof library.LockstepEngineError ? error.message : `untyped: ${error}`);
    const failures = [];
    const explain = () => library.explain('json-syntax');
    try {
      explain();
    } catch (error) {
      failures.push(message(error));
    }
    for (const source of [new Response('', { status: 404 }), new TextEncoder().encode('no pages')]) {
      await library.initPages(source).catch((error) => failures.push(message(error)));
    }
    await library.initPages();
    const alone = explain();
    await library.init();
    return { failures, alone, differences: compare(library, given) };
  };
  const { failures: [early, missing, wrong], alone, differences } = await inChromium(t, work, pages);
  assert.equal(early, "the file of the rules' pages is not loaded yet: call `await initPages()` first");
  assert.match(missing, /^the file of the rules' pages cannot be loaded: .* answers with status 404$/);
  assert.match(wrong, /^the file of the rules' pages cannot be loaded: .*JSON/);
  assert.equal(alone, pages['json-syntax']);
  assert.deepEqual(differences, []);
});
