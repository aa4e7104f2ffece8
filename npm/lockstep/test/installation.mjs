// Copies of the package as an installer would lay it out, with or without either engine.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const packageFolder = join(import.meta.dirname, '..');
export const root = join(packageFolder, '..', '..');
const distribution = join(packageFolder, '..', 'dist');

/** The consumer example's documents, as bytes. */
export const trio = {
  pin: readFileSync(join(root, 'examples/consumer/config/memorykernel-integration-pin.json')),
  matrix: readFileSync(join(root, 'examples/consumer/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md')),
  manifest: readFileSync(join(root, 'examples/consumer/config/memorykernel-producer-manifest.json')),
};

/** The folder of the platform package that npm/build.mjs made. */
export function addonPackage() {
  const name = existsSync(distribution) && readdirSync(distribution).find((entry) => entry.startsWith('engine-'));
  if (!name) throw new Error('npm/dist holds no addon: run node npm/build.mjs');
  return { name: `@lockstep-contracts/${name}`, folder: join(distribution, name) };
}

/** A folder that is removed when the test has ended. */
export function temporaryFolder(test) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An installation of its own; returns the project's folder, the package's, and the addon's. */
export function install(test, { addon = true, wasm = true } = {}) {
  const project = temporaryFolder(test);
  const installed = join(project, 'node_modules', 'lockstep-contracts');
  const { name, folder } = addonPackage();
  const addonFolder = join(project, 'node_modules', name);
  mkdirSync(installed, { recursive: true });
  const left = new Set(['test', 'node_modules', ...(wasm ? [] : ['wasm'])].map((entry) => join(packageFolder, entry)));
  cpSync(packageFolder, installed, { recursive: true, filter: (source) => !left.has(source) });
  if (addon) cpSync(folder, addonFolder, { recursive: true });
  return { project, installed, addonFolder };
}
