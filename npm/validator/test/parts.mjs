// Modules of the page in Node, bundled as the page has them.
import { join } from 'node:path';
import { build } from 'vite';

/** What the TypeScript module at a path below test/ exports. */
export async function partsOf(path) {
  const result = await build({
    configFile: join(import.meta.dirname, '..', 'vite.config.mjs'),
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, path), formats: ['es'], fileName: 'parts' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const { output } = Array.isArray(result) ? result[0] : result;
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
