// Reads a zip archive: its directory first, and then the files that are wanted, each within bounds.
//
// An archive is read by its central directory alone, which every program reads. What entries say elsewhere of themselves is
// never believed: where both differ, the archive is a trick or damaged.
import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { Gathering, type Gathered } from './gathering.ts';
import { limits } from './limits.ts';
import { commonFolder } from './paths.ts';

/** An archive that cannot be read at all; the message says why, in words that follow its name. */
export class ArchiveError extends Error {}

/** What a reader is told while it waits, and how it stops. */
export interface Following {
  signal: AbortSignal;
  /** Told how much of the archive is read, from 0 to 1. */
  progress(part: number): void;
}

/** What the directory says of one entry. */
interface Entry {
  path: string;
  packed: number;
  size: number;
  crc: number;
  method: number;
  isEncrypted: boolean;
  isLink: boolean;
  /** Where its local header begins. */
  offset: number;
}

const END_LENGTH = 22;
const HEADER_LENGTH = 46;
const LOCAL_LENGTH = 30;
/** How much of a packed file is unpacked at once: little may become a thousand times as much. */
const STEP = 16_384;
/** How much of a packed file is read at once. */
const WINDOW = 64 * STEP;

const viewOf = async (blob: Blob) => new DataView(await blob.arrayBuffer());

/** A path as the archive has it, or undefined where it leads out of the archive or into something else. */
export function safePath(name: string): string | undefined {
  // Some programs under Windows write the separators of their system.
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\0')) return undefined;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || parts.length === 0 ? undefined : parts.join('/');
}

/** The name of an entry: UTF-8 where it is, whatever the entry says. */
function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Where the directory begins in the file, how long it is, and how far everything lies behind where the archive says. */
async function directoryOf(blob: Blob): Promise<{ directory: DataView<ArrayBuffer>; shift: number; start: number }> {
  const from = Math.max(0, blob.size - END_LENGTH - 0xffff);
  const tail = await viewOf(blob.slice(from));
  let at = tail.byteLength - END_LENGTH;
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at--;
  if (at < 0) throw new ArchiveError('is damaged: it has no directory at its end');
  const [size, offset] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  if (size === 0xffffffff || offset === 0xffffffff || tail.getUint16(at + 10, true) === 0xffff) {
    throw new ArchiveError('has more than 65,534 entries or 4 GiB, which is not read');
  }
  const start = from + at - size;
  if (start < offset) throw new ArchiveError('is damaged: its directory is not where it says');
  return { directory: await viewOf(blob.slice(start, start + size)), shift: start - offset, start };
}

/** All entries that are files; names that lead astray are left out. */
function entriesOf(directory: DataView<ArrayBuffer>, gathering: Gathering): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < directory.byteLength;) {
    if (at + HEADER_LENGTH > directory.byteLength || directory.getUint32(at, true) !== 0x02014b50) throw new ArchiveError('is damaged in its directory');
    const length = directory.getUint16(at + 28, true);
    const next = at + HEADER_LENGTH + length + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (next > directory.byteLength) throw new ArchiveError('is damaged in its directory');
    const name = nameOf(new Uint8Array(directory.buffer, at + HEADER_LENGTH, length));
    const path = safePath(name);
    const mode = directory.getUint8(at + 5) === 3 ? directory.getUint16(at + 40, true) : 0;
    if (path === undefined) gathering.leave('paths that lead out of the archive are not followed', name);
    else if (!/[\\/]$/.test(name)) {
      entries.push({
        path,
        packed: directory.getUint32(at + 20, true),
        size: directory.getUint32(at + 24, true),
        crc: directory.getUint32(at + 16, true),
        method: directory.getUint16(at + 10, true),
        isEncrypted: (directory.getUint16(at + 8, true) & 1) === 1,
        isLink: (mode & 0o170000) === 0o120000,
        offset: directory.getUint32(at + 42, true),
      });
    }
    at = next;
  }
  return entries;
}

/** Why an entry is not unpacked, as a remark begins; undefined where it may be. */
function refusal({ packed, size, method, isEncrypted, isLink, path }: Entry): string | undefined {
  if (isLink) return 'symbolic links are not followed';
  if (isEncrypted) return 'encrypted files cannot be read';
  if (method !== 0 && method !== 8) return 'files packed in an unusual way cannot be read';
  if (/\.(?:zip|jar|7z|rar|tgz|gz|bz2|xz|zst)$/i.test(path)) return 'archives in an archive are not opened';
  if (size > limits.unpackedFile) return `a file of more than ${limits.unpackedFile / 1_048_576} MiB is not unpacked`;
  if (size > limits.ratioFrom && size > packed * limits.ratio) return `a file that becomes more than ${limits.ratio} times as large is a bomb, and not unpacked`;
  return undefined;
}

/** Unpacks one entry; undefined where it is not what the directory says. */
async function unpacked(blob: Blob, { packed, size, method, crc }: Entry, start: number, { signal, progress }: Following): Promise<Blob | undefined> {
  const header = await viewOf(blob.slice(start, start + LOCAL_LENGTH));
  if (header.byteLength < LOCAL_LENGTH || header.getUint32(0, true) !== 0x04034b50) return undefined;
  const from = start + LOCAL_LENGTH + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + packed > blob.size) return undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let checked = 0;
  const take = (part: Uint8Array<ArrayBuffer>) => {
    length += part.length;
    if (length > size) throw new RangeError('larger than it says');
    checked = crc32(part, checked);
    parts.push(part);
  };
  const inflate = new Inflate(take);
  try {
    for (let at = 0; at < packed; at += WINDOW) {
      signal.throwIfAborted();
      if (packed > WINDOW) progress((from + at) / blob.size);
      const window = new Uint8Array(await blob.slice(from + at, from + Math.min(at + WINDOW, packed)).arrayBuffer());
      if (method === 0) take(window);
      else for (let step = 0; step < window.length; step += STEP) inflate.push(window.subarray(step, step + STEP), at + step + STEP >= packed);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
  return length === size && checked === crc ? new Blob(parts) : undefined;
}

/** Entries that share bytes unpack to more than any archive holds. */
function assertApart(entries: readonly Entry[], end: number): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach(({ offset, packed }, place) => {
    const next = sorted[place + 1]?.offset ?? end;
    if (offset + LOCAL_LENGTH + packed > next) throw new ArchiveError('is a trick or damaged: its entries lie over one another');
  });
}

/** The files of an archive. Throws an `ArchiveError` where there is nothing to be read. */
export async function filesInZip(blob: Blob, following: Following): Promise<Gathered> {
  const gathering = new Gathering(0);
  const { directory, shift, start } = await directoryOf(blob);
  const entries = entriesOf(directory, gathering);
  assertApart(entries, start - shift);
  const { length: below } = commonFolder(entries.map(({ path }) => path));
  let total = 0;
  for (const [place, entry] of entries.entries()) {
    const path = entry.path.slice(below);
    if (gathering.isOver) break;
    if (!gathering.wants(path)) continue;
    const refused = refusal(entry) ?? (total + entry.size > limits.unpacked ? `at most ${limits.unpacked / 1_048_576} MiB are unpacked` : undefined);
    const file = refused === undefined ? await unpacked(blob, entry, entry.offset + shift, following) : undefined;
    if (file !== undefined) {
      total += file.size;
      gathering.keep(path, file);
    } else gathering.leave(refused ?? 'damaged files cannot be unpacked', path);
    if (place % 64 === 0) following.progress(place / entries.length);
  }
  return gathering.gathered();
}
