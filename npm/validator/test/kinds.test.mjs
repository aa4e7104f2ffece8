// Documents are recognised by what they hold: over our examples and fixtures, and over real documents where they are present.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { conformanceCases, root } from '../../../tests/hosts/cases.mjs';
import { runProgram } from '../../lockstep/index.js';
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

/** The files of a folder of the repository; not what somebody made there by trying things out. */
function tracked(folder) {
  return execFileSync('git', ['ls-files', '-z'], { cwd: join(root, folder), encoding: 'utf8' }).split('\0').slice(0, -1);
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
  for (const path of tracked('examples')) {
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
  // What is too short, or holds no name of its kind, is nothing that is known; never is it something else.
  const hopeless = /json-nesting\/fail-unclosed|json-top-level\/fail-string|fail-markdown-in-its-place|g-deep-unclosed/;
  const wrong = [];
  const seen = new Set();
  for (const { name, pin, matrix, manifest } of conformanceCases()) {
    for (const [kind, { bytes }] of Object.entries({ pin, matrix, manifest })) {
      if (bytes === null || seen.has(bytes)) continue;
      seen.add(bytes);
      const content = Buffer.from(bytes, 'hex');
      const found = await kindOf(content);
      if (found === kind || (found === undefined && (content.length < 200 || hopeless.test(name)))) continue;
      wrong.push(`${name} ${kind}: ${found}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(seen.size > 500, `${seen.size} documents`);
});

test('marks, line breaks, UTF-16 and sizes change nothing', async () => {
  const pin = readFileSync(join(root, 'examples', 'consumer', 'config', 'memorykernel-integration-pin.json'), 'utf8');
  const utf16 = Buffer.from(`\ufeff${pin}`, 'utf16le');
  const forms = {
    mark: `\ufeff${pin}`, crlf: pin.replaceAll('\n', '\r\n'), conflict: `<<<<<<< HEAD\n${pin}`, comment: `// pinned\n${pin}`, 'single quotes': pin.replaceAll('"', "'"),
    'no quotes': pin.replaceAll(/"(\w+)":/g, '$1:'), 'a large value first': pin.replace('{', `{ "x": "${'y'.repeat(100_000)}",`), utf16, 'utf16 without mark': utf16.subarray(2),
    'utf16, the other order': Buffer.from(utf16).swap16(),
  };
  for (const [name, content] of Object.entries(forms)) assert.equal(await kindOf(content), 'pin', name);
  assert.equal((await recognised('x', new Blob([utf16]))).encoding, 'UTF-16');
});

test('evidence of a handoff is no handoff payload, though it names the same fields', async () => {
  const files = Object.fromEntries(tracked('examples/consumer').map((path) => [path, readFileSync(join(root, 'examples/consumer', path))]));
  const { exitCode, written } = runProgram(['handoff'], { files, today: '2026-11-20' });
  assert.equal(exitCode, 0);
  assert.equal(await kindOf(written['artifacts/memorykernel-handoff-evidence.json']), 'evidence');
});

test('answers of the service, alone and in logs', async () => {
  const failure = { service_contract_version: 'service.v3', error: { code: 'query_failed', message: 'no' } };
  const success = { service_contract_version: 'service.v3', api_contract_version: 'api.v1', data: {} };
  const log = [failure, success, failure].map((answer) => JSON.stringify(answer)).join('\n');
  assert.equal(await kindOf(JSON.stringify(failure, null, 2)), 'envelopes');
  assert.equal(await kindOf(log), 'envelopes');
  assert.equal(await kindOf(`${log}\nnot JSON at all\n`), 'envelopes');
  assert.equal(await kindOf(`{"status":500,"body":${JSON.stringify(failure)}}\n`.repeat(3)), 'envelopes');
  assert.equal(await kindOf(JSON.stringify({ log: { version: '1.2', entries: [{ request: {}, response: { content: { text: log } } }] } })), 'har');
  assert.equal(await kindOf(''), undefined);
  assert.equal(await kindOf(Buffer.alloc(100_000)), undefined);
});

test('what cannot be seen is shown, as the engine shows it, and no more than fits', () => {
  assert.equal(visible('a\0\u202eb\ud800c\u{e0041}'), 'a\\u{0}\\u{202e}b\\u{d800}c\\u{e0041}');
  assert.equal(visible('plain \u{1f512} é'), 'plain \u{1f512} é');
  assert.equal(visible('x'.repeat(200)), `${'x'.repeat(120)}… (200 characters)`);
  assert.equal(visible('\u{1f512}'.repeat(5), 3), `${'\u{1f512}'.repeat(3)}… (10 characters)`);
});

const corpus = join(root, '..', 'shared', 'corpus');

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
