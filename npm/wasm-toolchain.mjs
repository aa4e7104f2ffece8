// Decides which compiler builds for wasm32: one place for build.mjs and tests/install.sh.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const target = 'wasm32-unknown-unknown';

/** The fallback: Debian's own Rust, whose standard library for wasm32 tests/install.sh builds from Debian's sources. */
const debian = { rustc: '/usr/bin/rustc', toolchain: 'lockstep-wasm', linker: 'wasm-ld-19' };

function print(rustc, ...options) {
  const { status, stdout } = spawnSync(rustc, options, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function libraryFolder(rustc) {
  return print(rustc, '--print', 'target-libdir', '--target', target);
}

function hasStandardLibrary(folder) {
  return existsSync(folder) && readdirSync(folder).some((name) => /^libstd-.*\.rlib$/.test(name));
}

/** A compiler refuses libraries that another version of it built, so an upgrade by apt must be noticed. */
function builtByPresentCompiler(folder) {
  const stamp = join(folder, 'built-by');
  return existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === print(debian.rustc, '--version');
}

/** The name of the toolchain that can build for wasm32 and the environment that selects it, or undefined. */
export function findWasmToolchain() {
  if (hasStandardLibrary(libraryFolder('rustc'))) return { name: 'ordinary', environment: {} };
  if (!existsSync(debian.rustc)) return undefined;
  const folder = libraryFolder(debian.rustc);
  if (!hasStandardLibrary(folder) || !builtByPresentCompiler(folder)) return undefined;
  return {
    name: 'debian',
    environment: {
      RUSTUP_TOOLCHAIN: debian.toolchain,
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: debian.linker,
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = findWasmToolchain();
  if (found) console.log(found.name);
  else process.exitCode = 1;
}
