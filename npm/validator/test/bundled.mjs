// A module of the page for Node, which reads no TypeScript.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Imports a module of `src`, with what it imports. */
export async function bundled(entry) {
  const page = join(import.meta.dirname, '..');
  const result = await build({
    configFile: join(page, 'vite.config.mjs'),
    logLevel: 'warn',
    build: { write: false, minify: false, lib: { entry: join(page, 'src', entry), formats: ['es'], fileName: () => 'module.js' } },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-module-'));
  try {
    const path = join(folder, 'module.mjs');
    writeFileSync(path, output.find(({ type }) => type === 'chunk').code);
    return await import(pathToFileURL(path).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
