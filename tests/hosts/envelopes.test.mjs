// One classification in all hosts: what the native engine says of each of more than a hundred thousand envelopes is
// compared with the addon, WebAssembly with and without vectors in Node, and WebAssembly in headless Chromium.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inChromium } from './browser.mjs';
import { cargo, root } from './cases.mjs';
import { envelopeDifferences } from './judge-envelopes.mjs';

const require = createRequire(join(root, 'npm', 'package.json'));
const folder = mkdtempSync(join(tmpdir(), 'lockstep-envelopes-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'envelopes');
cargo('run', '--quiet', '--package', 'lockstep-tests', '--bin', 'envelope-cases', '--', file);
const cases = readFileSync(file);

function assertAgreement({ count, found }) {
  assert.deepEqual(found, []);
  assert.ok(count >= 100_000, `only ${count}`);
}

for (const engine of ['native', 'wasm']) {
  test(`envelopes in Node, ${engine}`, () => {
    const index = require.resolve('./lockstep/index.cjs');
    delete require.cache[index];
    process.env.LOCKSTEP_ENGINE = engine;
    const library = require(index);
    assert.equal(library.engine(), engine);
    assertAgreement(envelopeDifferences(library.createClassifier, cases));
  });
}

test('envelopes in Node, WebAssembly without vectors', () => {
  const { moduleFunctions } = require('./lockstep/lib/classifier.cjs');
  const scalar = new WebAssembly.Module(readFileSync(join(root, 'npm/lockstep/wasm/classifier-scalar.wasm')));
  const { Classifier } = moduleFunctions(require('./lockstep/wasm/classifier.cjs'), scalar);
  const createClassifier = ({ contract }) => {
    const classifier = new Classifier(undefined, contract);
    return {
      classify: (status, body) => classifier.classOf(status, body),
      describe: (status, body, { answer }) => classifier.describe(status, answer, body),
      batch: (bytes) => classifier.classes(bytes),
    };
  };
  assertAgreement(envelopeDifferences(createClassifier, cases));
});

test('envelopes in Chromium', async (t) => {
  const work = async () => {
    const library = await import('/npm/lockstep/browser.js');
    const { envelopeDifferences: compare } = await import('/tests/hosts/judge-envelopes.mjs');
    await library.initClassifier();
    const response = await fetch('/envelopes');
    return compare(library.createClassifier, new Uint8Array(await response.arrayBuffer()));
  };
  assertAgreement(await inChromium(t, work, undefined, { '/envelopes': file }));
});
