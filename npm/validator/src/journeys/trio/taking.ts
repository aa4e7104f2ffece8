// Which of the files that came in is which document, and what becomes of the others.
import { batch } from '@preact/signals';
import { counted } from '../../documents/amounts.ts';
import { Content } from '../../documents/content.ts';
import { bytesOf, type Found } from '../../documents/intake.ts';
import { sorted } from '../../documents/sorted.ts';
import { visible } from '../../documents/visible.ts';
import { about, hold, policy, rest, roles, startOver, trio, whole, type Role } from './documents.ts';

/** The most bytes of a document that are read; the engine judges far smaller ones. */
const MOST = 33_554_432;

/** What a file holds. Rejects where it is far larger than any document. */
export async function contentOf({ path, blob }: Found): Promise<Content> {
  if (blob.size > MOST) throw new Error(`${visible(path)} has ${counted(blob.size)} bytes; a document of at most ${counted(MOST)} is read.`);
  return Content.ofBytes(await bytesOf({ path, blob }));
}

/** The folder of the repository that documents lie in: that of its configuration, or the one below which they stand as usual. */
function rootOf(documents: readonly { role: Role; found: Found }[], files: readonly Found[]): string {
  const configured = files.flatMap(({ path }) => (/(?:^|\/)lockstep\.toml$/.test(path) ? [path.slice(0, -'lockstep.toml'.length)] : []));
  const usual = documents.flatMap(({ role, found: { path } }) => (path.endsWith(`/${about[role].path}`) ? [path.slice(0, -about[role].path.length)] : []));
  const around = [...configured, ...usual].filter((folder) => documents.some(({ found }) => found.path.startsWith(folder)));
  const held = (folder: string) => documents.filter(({ found }) => found.path.startsWith(folder)).length;
  return around.toSorted((a, b) => held(b) - held(a) || b.length - a.length)[0] ?? '';
}

/** A file without folders stands where the program looks for it. */
function nameOf(role: Role, path: string): string {
  return path.includes('/') ? path : about[role].path;
}

/** Files came in: the documents go into their slots, and a repository's other files are kept beside them. */
export async function take(files: readonly Found[]): Promise<void> {
  const recognised = await sorted(files);
  const documents = roles.flatMap((role) => {
    const found = recognised.best(role)?.file;
    return found === undefined ? [] : [{ role, found }];
  });
  const root = rootOf(documents, files);
  // In a repository, its configuration says which policy judges.
  const isRepository = documents.length > 0 && files.some(({ path }) => path === 'lockstep.toml' || path.includes('/'));
  const rules = isRepository ? undefined : recognised.best('policy')?.file;
  const read = await Promise.all(documents.map(async ({ role, found: { path, blob } }) => ({
    role, name: nameOf(role, path.startsWith(root) ? path.slice(root.length) : path), content: await contentOf({ path, blob }),
  })));
  const ownPolicy = rules && { name: rules.path, content: await contentOf(rules) };
  batch(() => {
    // Nothing of another repository stays beside this one.
    if (isRepository || documents.length === roles.length) startOver();
    for (const { role, name, content } of read) hold(role, name, content);
    if (ownPolicy !== undefined) policy.value = { ...ownPolicy, original: ownPolicy.content };
    if (isRepository) {
      rest.value = files.flatMap((found) => (
        found.path.startsWith(root) && !documents.some((document) => document.found === found) ? [{ ...found, path: found.path.slice(root.length) }] : []
      ));
      // What the trio alone says could be a pass where `lockstep check` fails.
      whole.value = rest.value.length > 0;
    }
  });
}

/** Takes a file for one document, whatever it holds. */
export async function takeFor(role: Role, found: Found): Promise<void> {
  hold(role, trio.value[role].name, await contentOf(found));
}
