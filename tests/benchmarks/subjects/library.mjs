// The library inside a process that is already running, and how long its WebAssembly takes to be ready.
import { build, median, ratio, runWorker } from '../measure.mjs';

const FRESH_PROCESSES = 21;

function check(engine, target) {
  const { checks, floor } = runWorker('check', [], { LOCKSTEP_ENGINE: engine });
  return {
    what: `\`check()\` over ${engine === 'native' ? 'the addon' : 'WebAssembly'}, in process`,
    value: median(checks),
    unit: 'us',
    floor: '`JSON.parse` of both, SHA-256 of one',
    ratio: ratio(checks, floor),
    target,
  };
}

function load(module, target) {
  const loads = Array.from({ length: FRESH_PROCESSES }, () => runWorker('load', [module]));
  return ['compile', 'instantiate'].map((step) => median(loads.map((load) => load[step]))).reduce((compile, instantiate) => ({
    what: `${module}.wasm, compile (${compile.toFixed(1)}) and instantiate (${instantiate.toFixed(1)})`,
    value: median(loads.map((load) => load.compile + load.instantiate)),
    unit: 'ms',
    target,
  }));
}

export default function measure() {
  build('npm');
  return [check('native', 50), check('wasm'), load('engine', 5), load('program')];
}
