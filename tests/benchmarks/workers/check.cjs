'use strict';
// Calls `check` over the example's documents, by turns with the least that a script would do with them; prints the
// microseconds that a call of each takes, in batches.

const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..', '..');
const { check } = require(join(root, 'npm', 'lockstep', 'index.cjs'));

const WARM_UP = 20;
const BATCHES = 110;
const CALLS = 200;

const read = (path) => readFileSync(join(root, 'examples', 'consumer', path));
const trio = {
  pin: read('config/memorykernel-integration-pin.json'),
  matrix: read('docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md'),
  manifest: read('config/memorykernel-producer-manifest.json'),
};

function floor() {
  const pin = JSON.parse(trio.pin.toString());
  JSON.parse(trio.manifest.toString());
  const digest = createHash('sha256').update(trio.manifest).digest('hex');
  return { verdict: digest === pin.expected_producer_manifest_sha256 ? 'pass' : 'fail' };
}

function batch(call) {
  const start = process.hrtime.bigint();
  for (let count = 0; count < CALLS; count += 1) {
    if (call(trio).verdict !== 'pass') throw new Error('the example does not pass');
  }
  return Number(process.hrtime.bigint() - start) / 1e3 / CALLS;
}

const times = { checks: [], floor: [] };
for (let count = 0; count < WARM_UP + BATCHES; count += 1) {
  const pair = { checks: batch(check), floor: batch(floor) };
  if (count >= WARM_UP) for (const name in pair) times[name].push(pair[name]);
}
console.log(JSON.stringify(times));
