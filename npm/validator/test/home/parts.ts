// What the tests take of the page's parts without the page.
export { zipOf } from '../../src/home/archive.ts';
export { carriedBy, payloadOf } from '../../src/home/link.ts';
export { safeName, safePath, safePaths } from '../../src/home/names.ts';
export { patchOf } from '../../src/home/patch.ts';

import { unzipSync } from 'fflate';

/** The names and bytes in a zip, in its order. */
export function unzip(zip: Uint8Array): [string, Uint8Array][] {
  const found: [string, Uint8Array][] = [];
  // One at a time: all in one object would lose `__proto__`.
  const listed: string[] = [];
  unzipSync(zip, { filter: ({ name }) => listed.push(name) < 0 });
  for (const wanted of listed) {
    const files = unzipSync(zip, { filter: ({ name }) => name === wanted });
    found.push([wanted, (wanted === '__proto__' ? Object.getPrototypeOf(files) : files[wanted]) as Uint8Array]);
  }
  return found;
}
