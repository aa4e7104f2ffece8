// Changed documents in one zip: the same documents always give the same bytes.
import { Zip, ZipDeflate } from 'fflate';
import { joined } from '../documents/bytes.ts';
import { safePaths } from './names.ts';
import type { Change } from './offer.ts';

/** The first moment that a zip can name, in local time, as zips have it. */
const BEGINNING = new Date(1980, 0, 1);

/** The zip of what the documents are now, at their paths. */
export function zipOf(changes: readonly Change[]): Uint8Array<ArrayBuffer> {
  const sorted = changes.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const paths = safePaths(sorted.map(({ name }) => name));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // Not the function that takes an object of names: `__proto__` would be lost in it.
  const zip = new Zip((error, data) => {
    if (error !== null) throw error;
    parts.push(new Uint8Array(data));
  });
  sorted.forEach(({ after }, index) => {
    const file = new ZipDeflate(paths[index] ?? '', { level: 9 });
    file.mtime = BEGINNING;
    zip.add(file);
    file.push(after.bytes, true);
  });
  zip.end();
  return joined(parts);
}
