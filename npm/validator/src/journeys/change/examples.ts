// Examples to start from: the contract's manifests as the repository's own examples have them, and small edits of them.
import first from '../../../../../examples/consumer-v0.3.2/config/memorykernel-producer-manifest.json?raw';
import second from '../../../../../examples/consumer/config/memorykernel-producer-manifest.json?raw';
import { Content } from '../../documents/content.ts';
import type { Documents } from './documents.ts';

/** A built-in example. */
export interface Example {
  title: string;
  make(): Documents;
}

function manifests(old: string, now: string): Documents {
  const given = (path: string, text: string) => ({ path, content: Content.ofText(text) });
  return { pairs: [{ form: 'manifest', old: given('manifest-old.json', old), new: given('manifest-new.json', now) }], trees: false };
}

/** The examples, in the order in which they are offered. */
export const examples: readonly Example[] = [
  {
    title: 'a new error code',
    make: () => manifests(second, second.replace('v0.4.0', 'v0.4.1').replace('    "internal_error"', '    "rate_limited",\n    "internal_error"')),
  },
  {
    title: 'a broken promise',
    make: () => manifests(second, second
      .replace('v0.4.0', 'v0.4.1')
      .replace('"write_conflict"', '"write_collision"')
      .replace('"minimum_sprint_days": 14', '"minimum_sprint_days": 7')
      .replace(/("consumer_green_repin_required\w+": )true/, '$1false')),
  },
  { title: 'another service contract', make: () => manifests(first, second) },
];
