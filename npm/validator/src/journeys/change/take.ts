// Files that somebody gave, recognised and put where they belong.
import { Content } from '../../documents/content.ts';
import { bytesOf, gather, type Found, type Source } from '../../documents/intake.ts';
import { sorted } from '../../documents/sorted.ts';
import { forms, type Documents, type Form, type Side, type Taken } from './documents.ts';
import { arranged, type Entry } from './order.ts';

/** How large a file may be to be read, in bytes; the program's own limit is far below. */
const READ = 16 << 20;
/** How many documents are read. */
const MOST = 200;

async function entryOf(form: Form, file: Found): Promise<Entry> {
  return { form, path: file.path, content: Content.ofBytes(await bytesOf(file)) };
}

/** Puts files where they belong. `aimed` is the side that they were meant for, where they were for one. */
export async function take(files: readonly Found[], before: Documents, aimed?: Side): Promise<Taken> {
  const small = files.filter(({ blob }) => blob.size <= READ);
  const { candidates } = await sorted(small);
  const known = new Map(candidates.map(({ file, kind }) => [file, forms.find((form) => form === kind)]));
  const entries: Entry[] = [];
  for (const file of small) {
    const form = known.get(file);
    if (form !== undefined && entries.length < MOST) entries.push(await entryOf(form, file));
  }
  const [first] = small;
  // The program says what is wrong with something else.
  if (entries.length === 0 && first !== undefined) entries.push(await entryOf(before.pairs[0]?.form ?? 'manifest', first));
  if (entries.length === 0) return { documents: before, said: 'No file of a size that can be compared was among them.' };
  return arranged(entries, before, aimed);
}

/** The same for what a button chose. */
export async function takeSources(sources: readonly Source[], before: Documents, aimed: Side): Promise<Taken> {
  return take((await gather(sources)).files, before, aimed);
}
