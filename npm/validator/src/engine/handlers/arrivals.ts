// What arrives, opened and recognised: both may take long.
import type { Found, Gathered } from '../../documents/gathering.ts';
import { recognised, type Recognition } from '../../documents/kinds.ts';
import { ArchiveError, filesInZip } from '../../documents/zip.ts';
import type { Context } from '../protocol.ts';

/** The files of an archive, or why it cannot be read. */
export type Unzipped = Gathered | { problem: string };

/** What the worker does with what arrives. */
export const arrivals = {
  async unzip({ signal, progress }: Context, blob: Blob): Promise<Unzipped> {
    try {
      return await filesInZip(blob, { signal, progress });
    } catch (error) {
      if (error instanceof ArchiveError) return { problem: error.message };
      throw error;
    }
  },

  async recognise({ signal }: Context, files: readonly Found[]): Promise<(Recognition | undefined)[]> {
    const found: (Recognition | undefined)[] = [];
    for (const { path, blob } of files) {
      signal.throwIfAborted();
      // A file may have gone from the disk since it was dropped: whoever reads it says so.
      found.push(await recognised(path, blob).catch(() => undefined));
    }
    return found;
  },
};
