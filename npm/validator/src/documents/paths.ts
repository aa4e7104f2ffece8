// Paths with forward slashes.

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The one folder in which all of some paths lie, with the slash behind it; empty where there is none. */
export function commonFolder(paths: readonly string[]): string {
  const folder = `${paths[0]?.split('/', 1)[0] ?? ''}/`;
  return paths.length > 0 && paths.every((path) => path.startsWith(folder)) ? folder : '';
}
