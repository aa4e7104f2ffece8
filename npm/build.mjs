// Builds what the npm packages carry besides their JavaScript:
//   addon    npm/dist/engine-<platform>/   the package of the N-API addon for this machine
//   engine   npm/lockstep/wasm/engine.*    the library in WebAssembly
//   program  npm/lockstep/wasm/program.*   the command-line program in WebAssembly
//   pages    npm/lockstep/wasm/pages.json  the pages of the rules, as the module `program` that was built before gives them
//   classifier  npm/lockstep/wasm/classifier*.*   classification in WebAssembly, with vector instructions and without
//   browser  npm/lockstep/lib/*.js         what of lib/*.cjs browsers need, which know no `require`
//   validator  npm/validator/dist/         the page that judges in a browser, as a site and as one file
// Usage: node npm/build.mjs [PRODUCT...]; all by default. tests/install.sh installs what it needs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { findWasmToolchain } from './wasm-toolchain.mjs';

const folder = import.meta.dirname;
const root = join(folder, '..');
const mainPackage = join(folder, 'lockstep');
const platforms = readJson(join(folder, 'platforms.json'));

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function run(program, options, { environment = {}, output = 'inherit' } = {}) {
  const { error, status, stdout } = spawnSync(program, options, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, 'inherit'],
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  if (error?.code === 'ENOENT') throw new Error(`${program} is not installed: run tests/install.sh`);
  if (error) throw error;
  if (status !== 0) throw new Error(`failed: ${program} ${options.join(' ')}`);
  return stdout;
}

/** Panic messages carry source paths; without this a published file would tell where its builder's home is. */
function withoutHome(...flags) {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src');
  const flag = JSON.stringify(`--remap-path-prefix=${sources}=/cargo`);
  return ['--config', `target.'cfg(all())'.rustflags=[${[flag, ...flags.map((other) => JSON.stringify(other))]}]`];
}

function packageName({ id }) {
  return `@lockstep-contracts/engine-${id}`;
}

function hostPlatform() {
  process.report.excludeNetwork = true; // the report would look up host names otherwise
  const libc = process.platform !== 'linux' ? undefined
    : process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
  const found = platforms.find(({ os, cpu, libc: wanted }) => os === process.platform && cpu === process.arch && wanted === libc);
  if (!found) throw new Error(`platforms.json has no ${[process.platform, process.arch, libc].filter(Boolean).join(' ')}`);
  return found;
}

/** npm installs the addon only by what the main package names, so that list may not drift from the table. */
function checkMainPackage(version) {
  const manifest = readJson(join(mainPackage, 'package.json'));
  const optionalDependencies = Object.fromEntries(platforms.map((platform) => [packageName(platform), version]));
  if (manifest.version !== version || !isDeepStrictEqual(manifest.optionalDependencies, optionalDependencies)) {
    throw new Error(`npm/lockstep/package.json must say ${JSON.stringify({ version, optionalDependencies }, null, 2)}`);
  }
}

