// How the page is bundled; build.mjs makes of it the site and the one file, `vite` alone serves it while it is worked on.
import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the site works below any address.
  base: './',
  resolve: { alias: { 'lockstep-contracts': join(import.meta.dirname, '..', 'lockstep', 'browser.js') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { ONE_FILE: 'false' },
  build: { target: 'es2022', modulePreload: false, assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 1000 },
  worker: { format: 'es' },
});
