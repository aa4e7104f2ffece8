// Folders that are dropped, walked file by file.
import type { Found, Gathering } from './gathering.ts';

/** A folder that was given, not walked yet. */
export interface Folder {
  path: string;
  /** What lies in it; has to be asked one by one, since a folder may hold anything. */
  inner(): AsyncIterable<Folder | Leaf>;
}

/** A file in a folder. */
interface Leaf {
  path: string;
  file(): Promise<Blob>;
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

function ofEntry(entry: FileSystemDirectoryEntry, path: string): Folder {
  const reader = entry.createReader();
  // They come in batches, the last of which is empty.
  const batch = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  return {
    path,
    async *inner() {
      for (let entries = await batch(); entries.length > 0; entries = await batch()) {
        for (const next of entries) {
          const below = `${path}/${next.name}`;
          if (isFolder(next)) yield ofEntry(next, below);
          else if (isFile(next)) yield { path: below, file: () => new Promise<Blob>((resolve, reject) => next.file(resolve, reject)) };
        }
      }
    },
  };
}

function ofHandle(handle: FileSystemDirectoryHandle, path: string): Folder {
  return {
    path,
    async *inner() {
      for await (const next of handle.values()) {
        const below = `${path}/${next.name}`;
        if (next instanceof FileSystemDirectoryHandle) yield ofHandle(next, below);
        else if (next instanceof FileSystemFileHandle) yield { path: below, file: () => next.getFile() };
      }
    },
  };
}

/** Only some browsers have handles; those that have them let a page from the disk read a folder through nothing else. */
interface WithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/** The folder of a dropped item, if it is one; has to be asked while the drop is handled. */
export function folderOf(item: DataTransferItem & WithHandle): Folder | undefined {
  const entry = item.webkitGetAsEntry();
  if (entry === null || !isFolder(entry)) return undefined;
  const waiting = item.getAsFileSystemHandle?.().catch(() => null);
  return {
    path: entry.name,
    async *inner() {
      const handle = await waiting;
      yield* (handle instanceof FileSystemDirectoryHandle ? ofHandle(handle, entry.name) : ofEntry(entry, entry.name)).inner();
    },
  };
}

/** Gathers the files of a folder and of those in it. */
export async function walk(folder: Folder, gathering: Gathering, signal: AbortSignal | undefined): Promise<void> {
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && !gathering.isOver; next = waiting.pop()) {
    if (!gathering.enters(next.path)) continue;
    try {
      for await (const found of next.inner()) {
        signal?.throwIfAborted();
        if ('inner' in found) waiting.push(found);
        else if (gathering.wants(found.path)) await keep(found, gathering);
        if (gathering.isOver) break;
      }
    } catch (error) {
      if (signal?.aborted === true) throw error;
      gathering.leave('what the browser cannot read is left out', next.path);
    }
  }
}

async function keep({ path, file }: Leaf, gathering: Gathering): Promise<void> {
  try {
    gathering.keep(path, await file());
  } catch {
    gathering.leave('what the browser cannot read is left out', path);
  }
}

/** What was given is a folder, and no file. */
export const isGivenFolder = (source: Folder | Found): source is Folder => 'inner' in source;
