// Ways to give something to the page, and archives that no honest program writes.
import { deflateRawSync, crc32 } from 'node:zlib';

/** Drops files and folders of the disk on the page, as a hand does. */
export async function drop(page, paths) {
  await page.locator('main').waitFor();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await session.detach();
}

/** Drops files that are made up, as `[name, bytes]`, on an element, or anywhere. */
export async function dropMade(page, files, selector = 'main') {
  await page.locator(selector).first().waitFor({ state: 'attached' });
  await page.evaluate(async ([made, target]) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of made) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.querySelector(target).dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, [files.map(([name, content]) => [name, Buffer.from(content).toString('base64')]), selector]);
}

/** Pastes a text on the page itself. */
export async function paste(page, text, selector = 'main') {
  await page.locator(selector).first().waitFor({ state: 'attached' });
  await page.evaluate(([pasted, target]) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', pasted);
    document.querySelector(target).dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true, composed: true }));
  }, [text, selector]);
}

/** What the page says of the last arrival. */
export const said = (page) => page.locator('#arrival');

/**
 * Writes a zip archive. An entry is `{ name, content }`; everything else of it lies where it is given: `size`, `crc`, `flags`,
 * `method`, `mode`, `offset` (that of another entry) and `packed` (bytes as they are).
 */
export function zip(entries) {
  const parts = [];
  const headers = [];
  let at = 0;
  for (const { name, content = '', method = 8, flags = 0x800, mode = 0o100644, ...given } of entries) {
    const path = Buffer.from(name);
    const bytes = Buffer.from(content);
    const packed = given.packed ?? (method === 8 ? deflateRawSync(bytes) : bytes);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(flags, 2);
    header.writeUInt16LE(method, 4);
    header.writeUInt32LE(given.crc ?? crc32(bytes), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(given.size ?? bytes.length, 18);
    header.writeUInt16LE(path.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(given.offset ?? at, 10);
    headers.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), header, rest, path]));
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), header, path, packed]);
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(headers);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}
