// The packages as a consumer gets them: packed, installed by pnpm with install scripts blocked, called by its script.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';

const MANIFEST = 'config/memorykernel-producer-manifest.json';

function run(cwd, program, ...options) {
  const { NODE_OPTIONS, LOCKSTEP_ENGINE, ...env } = process.env;
  const { status, stdout, stderr, error } = spawnSync(program, options, { cwd, env: { ...env, CI: 'true' }, encoding: 'utf8' });
  assert.equal(error, undefined);
  return { status, stdout, output: stdout + stderr };
}

function succeed(cwd, program, ...options) {
  const { status, stdout, output } = run(cwd, program, ...options);
  assert.equal(status, 0, `${program} ${options.join(' ')}: ${output}`);
  return stdout;
}

/** Packs a package and returns its name and the tarball's path. */
function pack(folder, destination) {
  const [{ filename, name }] = JSON.parse(succeed(folder, 'npm', 'pack', '--json', '--pack-destination', destination));
  return { name, tarball: join(destination, filename) };
}

/** A fresh copy of the consumer example in which pnpm has installed the packed packages. */
function installed(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const project = join(folder, 'consumer');
  cpSync(join(root, 'examples', 'consumer'), project, { recursive: true, filter: (path) => !path.includes('node_modules') });
  const main = pack(join(root, 'npm', 'lockstep'), folder);
  const [host] = readdirSync(join(root, 'npm', 'dist')).filter((entry) => entry.startsWith('engine-'));
  const addon = pack(join(root, 'npm', 'dist', host), folder);
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'npm', 'lockstep', 'package.json')));
  // The tarballs stand in for the registry; packages of other platforms, which it would leave out, are left out.
  const overrides = Object.fromEntries(Object.keys(optionalDependencies).map((name) => [name, '-']));
  overrides[addon.name] = `file:${addon.tarball}`;
  const path = join(project, 'package.json');
  const manifest = JSON.parse(readFileSync(path));
  manifest.devDependencies[main.name] = `file:${main.tarball}`;
  writeFileSync(path, JSON.stringify({ ...manifest, pnpm: { overrides } }, null, 2));
  succeed(project, 'pnpm', 'install', '--ignore-scripts', '--offline', '--store-dir', join(folder, 'store'));
  const packageFolder = realpathSync(join(project, 'node_modules', main.name));
  return { project, packageFolder, addonFolder: realpathSync(join(packageFolder, '..', addon.name)) };
}

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
