// What a browser or an installation loads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, npmPackage } from '../measure.mjs';

function size(module, target) {
  const bytes = readFileSync(join(npmPackage, 'wasm', `${module}.wasm`));
  return {
    what: `${module}.wasm, after brotli (raw ${bytes.length.toLocaleString('en')})`,
    value: brotliCompressSync(bytes).length,
    unit: 'bytes',
    target,
  };
}

export default function measure() {
  build('npm');
  return [size('engine', 165_000), size('program')];
}
