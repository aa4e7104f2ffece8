// Names for files that leave the page: documents bring names of any kind along.

/** How many characters a part of a path may have. */
const LONGEST = 100;
/** How deep a path may be. */
const DEEPEST = 16;

/** What no disk should be given: control and format characters, and what some system reads as more than a name. */
const misleading = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*\\/]/gu;
/** What Windows takes for a device. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** One part of a path; empty where nothing is left of it. */
function part(text: string): string {
  const plain = text.replaceAll(misleading, '-').replaceAll(/^ +|[. ]+$/g, '').replace(device, '_$&');
  const characters = [...plain];
  if (characters.length <= LONGEST) return plain;
  const ending = [...(/\.[^.]{1,12}$/.exec(plain)?.[0] ?? '')];
  return [...characters.slice(0, LONGEST - ending.length), ...ending].join('');
}

/** A document's path without what could lead out of a folder or be misunderstood; never empty. */
export function safePath(name: string): string {
  return name.split(/[\\/]/).map(part).filter((text) => text !== '').slice(-DEEPEST).join('/') || 'document';
}

/** The last part of `safePath`: the name of a download. */
export function safeName(name: string): string {
  return safePath(name).split('/').at(-1) ?? 'document';
}

/** The paths of many documents, no two the same; a disk may not tell case apart. */
export function safePaths(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const path = safePath(name);
    let free = path;
    for (let copy = 2; taken.has(free.toLowerCase()); copy++) free = path.replace(/(\.[^./]*)?$/, `-${copy}$1`);
    taken.add(free.toLowerCase());
    return free;
  });
}
