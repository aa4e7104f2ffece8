// A module of the page for Node, which reads no TypeScript.
import { join } from 'node:path';
import { build } from 'vite';

/** Imports a module of `src`, with what it imports. */
export async function bundled(path) {
  const page = join(import.meta.dirname, '..');
  const result = await build({
    configFile: join(page, 'vite.config.mjs'),
    logLevel: 'warn',
    build: { write: false, lib: { entry: join(page, 'src', path), formats: ['es'], fileName: 'module' } },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
