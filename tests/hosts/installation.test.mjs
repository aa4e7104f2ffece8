// The packed package, with the addon, without it, and with no engine at all.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installed, run, succeed } from './installed.mjs';

const MANIFEST = 'config/memorykernel-producer-manifest.json';

function check(project) {
  return run(project, 'pnpm', 'run', 'check:memorykernel-pin');
}

test('the packed package judges the consumer example, with the addon, without it, and says so with neither', (t) => {
  const { project, packageFolder, addonFolder } = installed(t);
  const manifest = join(project, MANIFEST);
  const original = readFileSync(manifest, 'utf8');

  const judges = (engine) => {
    const script = "const { engine, explain } = require('lockstep-contracts'); console.log(engine(), explain('json-syntax').split('\\n', 1)[0])";
    assert.equal(succeed(project, process.execPath, '-e', script).trim(), `${engine} # json-syntax`);
    const green = check(project);
    assert.equal(green.status, 0, green.output);
    assert.match(green.output, /pass: no findings/);

    writeFileSync(manifest, original.replace('"minimum_sprint_days": 14', '"minimum_sprint_days": 15'));
    const red = check(project);
    assert.equal(red.status, 1, red.output);
    assert.match(red.output, /manifest-hash/);
    assert.match(red.output, /config\/memorykernel-integration-pin\.json:\d+:\d+/);

    writeFileSync(manifest, original.replace('  "release_tag"', '   "release_tag"'));
    const spaced = check(project);
    assert.equal(spaced.status, 1, spaced.output);
    assert.match(spaced.output, /memorykernel-producer-manifest\.json:3:3/);
    assert.match(spaced.output, /re-serialised with the same content/);
    writeFileSync(manifest, original);
  };

  judges('native');
  rmSync(addonFolder, { recursive: true });
  judges('wasm');
  rmSync(join(packageFolder, 'wasm'), { recursive: true });
  const neither = check(project);
  assert.equal(neither.status, 2, neither.output);
  assert.match(neither.output, /error: no engine of lockstep can run here: the native addon is not installed/);
  assert.match(neither.output, /because the WebAssembly engine cannot be loaded/);
});