function buildAddon({ targetFolder, crates }) {
  const { version, license } = crates.find(({ name }) => name === 'lockstep-node');
  checkMainPackage(version);
  // musl links statically by default, and a static library cannot be loaded by Node.
  const dynamic = ['--config', `target.'cfg(target_env="musl")'.rustflags=["-Ctarget-feature=-crt-static"]`];
  run('cargo', ['build', '--locked', '--profile', 'addon', '-p', 'lockstep-node', ...withoutHome(), ...dynamic]);

  const platform = hostPlatform();
  const { id, os, cpu, libc } = platform;
  const name = packageName(platform);
  const addonPackage = join(folder, 'dist', `engine-${id}`);
  mkdirSync(addonPackage, { recursive: true });
  const library = { linux: 'liblockstep_node.so', darwin: 'liblockstep_node.dylib', win32: 'lockstep_node.dll' }[os];
  const addon = join(addonPackage, 'lockstep.node');
  rmSync(addon, { force: true }); // a process that has it loaded keeps the old file instead of crashing on a new one
  copyFileSync(join(targetFolder, 'addon', library), addon);
  writeFileSync(join(addonPackage, 'package.json'), JSON.stringify({
    name,
    version,
    description: `The native engine of lockstep for ${id}`,
    license,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    engines: { node: '>=20' },
    main: 'lockstep.node',
    files: ['lockstep.node'],
    publishConfig: { access: 'public' },
  }, null, 2) + '\n');

  // In the work tree too, the main package finds the addon by its name.
  const link = join(folder, 'node_modules', name);
  mkdirSync(join(link, '..'), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(addonPackage, link, 'junction');
  console.log(`${name}: ${readFileSync(addon).length} bytes`);
}

/** The folder of an npm package that building needs. */
function installed(name) {
  const found = join(folder, 'node_modules', name);
  if (!existsSync(found)) throw new Error(`npm/node_modules has no ${name}: run tests/install.sh`);
  return found;
}

/** Optimising takes seconds: done only when the input, the options or the optimiser are other ones than last time. */
function optimise(input, output, passes) {
  const optimiser = installed('binaryen');
  // The features to keep to are read from the module's own target_features section, before it is stripped.
  const options = [...passes, '--strip-debug', '--strip-producers', '--strip-target-features'];
  const { version } = readJson(join(optimiser, 'package.json'));
  const key = createHash('sha256').update(JSON.stringify([version, options])).update(readFileSync(input)).digest('hex');
  const keyFile = `${output}.key`;
  if (existsSync(output) && existsSync(keyFile) && readFileSync(keyFile, 'utf8') === key) return;
  run(process.execPath, [join(optimiser, 'bin', 'wasm-opt'), ...options, input, '-o', output]);
  writeFileSync(keyFile, key);
}

/**
 * wasm-bindgen's script for `no-modules` is one closure that names no file. Wrapped in a function it serves every
 * module system beside one .wasm, and calling it again gives fresh bindings, as one needs after a panic.
 * The parameter hides a page's `document`, in which the script would look for its own address.
 */
function factory(script, declaration) {
  return `${declaration} (document) => {\n${script}\nreturn wasm_bindgen;\n};\n`;
}

const small = {
  profile: 'wasm',
  // SHA-256 without unrolled rounds: manifests have a kilobyte, and the unrolled ones weigh seven.
  flags: ['--cfg', 'sha2_backend_soft="compact"'],
  // Twice, without inlining large functions that are called once, and with functions of a crate side by side: what that
  // leaves compresses better. So do loads and stores without hints of alignment, which engines pass over.
  passes: ['--one-caller-inline-max-function-size=20', '-Oz', '-Oz', '--reorder-functions-by-name', '--dealign'],
};
const fast = { profile: 'wasm-fast', flags: [], passes: ['-O3'] };

/** How each module is built; `feature` is that of the crate, after which the bindings are named. */
const modules = {
  engine: { feature: 'engine', ...small },
  program: { feature: 'program', ...small },
  classifier: { feature: 'classifier', ...fast, flags: ['-Ctarget-feature=+simd128'] },
  'classifier-scalar': { feature: 'classifier', ...fast },
};

/** Builds a module and returns the script of its bindings. */
function buildModule(name, { targetFolder }) {
  const { feature, profile, flags, passes } = modules[name];
  const toolchain = findWasmToolchain();
  if (!toolchain) throw new Error('no Rust compiler here has the wasm32-unknown-unknown target: run tests/install.sh');
  // A cdylib's file name does not tell its features: in one target folder the modules would rebuild each other.
  const moduleTarget = join(targetFolder, 'wasm', name);
  const workFolder = join(moduleTarget, 'bindings');
  const wasmPack = [
    '--log-level', 'error', 'build', 'wasm', '--mode', 'no-install', '--no-opt', '--no-pack', '--no-typescript', '--profile', profile,
    '--target', 'no-modules', '--out-dir', workFolder, '--out-name', feature,
  ];
  const cargo = ['--locked', '--no-default-features', '--features', feature, ...withoutHome(...flags)];
  run('wasm-pack', [...wasmPack, '--', ...cargo], {
    environment: { ...toolchain.environment, CARGO_TARGET_DIR: moduleTarget },
  });

  const output = join(mainPackage, 'wasm');
  mkdirSync(output, { recursive: true });
  const module = join(workFolder, 'optimised.wasm');
  optimise(join(workFolder, `${feature}_bg.wasm`), module, passes);
  copyFileSync(module, join(output, `${name}.wasm`));
  const bytes = readFileSync(module);
  console.log(`${name}.wasm: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} after brotli (${toolchain.name} toolchain)`);

  const script = readFileSync(join(workFolder, `${feature}.js`), 'utf8');
  writeFileSync(join(output, `${feature}.js`), factory(script, 'export default'));
  writeFileSync(join(output, `${feature}.cjs`), factory(script, 'module.exports ='));
  return script;
}

/** The module `engine` leaves out the pages of the rules; who wants them loads this file. */
function buildPages() {
  const folderOfModules = join(mainPackage, 'wasm');
  const program = createRequire(import.meta.url)(join(folderOfModules, 'program.cjs'))();
  program.initSync({ module: readFileSync(join(folderOfModules, 'program.wasm')) });
  const ids = program.rules().map(({ id }) => id).sort();
  const pages = JSON.stringify(Object.fromEntries(ids.map((id) => [id, program.explain(id)])));
  writeFileSync(join(folderOfModules, 'pages.json'), pages);
  console.log(`pages.json: ${ids.length} pages, ${Buffer.byteLength(pages)} bytes, ${brotliCompressSync(pages).length} after brotli`);
}

/** Two modules, since one with vector instructions does not load where they are unknown; one script serves both. */
function buildClassifier(workspace) {
  const scripts = ['classifier-scalar', 'classifier'].map((name) => buildModule(name, workspace));
  if (scripts[0] !== scripts[1]) throw new Error('the two modules of the classifier have different bindings');
}

function buildBrowserLibrary() {
  for (const name of ['library', 'classifier', 'contract', 'memory']) {
    const path = join(mainPackage, 'lib', name);
    const names = Object.keys(createRequire(import.meta.url)(`${path}.cjs`)).join(', ');
    const script = readFileSync(`${path}.cjs`, 'utf8');
    writeFileSync(`${path}.js`, `export const { ${names} } = ((module) => {\n${script}return module.exports;\n})({});\n`);
  }
}

const products = {
  addon: buildAddon,
  engine: (workspace) => buildModule('engine', workspace),
  program: (workspace) => buildModule('program', workspace),
  pages: buildPages,
  classifier: buildClassifier,
  browser: buildBrowserLibrary,
  validator() {
    installed('vite');
    run(process.execPath, [join(folder, 'validator', 'build.mjs')]);
  },
};

try {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(products);
  const unknown = wanted.find((name) => !Object.hasOwn(products, name));
  if (unknown) throw new Error(`no product is named ${unknown}; there are ${Object.keys(products).join(', ')}`);
  const metadata = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1'], { output: 'pipe' }));
  const workspace = { targetFolder: metadata.target_directory, crates: metadata.packages };
  for (const name of wanted) products[name](workspace);
} catch (error) {
  console.error(`build: ${error.message}`);
  process.exitCode = 1;
}
