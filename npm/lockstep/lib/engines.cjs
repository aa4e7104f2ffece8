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
exports.postponeOptimising = function postponeOptimising() {
  // V8 complains on standard error of a flag it does not know, so only versions are told that are known to know it.
  if (Number.parseInt(process.versions.node, 10) > 24) return;
  require('node:v8').setFlagsFromString('--wasm-tiering-budget=500000000');
};

/** Returns what gives fresh functions, which share nothing with those that a panic has left unusable. */
function compile(module) {
  const folder = join(__dirname, '..', 'wasm');
  // Read only by those who classify.
  const classifier = module === 'classifier' ? require('./classifier.cjs') : undefined;
  const file = classifier?.hasVectors() === false ? 'classifier-scalar' : module;
  const functions = classifier?.moduleFunctions ?? instantiate;
  try {
    const createBindings = require(join(folder, `${module}.cjs`));
    const compiled = new WebAssembly.Module(readFileSync(join(folder, `${file}.wasm`)));
    return () => functions(createBindings, compiled);
  } catch (error) {
    throw new Error(`the WebAssembly engine cannot be loaded: ${firstLine(error)}`, { cause: error });
  }
}

function instantiate(createBindings, module) {
  const bindings = createBindings();
  bindings.initSync({ module });
  return bindings;
}

function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0];
}

/**
 * Loads an engine; `module` is the WebAssembly module to fall back on: `engine`, `program` or `classifier`.
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
      const addon = loadAddon();
      const functions = module === 'classifier' ? require('./classifier.cjs').addonFunctions(addon) : addon;
      return { kind: 'native', functions, renew: () => functions };
    } catch (error) {
      attempts.push(error);
    }
  }
  if (wanted !== 'native') {
    try {
      const renew = compile(module);
      return { kind: 'wasm', functions: renew(), renew };
    } catch (error) {
      attempts.push(error);
    }
  }
  throw attempts.reduceRight((cause, attempt) => chained(attempt, cause), undefined);
};

/** The pages of the rules, which the module `engine` leaves to a file. */
exports.loadPages = function loadPages() {
  // Not required above: the program starts without it.
  const { pageFunctions } = require('./library.cjs');
  const functions = pageFunctions(readFileSync(join(__dirname, '..', 'wasm', 'pages.json'), 'utf8'));
  return { kind: 'wasm', functions, renew: () => functions };
};

/** The attempt's own error, with the next attempt at the end of its chain of causes. */
function chained(attempt, next) {
  let last = attempt;
  while (last.cause instanceof Error) last = last.cause;
  if (next !== undefined) last.cause = next;
  return attempt;
}
