// Modules of the page for tests that need no browser.
import { join } from 'node:path';
import { build } from 'vite';

const folder = join(import.meta.dirname, '..');

/** Everything that a module below src/ exports. */
export async function bundled(module) {
  const [{ output }] = await build({
    configFile: join(folder, 'vite.config.mjs'),
    logLevel: 'warn',
    build: { write: false, lib: { entry: join(folder, 'src', module), formats: ['es'] } },
  });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
