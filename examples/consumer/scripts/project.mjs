// Where things are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of this project. */
export const project = join(import.meta.dirname, '..');

/** The text of the pin. */
export const pin = readFileSync(join(project, 'config', 'memorykernel-integration-pin.json'), 'utf8');
