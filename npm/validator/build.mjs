// Builds the page twice: dist/ as a static site, and dist/validator.html as one file that a browser opens from a disk.
// Needs what npm/build.mjs makes of the package. Usage: node npm/validator/build.mjs
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { licences } from './build/licences.mjs';

const folder = import.meta.dirname;
const output = join(folder, 'dist');
const assets = join(folder, '..', 'lockstep', 'wasm');
const configFile = join(folder, 'vite.config.mjs');
const notices = licences();

/** What the page may do: run its own script, style itself, and nothing else. A string becomes a script's address by the page's own rule alone. */
function policy(directives) {
  const text = Object.entries({
    'default-src': "'none'", ...directives, 'img-src': 'data:', 'base-uri': "'none'", 'form-action': "'none'",
    'require-trusted-types-for': "'script'", 'trusted-types': 'default',
  }).map(([name, value]) => `${name} ${value}`).join('; ');
  return `<meta http-equiv="Content-Security-Policy" content="${text}">`;
}

/** The site's page compiles and fetches nothing: its worker does, which has a policy of its own, from the host. */
const sitePolicy = {
  name: 'site-policy',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<!-- csp -->', policy({ 'script-src': "'self'", 'style-src': "'self'", 'worker-src': "'self'" })),
  },
};

/** Has the browser ask for the page's own part and that of the editors with the first script, and not after it. */
const partsAtOnce = {
  name: 'parts-at-once',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const made = (name) => Object.values(bundle).find(({ facadeModuleId }) => facadeModuleId?.replaceAll('\\', '/').endsWith(`/${name}.tsx`));
      const page = made('page');
      const files = new Set([page, made('Pane')]);
      for (const { imports } of files) for (const name of imports) if (!bundle[name].isEntry) files.add(bundle[name]);
      const tag = (rel, name) => ({ tag: 'link', attrs: { rel, href: `./${name}` }, injectTo: 'head' });
      return [
        ...[...files].flatMap(({ viteMetadata }) => [...viteMetadata.importedCss]).map((name) => tag('stylesheet', name)),
        ...[...files].map(({ fileName }) => tag('modulepreload', fileName)),
        // As a script too, for which the page's load waits: whoever waits for that can drop something.
        { tag: 'script', attrs: { type: 'module', src: `./${page.fileName}` }, injectTo: 'head' },
      ];
    },
  },
};

/** Whether a module is the package's entry for browsers. */
const isBrowserEntry = (id) => id.replaceAll('\\', '/').endsWith('/lockstep/browser.js');

/** Every browser that the page's styles work in has vector instructions, and the package's second module is for those without. */
const vectorsAlone = {
  name: 'vectors-alone',
  transform(code, id) {
    if (!isBrowserEntry(id)) return undefined;
    const changed = code.replace(/hasVectors\(\) \? (new URL\('[^']+', import\.meta\.url\)) : new URL\('[^']+', import\.meta\.url\)/, '$1');
    if (changed === code) throw new Error('browser.js chooses the module of the classifier in a way that is not known here');
    return changed;
  },
};

/** In one file there is nothing beside the script that could be fetched: the page hands each asset to the worker. */
const withoutAddresses = {
  name: 'without-addresses',
  transform(code, id) {
    if (!isBrowserEntry(id)) return undefined;
    return code.replaceAll(/new URL\('\.\/wasm\/[^']+', import\.meta\.url\)/g, 'undefined');
  },
};

/** Bundles one entry into one classic script. */
async function script(entry, defined) {
  const result = await build({
    configFile,
    logLevel: 'warn',
    plugins: [vectorsAlone, withoutAddresses, notices.plugin],
    define: { ONE_FILE: 'true', ONE_FILE_BYTES: '0', ...defined },
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

const hash = (algorithm, bytes) => `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;

/** An element that holds a text and does nothing. */
const inert = (id, text) => `    <script type="text/plain" id="${id}">${text}</script>\n`;

/** An asset as such an element; after gzip, since browsers do not unpack brotli for scripts. */
const embedded = (name) => inert(name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).toString('base64'));

/**
 * Makes the page as one file. The worker lies in it as text, of which the page makes a blob, and so does each asset, which
 * the worker asks the page for; those that are not needed at once come last.
 */
async function oneFile() {
  const worker = await script('engine/worker.ts', {});
  const first = await script('first.ts', {});
  const page = await script('page.tsx', {});
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const content = policy({
    'script-src': `'${hash('sha256', first.code)}' '${hash('sha256', page.code)}' 'wasm-unsafe-eval'`, 'style-src': `'${hash('sha256', page.style)}'`, 'worker-src': 'blob:',
  });
  return html
    .replace('<!-- csp -->', content)
    .replace('  </head>', () => `  <style>${page.style}</style>\n  </head>`)
    .replace(/ *<script type="module".*<\/script>\n/, () =>
      [
        inert('worker', worker.code), `    <script>${first.code}</script>\n`,
        embedded('engine.wasm'), `    <script>${page.code}</script>\n`,
        ...['classifier.wasm', 'program.wasm', 'pages.json'].map(embedded),
      ].join(''));
}

/** Builds the site; `bytes` are those of the page as one file, which it offers. */
async function buildSite(bytes) {
  await build({
    configFile,
    logLevel: 'warn',
    plugins: [vectorsAlone, sitePolicy, partsAtOnce, notices.plugin],
    define: { ONE_FILE_BYTES: String(bytes) },
    worker: { format: 'es', plugins: () => [vectorsAlone, notices.plugin] },
    build: { outDir: output, emptyOutDir: true },
  });
}

/** Writes the service worker, which keeps every file that is there by now. */
async function buildServiceWorker() {
  const paths = readdirSync(output, { recursive: true }).filter((path) => statSync(join(output, path)).isFile()).sort();
  const files = Object.fromEntries(paths.map((path) => [
    path === 'index.html' ? '' : path.replaceAll(sep, '/'), hash('sha256', readFileSync(join(output, path))),
  ]));
  const entry = 'service-worker/worker.ts';
  const version = createHash('sha256').update(JSON.stringify(files)).update(readFileSync(join(folder, 'src', entry))).digest('hex');
  const { code } = await script(entry, { FILES: JSON.stringify(files), VERSION: JSON.stringify(version) });
  writeFileSync(join(output, 'service-worker.js'), `${code}\n`);
}

rmSync(output, { recursive: true, force: true });
const whole = await oneFile();
await buildSite(Buffer.byteLength(whole));
writeFileSync(join(output, 'licences.txt'), notices.text());
await buildServiceWorker();
// The service worker keeps the site, not this copy of it.
writeFileSync(join(output, 'validator.html'), whole);
