// Builds the page twice: dist/ as a static site, and dist/validator.html as one file that a browser opens from a disk.
// Needs what npm/build.mjs makes of the package. Usage: node npm/validator/build.mjs
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const folder = import.meta.dirname;
const output = join(folder, 'dist');
const assets = join(folder, '..', 'lockstep', 'wasm');

/** What the page may do: run its own script and module, style itself, and nothing else. */
function policy(directives) {
  const text = Object.entries({ 'default-src': "'none'", ...directives, 'base-uri': "'none'", 'form-action': "'none'" })
    .map(([name, value]) => `${name} ${value}`).join('; ');
  return `<meta http-equiv="Content-Security-Policy" content="${text}">`;
}

/** Puts the policy into the page; `site` is the one of the files beside it. */
const sitePolicy = {
  name: 'site-policy',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<!-- csp -->', policy({
      'script-src': "'self' 'wasm-unsafe-eval'", 'style-src': "'self'", 'img-src': 'data:', 'connect-src': "'self'", 'worker-src': "'self'",
    })),
  },
};

async function buildSite() {
  await build({ configFile: join(folder, 'vite.config.mjs'), logLevel: 'warn', plugins: [sitePolicy], build: { outDir: output, emptyOutDir: true } });
}

/** In one file there is nothing beside the script that could be fetched: it has each asset from `EMBEDDED`. */
const withoutAddresses = {
  name: 'without-addresses',
  transform(code, id) {
    if (basename(id) !== 'browser.js') return undefined;
    return code.replaceAll(/new URL\('\.\/wasm\/[^']+', import\.meta\.url\)/g, 'undefined');
  },
};

/** Bundles one entry into one classic script. */
async function script(entry, defined) {
  const result = await build({
    configFile: join(folder, 'vite.config.mjs'),
    logLevel: 'warn',
    plugins: [withoutAddresses],
    define: { ONE_FILE: 'true', ...defined },
    build: {
      write: false,
      cssCodeSplit: false,
      lib: { entry: join(folder, 'src', entry), formats: ['iife'], name: 'page', fileName: () => 'page.js' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const { output: made } = Array.isArray(result) ? result[0] : result;
  const code = made.find(({ type }) => type === 'chunk').code;
  const style = made.find(({ fileName }) => fileName.endsWith('.css'))?.source ?? '';
  // What ends a script element may not stand in one.
  return { code: code.trim().replaceAll(/<(?=\/script|!--)/gi, '\\x3c'), style: String(style).trim() };
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Writes the page as one file: the worker with all modules lies in it as text, of which the page makes a blob. */
async function buildOneFile() {
  const embedded = Object.fromEntries(
    ['engine.wasm', 'classifier.wasm', 'classifier-scalar.wasm', 'program.wasm', 'pages.json'].map((name) => [
      name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).toString('base64'),
    ]),
  );
  const worker = await script('engine/worker.ts', { EMBEDDED: JSON.stringify(embedded) });
  const page = await script('main.tsx', {});
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const content = policy({
    'script-src': `${hash(page.code)} 'wasm-unsafe-eval'`, 'style-src': hash(page.style), 'img-src': 'data:', 'worker-src': 'blob:',
  });
  const whole = html
    .replace('<!-- csp -->', content)
    .replace('  </head>', () => `  <style>${page.style}</style>\n  </head>`)
    .replace(/ *<script type="module".*<\/script>\n/, () =>
      `    <script type="text/plain" id="worker">${worker.code}</script>\n    <script>${page.code}</script>\n`);
  writeFileSync(join(output, 'validator.html'), whole);
}

rmSync(output, { recursive: true, force: true });
await buildSite();
await buildOneFile();
