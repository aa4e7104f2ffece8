// One repository, judged by the program of the npm package: Node, with the engine in process.
import { join } from 'node:path';
import { build, documents, gate, median, npmPackage, ratio, timeProcesses } from '../measure.mjs';

function rows(what, repository, ratioTarget) {
  build('npm');
  const command = [process.execPath, join(npmPackage, 'bin', 'lockstep.cjs'), 'check'];
  const { addon, wasm, empty } = timeProcesses(110, repository, {
    addon: { command, environment: { LOCKSTEP_ENGINE: 'native' } },
    wasm: { command, environment: { LOCKSTEP_ENGINE: 'wasm' } },
    empty: { command: [process.execPath, '-e', '0'] },
  });
  const against = (engine, { milliseconds }, target) => ({
    what: `npm bin over ${engine}, ${what}, whole process`,
    value: median(milliseconds),
    unit: 'ms',
    floor: '`node -e 0`',
    ratio: ratio(milliseconds, empty.milliseconds),
    ratioTarget: target,
  });
  return [against('the addon', addon, ratioTarget), against('WebAssembly', wasm)];
}

export default function measure() {
  return [...rows('three documents', documents, 1.15), ...rows('the whole gate', gate, 1.2)];
}
