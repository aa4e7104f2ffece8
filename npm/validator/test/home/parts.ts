// What the tests take of the page's parts without the page.
export { zipOf } from '../../src/home/archive.ts';
export { carriedBy, payloadOf } from '../../src/home/link.ts';
export { safeName, safePath, safePaths } from '../../src/home/names.ts';
export { patchOf } from '../../src/home/patch.ts';
