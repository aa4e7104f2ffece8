// The packages as a consumer gets them: packed, installed by pnpm with install scripts blocked.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './cases.mjs';

/** The environment of a developer's shell: nothing of these tests' own, and no token. */
const { NODE_OPTIONS, NODE_TEST_CONTEXT, LOCKSTEP_ENGINE, MEMORYKERNEL_REPO_READ_TOKEN, ...shell } = process.env;
const env = { ...shell, CI: 'true' };

/** Runs a program in a project and waits for its end. */
export function run(cwd, program, ...options) {
  const { status, stdout, stderr, error } = spawnSync(program, options, { cwd, env, encoding: 'utf8' });
  assert.equal(error, undefined);
  return { status, stdout, output: stdout + stderr };
}

/** Runs a script of a project while others run. */
export async function runScript(project, name) {
  const child = spawn('pnpm', ['run', name], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { status, output };
}

export function succeed(cwd, program, ...options) {
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
export function installed(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const project = join(folder, 'consumer');
  cpSync(join(root, 'examples', 'consumer'), project, { recursive: true, filter: (path) => !/node_modules|artifacts/.test(path) });
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
