// Two trios to start from, out of the repository's own examples.
import driftedPin from '../../../../../examples/consumer-drifted/config/memorykernel-integration-pin.json?raw';
import driftedManifest from '../../../../../examples/consumer-drifted/config/memorykernel-producer-manifest.json?raw';
import driftedMatrix from '../../../../../examples/consumer-drifted/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md?raw';
import pin from '../../../../../examples/consumer/config/memorykernel-integration-pin.json?raw';
import manifest from '../../../../../examples/consumer/config/memorykernel-producer-manifest.json?raw';
import matrix from '../../../../../examples/consumer/docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md?raw';
import { batch } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { about, hold, roles, startOver, type Role } from './documents.ts';

/** Three documents of ours. */
export interface Example {
  title: string;
  texts: Record<Role, string>;
}

/** The examples, in the order in which they are offered. */
export const examples: Example[] = [
  { title: 'one that drifted', texts: { pin: driftedPin, matrix: driftedMatrix, manifest: driftedManifest } },
  { title: 'one that passes', texts: { pin, matrix, manifest } },
];

/** Puts an example into the slots. */
export function openExample({ texts }: Example): void {
  batch(() => {
    startOver();
    for (const role of roles) hold(role, about[role].path, Content.ofText(texts[role]));
  });
}
