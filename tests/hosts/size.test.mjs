// The budgets of the browser modules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { root } from './cases.mjs';

const budgets = { engine: 165_000, program: 970_000, classifier: 120_000, 'classifier-scalar': 120_000 };

function compressed(name) {
  return brotliCompressSync(readFileSync(join(root, 'npm/lockstep/wasm', `${name}.wasm`))).length;
}

for (const [name, budget] of Object.entries(budgets)) {
  test(`the module ${name} stays within its budget`, (t) => {
    const size = compressed(name);
    t.diagnostic(`${size} bytes after brotli`);
    assert.ok(size <= budget, `${size} bytes, ${size - budget} over the budget`);
  });
}
