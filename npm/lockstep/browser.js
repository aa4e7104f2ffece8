// The library in a browser: `await init()` once, then everything as under Node.
import { LockstepArgumentError, LockstepEngineError, createLibrary } from './lib/library.js';
import createBindings from './wasm/engine.js';

let engineInUse;
let loading;

function loaded() {
  if (engineInUse === undefined) throw new LockstepEngineError('the engine is not loaded yet: call `await init()` first');
  return engineInUse;
}

async function compiled(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  const response = given instanceof Response ? given : await fetch(given);
  if (!response.ok) throw new Error(`${response.url} answers with status ${response.status}`);
  // A server that gives .wasm another media type is common enough not to fail on.
  const streams = response.headers.get('content-type')?.startsWith('application/wasm');
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

function instantiate(module) {
  const bindings = createBindings();
  bindings.initSync({ module });
  return bindings;
}

async function load(source) {
  try {
    const module = await compiled(source);
    engineInUse = { kind: 'wasm', functions: instantiate(module), renew: () => instantiate(module) };
  } catch (cause) {
    loading = undefined;
    throw new LockstepEngineError(`the engine cannot be loaded: ${cause?.message ?? cause}`, { cause });
  }
}

export function init(source = new URL('./wasm/engine.wasm', import.meta.url)) {
  if (source === null) return Promise.reject(new LockstepArgumentError('source', 'must be a URL, a response, bytes or a module'));
  loading ??= load(source);
  return loading;
}

export const { check, render, rules, explain, policy, version, engine } = createLibrary(loaded);
export { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError } from './lib/library.js';
