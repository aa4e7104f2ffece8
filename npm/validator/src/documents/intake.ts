// Files that somebody drops, pastes or chooses.
import { call, type Following } from '../engine/client.ts';
import { isGivenFolder, folderOf, walk, type Folder } from './folders.ts';
import { Gathering, withoutTop, type Found, type Gathered } from './gathering.ts';
import { visible } from './visible.ts';

export type { Found, Gathered };

/** One thing that was given, not looked into yet. */
export type Source = Folder | Found;

/** Everything that a drop or a paste brings; has to be asked while its event is handled. */
export function transferred(transfer: DataTransfer): Source[] {
  const items = Array.from(transfer.items).filter(({ kind }) => kind === 'file');
  const folders = items.map(folderOf);
  if (folders.some((folder) => folder !== undefined)) {
    return items.flatMap((item, place) => {
      const file = item.getAsFile();
      return folders[place] ?? (file === null ? [] : { path: file.name, blob: file });
    });
  }
  if (transfer.files.length > 0) return chosen(transfer.files);
  const text = transfer.getData('text/plain');
  return text === '' ? [] : [pasted(text)];
}

/** A text that was pasted, as a file. */
function pasted(text: string): Found {
  const ending = /^\s*[{[]/.test(text) ? 'json' : /^\s*(?:#|\|)/.test(text) ? 'md' : 'txt';
  return { path: `pasted.${ending}`, blob: new Blob([text]) };
}

/** The files of an input. */
export function chosen(files: FileList): Found[] {
  return Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, blob: file }));
}

/** All bytes of a file. */
export async function bytesOf({ blob }: Found): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** What is read of a file that holds others, by its first bytes. */
async function packingOf(blob: Blob): Promise<'zip' | 'other' | undefined> {
  const head = new Uint8Array(await blob.slice(0, 6).arrayBuffer());
  const starts = (...bytes: number[]) => bytes.every((byte, place) => head[place] === byte);
  if (starts(0x50, 0x4b, 3, 4) || starts(0x50, 0x4b, 5, 6)) return 'zip';
  const gzip = starts(0x1f, 0x8b);
  const others = starts(0x42, 0x5a, 0x68) || starts(0xfd, 0x37, 0x7a, 0x58) || starts(0x37, 0x7a, 0xbc, 0xaf) || starts(0x52, 0x61, 0x72, 0x21) || starts(0x28, 0xb5, 0x2f, 0xfd);
  return gzip || others ? 'other' : undefined;
}

/** Lets the page breathe while a long list is gone through. */
const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Looks into everything that was given: folders are walked, archives opened. Rejects only where it was stopped or the worker failed. */
export async function gather(sources: readonly Source[], following: Following = {}): Promise<Gathered> {
  const gathering = new Gathering(1);
  const unpacked: Found[] = [];
  const remarks: string[] = [];
  for (const [place, source] of sources.entries()) {
    if (gathering.isOver) break;
    if (place % 1000 === 999) await breath();
    following.signal?.throwIfAborted();
    if (isGivenFolder(source)) {
      await walk(source, gathering, following.signal);
      continue;
    }
    const { path, blob } = source;
    // What lies in a folder stays closed; a file of its own is looked into.
    const packing = path.includes('/') ? undefined : await packingOf(blob).catch(() => undefined);
    if (packing === 'zip') {
      const found = await call('unzip', [blob], following);
      if ('problem' in found) remarks.push(`${visible(path, 80)} ${found.problem}.`);
      else {
        const folder = sources.length > 1 ? `${path.replace(/\.zip$/i, '')}/` : '';
        unpacked.push(...found.files.map(({ path: inner, blob: content }) => ({ path: folder + inner, blob: content })));
        remarks.push(...found.remarks);
      }
    } else if (packing === 'other') gathering.leave('of archives only zip is read: unpack it first', path);
    else if (gathering.wants(path)) gathering.keep(path, blob);
  }
  const { files, remarks: own } = gathering.gathered();
  return { files: [...withoutTop(files), ...unpacked], remarks: [...remarks, ...own] };
}
