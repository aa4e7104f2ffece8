'use strict';
// Which engine runs: the native addon of this platform, else the WebAssembly module that the package carries.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** The platform packages that may hold this machine's addon. */
function addonNames() {
  const name = `@lockstep-contracts/engine-${process.platform}-${process.arch}`;
  return process.platform === 'linux' ? [`${name}-gnu`, `${name}-musl`] : [name];
}

function loadAddon() {
  const names = addonNames();
  // Where both builds of Linux are installed, the one of the other C library finds its own missing and does not load.
  let failure = new Error(`the native addon is not installed: there is no package ${names.join(' or ')}`);
  for (const name of names) {
    try {
      return require(name);
    } catch (error) {
      if (error.code === 'MODULE_NOT_FOUND') continue;
      failure = new Error(`the native addon ${name} cannot be loaded: ${firstLine(error)}`, { cause: error });
    }
  }
  throw failure;
}

/** One run of the program is over before optimised code pays; and a process waits at its end for what still compiles. */
function postponeOptimising() {
  // V8 complains on standard error of a flag it does not know, so only versions are told that are known to know it.
  if (Number.parseInt(process.versions.node, 10) > 24) return;
  require('node:v8').setFlagsFromString('--wasm-tiering-budget=500000000');
}

function compile(module) {
  if (module === 'program') postponeOptimising();
  const path = join(__dirname, '..', 'wasm', module);
  try {
    return { factory: require(`${path}.cjs`), compiled: new WebAssembly.Module(readFileSync(`${path}.wasm`)) };
  } catch (error) {
    throw new Error(`the WebAssembly engine cannot be loaded: ${firstLine(error)}`, { cause: error });
  }
}

/** A fresh instance, which shares nothing with one that a panic has left unusable. */
function instantiate({ factory, compiled }) {
  const bindings = factory();
  bindings.initSync({ module: compiled });
  return bindings;
}

function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0];
}

/**
 * Loads an engine; `module` is the WebAssembly module to fall back on, `engine` or `program`.
 * Returns its kind, its functions, and `renew`, which gives new functions after a failure.
 * Throws one error, whose chain of causes lists every attempt.
 */
exports.loadEngine = function loadEngine(module) {
  const wanted = process.env.LOCKSTEP_ENGINE || undefined;
  if (wanted !== undefined && wanted !== 'native' && wanted !== 'wasm') {
    throw new Error(`LOCKSTEP_ENGINE must be \`native\` or \`wasm\`, it is \`${wanted}\``);
  }
  const attempts = [];
  if (wanted !== 'wasm') {
    try {
      const functions = loadAddon();
      return { kind: 'native', functions, renew: () => functions };
    } catch (error) {
      attempts.push(error);
    }
  }
  if (wanted !== 'native') {
    try {
      const parts = compile(module);
      return { kind: 'wasm', functions: instantiate(parts), renew: () => instantiate(parts) };
    } catch (error) {
      attempts.push(error);
    }
  }
  throw attempts.reduceRight((cause, attempt) => chained(attempt, cause), undefined);
};

/** The attempt's own error, with the next attempt at the end of its chain of causes. */
function chained(attempt, next) {
  let last = attempt;
  while (last.cause instanceof Error) last = last.cause;
  if (next !== undefined) last.cause = next;
  return attempt;
}
