// Running the program over a repository whose files stay in the worker: only what is edited comes anew.
import type { RunOutcome } from 'lockstep-contracts';
import type { Context } from '../protocol.ts';
import { program } from './program.ts';

/** The repository that is kept, by a number of the page's. */
let kept: { id: number; files: ReadonlyMap<string, Uint8Array> } | undefined;

/** What the page gives the program: the files in place of those that are kept, or null for one that is missing. */
export type Edited = Record<string, Uint8Array | null>;

/** What the worker does with a whole repository. */
export const repository = {
  async keepRepository(_: Context, id: number, files: readonly { path: string; blob: Blob }[]): Promise<void> {
    const read = await Promise.all(files.map(async ({ path, blob }) => [path, new Uint8Array(await blob.arrayBuffer())] as const));
    kept = { id, files: new Map(read) };
  },

  /** Gives null where another repository is kept, or none, as after the worker was started anew. */
  async runInRepository(context: Context, id: number, words: string[], edited: Edited, today: string): Promise<RunOutcome | null> {
    if (kept?.id !== id) return null;
    const files = new Map(kept.files);
    for (const [path, bytes] of Object.entries(edited)) {
      if (bytes === null) files.delete(path);
      else files.set(path, bytes);
    }
    return program.run(context, words, { files: Object.fromEntries(files), ...(today !== '' && { today }) });
  },
};
