// What arrives at once, within bounds; whatever is left out is said, and why.
import { counted } from './amounts.ts';
import { limits, skippedFolders } from './limits.ts';
import { commonFolder } from './paths.ts';
import { visible } from './visible.ts';

/** A file as it was found, not read yet. */
export interface Found {
  /** Its path below what was given, with forward slashes. */
  path: string;
  blob: Blob;
}

/** Everything that was given at once. */
export interface Gathered {
  files: Found[];
  /** What was left out and why, each in one sentence. */
  remarks: string[];
}

/** How many names a remark has. */
const NAMED = 3;

/** Collects files until a bound is met. */
export class Gathering {
  private readonly files = new Map<string, Blob>();
  private readonly left = new Map<string, { count: number; names: string[] }>();
  private readonly skipped = new Set<string>();
  private seen = 0;
  private over = false;

  /** `given` says how many folders at the beginning of every path were given as they are: those are never skipped. */
  constructor(private readonly given: 0 | 1) {}

  /** Whether a bound was met behind which nothing is taken. */
  get isOver(): boolean {
    return this.over;
  }

  /** Notes that something is left out; `reason` goes before the names: `symbolic links are not followed`. */
  leave(reason: string, name: string): void {
    const noted = this.left.get(reason) ?? { count: 0, names: [] };
    this.left.set(reason, noted);
    noted.count++;
    if (noted.names.length < NAMED) noted.names.push(visible(name, 80));
  }

  /** Whether a folder is worth to be walked. */
  enters(path: string): boolean {
    this.seen++;
    return this.allows(path);
  }

  private allows(path: string): boolean {
    const folders = path.split('/');
    const skipped = folders.slice(this.given).find((name) => skippedFolders.has(name));
    if (skipped !== undefined) this.skipped.add(skipped);
    else if (folders.length > limits.depth) this.leave(`folders lie at most ${limits.depth} deep`, path);
    else return true;
    return false;
  }

  /** Whether a file would be taken; it notes why not. */
  wants(path: string): boolean {
    this.seen++;
    if (this.files.size >= limits.files || this.seen > limits.seen) {
      const bound = this.files.size >= limits.files ? `at most ${counted(limits.files)} files are taken` : `at most ${counted(limits.seen)} files and folders are looked at`;
      if (!this.over) this.leave(`${bound}, and what follows is left out`, path);
      this.over = true;
    } else if (path.length > limits.path) this.leave(`paths have at most ${counted(limits.path)} characters`, path);
    else if (this.files.has(path)) this.leave('of several files with one path the first is taken', path);
    else return !path.includes('/') || this.allows(path.slice(0, path.lastIndexOf('/')));
    return false;
  }

  /** Takes a file that is wanted. */
  keep(path: string, blob: Blob): void {
    this.files.set(path, blob);
  }

  gathered(): Gathered {
    const files = Array.from(this.files, ([path, blob]) => ({ path, blob }));
    const remarks = Array.from(this.left, ([reason, { count, names }]) => {
      const more = count > names.length ? ` and ${counted(count - names.length)} more` : '';
      return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}: ${names.join(', ')}${more}.`;
    });
    if (this.skipped.size > 0) remarks.push(`Folders that hold no documents were skipped: ${[...this.skipped].join(', ')}.`);
    return { files, remarks };
  }
}

/** Files below the one folder in which all lie, as archives and folders of a repository have it. */
export function withoutTop(files: readonly Found[]): Found[] {
  const { length } = commonFolder(files.map(({ path }) => path));
  return files.map(({ path, blob }) => ({ path: path.slice(length), blob }));
}
