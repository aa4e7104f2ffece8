// The budget of the browser module.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { root } from './cases.mjs';

const BUDGET = 150_000;

test('the browser module stays within its budget', (t) => {
  const compressed = (name) => brotliCompressSync(readFileSync(join(root, 'npm/lockstep/wasm', `${name}.wasm`))).length;
  const engine = compressed('engine');
  t.diagnostic(`after brotli: engine ${engine} bytes, program ${compressed('program')} bytes`);
  assert.ok(engine <= BUDGET, `${engine} bytes, ${engine - BUDGET} over the budget`);
});
