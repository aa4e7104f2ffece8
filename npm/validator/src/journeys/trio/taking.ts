// Which of the files that came in is which document, and what becomes of the others.
import { batch, signal } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { bytesOf, type Found } from '../../documents/intake.ts';
import { recognise, type DocumentKind } from '../../documents/kinds.ts';
import { counted, visible } from '../../documents/visible.ts';
import { count } from '../../findings/words.tsx';
import { about, hold, policy, rest, roles, startOver, trio, type Role } from './documents.ts';

/** The most bytes of a document that are read; the engine judges far smaller ones. */
const MOST = 33_554_432;

/** What is wrong with the files that came in last, in words. */
export const refused = signal('');

async function contentOf({ path, blob }: Found): Promise<Content> {
  if (blob.size > MOST) throw new Error(`${visible(path)} has ${counted(blob.size)} bytes; a document of at most ${counted(MOST)} is read.`);
  return Content.ofBytes(await bytesOf({ path, blob }));
}

function shortest(texts: readonly string[]): string | undefined {
  return texts.toSorted((a, b) => a.length - b.length)[0];
}

/** The folder of the repository among the files: that of its configuration, or the one below which its documents lie. */
function rootOf(files: readonly Found[]): string {
  const names = ['lockstep.toml', ...roles.map((role) => about[role].path)];
  const roots = names.map((name) => shortest(files.flatMap(({ path }) => (path === name || path.endsWith(`/${name}`) ? [path.slice(0, -name.length)] : []))));
  return roots.find((root) => root !== undefined) ?? '';
}

/** Of the files that can be a document: the one where the program looks, or else the one that lies highest. */
function best(role: Role, files: readonly Found[]): Found | undefined {
  const depth = ({ path }: Found) => path.split('/').length;
  return files.find(({ path }) => path === about[role].path) ?? files.toSorted((a, b) => depth(a) - depth(b))[0];
}

/** A file without folders stands where the program looks for it. */
function nameOf(role: Role, { path }: Found): string {
  return path.includes('/') ? path : about[role].path;
}

async function takeAll(files: readonly Found[]): Promise<void> {
  const root = rootOf(files);
  const own = files.filter(({ path }) => path.startsWith(root)).map(({ path, blob }) => ({ path: path.slice(root.length), blob }));
  const kinds = await Promise.all(own.map(recognise));
  const of = (kind: DocumentKind) => own.filter((_, place) => kinds[place] === kind);
  const documents = roles.flatMap((role) => {
    const found = best(role, of(role));
    return found === undefined ? [] : [{ role, found }];
  });
  // In a repository, its configuration says which policy judges.
  const isRepository = root !== '' || own.some(({ path }) => path === 'lockstep.toml' || path.includes('/'));
  const ownPolicy = isRepository ? undefined : of('policy')[0];
  if (documents.length === 0 && ownPolicy === undefined) {
    const names = files.slice(0, 3).map(({ path }) => visible(path, 60)).join(', ');
    throw new Error(`No pin, matrix, manifest or policy among ${count(files.length, 'file')} (${names}). The button of a document takes any file.`);
  }
  const read = await Promise.all(documents.map(async ({ role, found }) => ({ role, name: nameOf(role, found), content: await contentOf(found) })));
  const rules = ownPolicy && { name: ownPolicy.path, content: await contentOf(ownPolicy) };
  batch(() => {
    // Nothing of another repository stays beside this one.
    if (isRepository || documents.length === roles.length) startOver();
    for (const { role, name, content } of read) hold(role, name, content);
    if (rules !== undefined) policy.value = { ...rules, original: rules.content };
    if (isRepository) rest.value = own.filter((file) => !documents.some(({ found }) => found === file));
  });
}

async function orRefused(work: Promise<void>): Promise<void> {
  try {
    await work;
    refused.value = '';
  } catch (error) {
    refused.value = error instanceof Error ? error.message : String(error);
  }
}

/** Files came in: the documents go into their slots, and a repository's other files are kept beside them. */
export const take = (files: readonly Found[]): Promise<void> => orRefused(takeAll(files));

async function takeOne(role: Role, found: Found): Promise<void> {
  hold(role, trio.value[role]?.name ?? nameOf(role, found), await contentOf(found));
}

/** Takes a file for one document, whatever it holds. */
export const takeFor = (role: Role, found: Found): Promise<void> => orRefused(takeOne(role, found));
