// Documents are recognised by what they hold: over our examples and fixtures, and over real documents where they are present.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { conformanceCases, root } from '../../../tests/hosts/cases.mjs';
import { bundled } from './bundled.mjs';

let recognised;
let visible;

before(async () => {
  ({ recognised } = await bundled('documents/kinds.ts'));
  ({ visible } = await bundled('documents/visible.ts'));
});

/** Below a name that says nothing. */
const kindOf = async (content, path = 'x') => (await recognised(path, new Blob([content])))?.kind;

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());
}

test('each example is what it is, whatever its name', async () => {
  const expected = {
    'memorykernel-integration-pin.json': 'pin',
    'memorykernel-producer-manifest.json': 'manifest',
    'producer-contract-manifest.json': 'manifest',
    'MEMORYKERNEL_COMPATIBILITY_MATRIX.md': 'matrix',
    'PRODUCER_RELEASE_HANDOFF_LATEST.json': 'handoff',
    'SERVICE_V3_REHEARSAL_HANDOFF_CANDIDATE.json': 'rehearsal',
    'lockstep-gates.json': 'gates',
    'service-contract-source-of-truth.json': 'contract-source',
    'openapi.yaml': 'openapi',
    'interactions.json': 'interactions',
    'memorykernel-handoff-evidence.json': 'evidence',
    'RELEASE_EVIDENCE_BUNDLE_LATEST.json': 'evidence',
    'memorykernel-freeze.json': 'evidence',
  };
  const folder = join(root, 'examples');
  const wrong = [];
  for (const path of filesBelow(folder)) {
    if (/node_modules|target\//.test(path)) continue;
    const name = path.split('/').at(-1);
    const found = await kindOf(readFileSync(join(folder, path)), name === 'lockstep.toml' ? name : 'x');
    const right = name === 'lockstep.toml' ? 'configuration' : expected[name];
    if (found !== right) wrong.push(`${path}: ${found}, not ${right}`);
  }
  assert.deepEqual(wrong, []);
  assert.equal(await kindOf(readFileSync(join(root, 'docs', 'memorykernel.policy.json'))), 'policy');
});

test('what only shows or describes documents is none', async () => {
  const wrong = [];
  for (const folder of ['docs', 'core/src', 'cli/src', 'tests/fixtures', 'npm/lockstep/lib']) {
    for (const path of filesBelow(join(root, folder))) {
      const found = await kindOf(readFileSync(join(root, folder, path)), path);
      if (found !== undefined && !/^memorykernel\.policy\.json$|^gate\/template\//.test(path)) wrong.push(`${folder}/${path}: ${found}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a broken document is still what it is', async () => {
  const wrong = [];
  const seen = new Set();
  for (const { name, pin, matrix, manifest } of conformanceCases()) {
    for (const [kind, { bytes }] of Object.entries({ pin, matrix, manifest })) {
      if (bytes === null || seen.has(bytes)) continue;
      seen.add(bytes);
      const found = await kindOf(Buffer.from(bytes, 'hex'));
      if (found !== kind) wrong.push(`${name} ${kind}: ${found}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(seen.size > 500, `${seen.size} documents`);
});

const corpus = '/work/shared/corpus';

test('every real document is recognised', { skip: !existsSync(corpus) && 'no real documents here' }, async () => {
  const expected = [
    [/integration-pin\.json$/, 'pin'], [/producer-(?:contract-)?manifest\.json$/, 'manifest'], [/MATRIX\.md$/, 'matrix'], [/PRODUCER_RELEASE_HANDOFF/, 'handoff'],
    [/REHEARSAL_HANDOFF/, 'rehearsal'], [/openapi\.yaml$/, 'openapi'], [/service-contract-source/, 'contract-source'], [/EVIDENCE_BUNDLE/, 'evidence'],
  ];
  const wrong = [];
  for (const path of filesBelow(corpus)) {
    if (path.includes('mutations') || path.startsWith('wire')) continue;
    const right = expected.find(([name]) => name.test(path))?.[1];
    const found = await kindOf(readFileSync(join(corpus, path)));
    if (found !== right) wrong.push(`${path}: ${found}, not ${right}`);
  }
  assert.deepEqual(wrong, []);
});
