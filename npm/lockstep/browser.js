// The library in a browser: `await init()` once, then everything as under Node; for what classifies answers,
// `await initClassifier()` instead or as well, for `explain`, `await initPages()`, and for `runProgram`, `await initProgram()`.
import { LockstepArgumentError, LockstepEngineError, createLibrary, pageFunctions } from './lib/library.js';
import createBindings from './wasm/engine.js';

function isBytes(given) {
  return given instanceof ArrayBuffer || ArrayBuffer.isView(given);
}

/** The answer of an address, or the one that was given in its place. */
async function answered(given) {
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url} answers with status ${response.status}`);
  return response;
}

async function compiled(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (isBytes(given)) return WebAssembly.compile(given);
  const response = await answered(given);
  // A server that gives .wasm another media type is common enough not to fail on.
  const streams = response.headers.get('content-type')?.startsWith('application/wasm');
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Loads an engine once. `prepare` turns a source into a function that gives fresh functions, `name` is what users call for it. */
function loader(what, name, prepare) {
  let engine;
  let loading;

  async function load(source) {
    try {
      const renew = await prepare(source);
      engine = { kind: 'wasm', functions: renew(), renew };
    } catch (cause) {
      loading = undefined;
      throw new LockstepEngineError(`the ${what} cannot be loaded: ${cause?.message ?? cause}`, { cause });
    }
  }

  return {
    init(source) {
      if (source === null) return Promise.reject(new LockstepArgumentError('source', 'must be a URL, a response or bytes, or a module'));
      loading ??= load(source);
      return loading;
    },
    loaded() {
      if (engine === undefined) throw new LockstepEngineError(`the ${what} is not loaded yet: call \`await ${name}()\` first`);
      return engine;
    },
  };
}

async function prepareEngine(source = new URL('./wasm/engine.wasm', import.meta.url)) {
  const module = await compiled(source);
  return () => {
    const bindings = createBindings();
    bindings.initSync({ module });
    return bindings;
  };
}

async function prepareClassifier(source) {
  // Not imported above: pages that classify nothing do not load it.
  const [{ moduleFunctions, hasVectors }, { default: createClassifierBindings }] =
    await Promise.all([import('./lib/classifier.js'), import('./wasm/classifier.js')]);
  // Both addresses are written out, since that is how bundlers find the files of a package.
  const own = hasVectors() ? new URL('./wasm/classifier.wasm', import.meta.url) : new URL('./wasm/classifier-scalar.wasm', import.meta.url);
  const module = await compiled(source ?? own);
  return () => moduleFunctions(createClassifierBindings, module);
}

async function preparePages(source = new URL('./wasm/pages.json', import.meta.url)) {
  const given = await source;
  const text = isBytes(given) ? new TextDecoder().decode(given) : await (await answered(given)).text();
  const functions = pageFunctions(text);
  return () => functions;
}

async function prepareProgram(source = new URL('./wasm/program.wasm', import.meta.url)) {
  const [{ programFunctions }, { default: createProgramBindings }] = await Promise.all([import('./lib/memory.js'), import('./wasm/program.js')]);
  const module = await compiled(source);
  return () => {
    const bindings = createProgramBindings();
    bindings.initSync({ module });
    return programFunctions(bindings);
  };
}

const library = loader('engine', 'init', prepareEngine);
const classifier = loader('classifier', 'initClassifier', prepareClassifier);
const pages = loader("file of the rules' pages", 'initPages', preparePages);
const program = loader('program', 'initProgram', prepareProgram);

export const { init } = library;
export const { init: initClassifier } = classifier;
export const { init: initPages } = pages;
export const { init: initProgram } = program;
export const {
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
} = createLibrary(library.loaded, classifier.loaded, pages.loaded, program.loaded);
export { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError } from './lib/library.js';
export {
  memoryKernelErrorCodes,
  isMemoryKernelErrorCode,
  isServiceV2ErrorEnvelope,
  isServiceV3ErrorEnvelope,
  isSuccessEnvelope,
  isErrorEnvelope,
} from './lib/contract.js';
