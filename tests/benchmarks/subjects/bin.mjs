// One repository, judged by the program of the npm package: Node, with the engine in process.
import { join } from 'node:path';
import { build, median, npmPackage, ratio, timeProcesses } from '../measure.mjs';

export default function measure() {
  build('npm');
  const command = [process.execPath, join(npmPackage, 'bin', 'lockstep.cjs'), 'check'];
  const { addon, wasm, empty } = timeProcesses(110, {
    addon: { command, environment: { LOCKSTEP_ENGINE: 'native' } },
    wasm: { command, environment: { LOCKSTEP_ENGINE: 'wasm' } },
    empty: { command: [process.execPath, '-e', '0'] },
  });
  const against = (what, { milliseconds }, ratioTarget) => ({
    what,
    value: median(milliseconds),
    unit: 'ms',
    floor: '`node -e 0`',
    ratio: ratio(milliseconds, empty.milliseconds),
    ratioTarget,
  });
  return [
    against('npm bin over the addon, whole process', addon, 1.15),
    against('npm bin over WebAssembly, whole process', wasm),
  ];
}
