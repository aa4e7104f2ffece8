// Where things are.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The root of this project. */
export const project = join(import.meta.dirname, '..');

const manifest = createRequire(import.meta.url).resolve('lockstep-contracts/package.json');

/** `lockstep`, for Node to run. */
export const program = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.lockstep);

/** The text of the pin. */
export const pin = readFileSync(join(project, 'config', 'memorykernel-integration-pin.json'), 'utf8');
