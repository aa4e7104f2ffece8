// Files that somebody gave, read and recognised.
import { Content } from '../../documents/content.ts';
import { bytesOf, type Found } from '../../documents/intake.ts';
import { sorted } from '../../documents/sorted.ts';
import { forms, type Documents, type Form } from './documents.ts';
import type { Entry } from './order.ts';

/** How large a file may be to be read, in bytes; the program's own limit is far below. */
const READ = 16 << 20;
/** How many documents are read. */
const MOST = 200;

async function entryOf(form: Form, file: Found): Promise<Entry> {
  return { form, path: file.path, content: Content.ofBytes(await bytesOf(file)) };
}

/** The documents among files; where none is one that is known, the first file, of the form that `before` asks for. */
export async function entriesOf(files: readonly Found[], before: Documents): Promise<Entry[]> {
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
  return entries;
}
