'use strict';
// The library under Node.

const {
  memoryKernelErrorCodes,
  isMemoryKernelErrorCode,
  isServiceV2ErrorEnvelope,
  isServiceV3ErrorEnvelope,
  isSuccessEnvelope,
  isErrorEnvelope,
} = require('./lib/contract.cjs');
const { loadEngine, loadPages } = require('./lib/engines.cjs');
const { programFunctions } = require('./lib/memory.cjs');
const { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError, createLibrary } = require('./lib/library.cjs');

/** Loading waits for the first call, so that importing the package never fails. `finish` makes functions of an engine's. */
function loader(module, finish = (functions) => functions) {
  let engineInUse;
  return () => {
    if (engineInUse === undefined) {
      try {
        const { kind, functions, renew } = loadEngine(module);
        engineInUse = { kind, functions: finish(functions), renew: () => finish(renew()) };
      } catch (cause) {
        throw new LockstepEngineError(`no engine of lockstep can run here: ${cause.message}`, { cause });
      }
    }
    return engineInUse;
  };
}

const loaded = loader('engine');
const loadedClassifier = loader('classifier');
const loadedProgram = loader('program', programFunctions);

let pages;

/** The pages lie in the addon, and beside the WebAssembly module. */
function loadedPages() {
  const inUse = loaded();
  if (inUse.kind === 'native') return inUse;
  try {
    return (pages ??= loadPages());
  } catch (cause) {
    throw new LockstepEngineError(`the file of the rules' pages cannot be loaded: ${cause.message}`, { cause });
  }
}

async function init() {
  loaded();
}

async function initClassifier() {
  loadedClassifier();
}

async function initPages() {
  loadedPages();
}

async function initProgram() {
  loadedProgram();
}

const {
  check,
  render,
  runProgram,
  rules,
  explain,
  policy,
  version,
  engine,
  classifyEnvelope,
  describeEnvelope,
  classifyBatch,
  createClassifier,
  envelopeClassName,
  envelopeClasses,
  preflight,
  enrichment,
} = createLibrary(loaded, loadedClassifier, loadedPages, loadedProgram);

// One by one: Node learns what `import` can name by reading this file, not by running it.
module.exports = {
  init,
  initClassifier,
  initPages,
  initProgram,
  check,
  render,
  runProgram,
  rules,
  explain,
  policy,
  version,
  engine,
  classifyEnvelope,
  describeEnvelope,
  classifyBatch,
  createClassifier,
  envelopeClassName,
  envelopeClasses,
  preflight,
  enrichment,
  memoryKernelErrorCodes,
  isMemoryKernelErrorCode,
  isServiceV2ErrorEnvelope,
  isServiceV3ErrorEnvelope,
  isSuccessEnvelope,
  isErrorEnvelope,
  LockstepError,
  LockstepArgumentError,
  LockstepPolicyError,
  LockstepEngineError,
};
