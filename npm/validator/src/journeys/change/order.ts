// Which document is the old one: told by release or version, then by names, else by the order in which they came.
import type { Content } from '../../documents/content.ts';
import { forms, places, type Documents, type Form, type Given, type Pair, type Side, type Taken } from './documents.ts';

/** A file that can be compared. */
export interface Entry extends Given {
  form: Form;
}

/** Where each kind of document says which state it is. */
const signs: Record<Form, RegExp> = {
  manifest: /"release_tag"\s*:\s*"([^"\n]{1,80})"/,
  'contract-source': /"expected_service_contract_version"\s*:\s*"([^"\n]{1,80})"/,
  openapi: /^\s+"?version"?\s*:\s*["']?([^"'\s,]{1,80})/m,
  policy: /"policy_version"\s*:\s*"([^"\n]{1,80})"/,
};

/** How much of a text is looked at, in UTF-16 code units. */
const LOOK = 65_536;

/** The release or version that a document states. */
export function versionOf(form: Form, content: Content): string | undefined {
  return signs[form].exec(content.text.slice(0, LOOK))?.[1];
}

/** Below zero where the first version is older, 0 where that cannot be told. */
function compareVersions(one: string | undefined, two: string | undefined): number {
  const parsed = [one, two].map((text) => /(\d+)(?:\.(\d+))?(?:\.(\d+))?(-\S+)?/.exec(text ?? ''));
  const [a, b] = parsed;
  if (!a || !b) return 0;
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part] ?? 0) - Number(b[part] ?? 0);
    if (difference !== 0) return difference;
  }
  // What is before a release has a suffix.
  if ((a[4] === undefined) !== (b[4] === undefined)) return a[4] === undefined ? 1 : -1;
  return (a[4] ?? '').localeCompare(b[4] ?? '', 'en', { numeric: true });
}

/** Below zero for a path that calls itself old, above for one that calls itself new. */
function named(path: string): number {
  const words = path.toLowerCase().split(/[^a-z]+/);
  return Number(words.some((word) => ['new', 'after', 'head'].includes(word))) - Number(words.some((word) => ['old', 'before', 'base'].includes(word)));
}

type Reason = 'version' | 'name' | 'order';

/** Whether the second is older than the first, and what tells. */
function isTurned(one: Entry, two: Entry): { turned: boolean; by: Reason } {
  const version = one.form === two.form ? compareVersions(versionOf(one.form, one.content), versionOf(two.form, two.content)) : 0;
  if (version !== 0) return { turned: version > 0, by: 'version' };
  const name = named(one.path) - named(two.path);
  return { turned: name > 0, by: name === 0 ? 'order' : 'name' };
}

const reasons: Record<Reason, string> = {
  version: 'The one of the lower version is taken for the old one.',
  name: 'Their names say which is the old one.',
  order: 'The first is taken for the old one: swap them if that is wrong.',
};

/** Where a consumer has the manifest. */
const MIRROR = 'config/memorykernel-producer-manifest.json';

/** The folder in which a document of a tree stands as in a producer's or consumer's repository; undefined for one in no folder. */
function rootOf({ form, path }: Entry): string | undefined {
  const place = [places[form], MIRROR].find((place) => `/${path}`.endsWith(`/${place}`));
  if (place !== undefined) return path.slice(0, -place.length);
  const end = path.indexOf('/');
  return end < 0 ? undefined : path.slice(0, end + 1);
}

/** The trees by their folders: those that no other holds. */
function treesOf(entries: readonly Entry[]): Map<string, Entry[]> {
  const all = new Map<string, Entry[]>();
  for (const entry of entries) {
    const root = rootOf(entry);
    if (root !== undefined && entry.form !== 'policy') all.set(root, [...(all.get(root) ?? []), entry]);
  }
  // A document that stands where it should speaks for its folder; one that stands anywhere does so only where none does.
  const proper = [...all.keys()].filter((root) => all.get(root)?.some((entry) => [places[entry.form], MIRROR].includes(entry.path.slice(root.length))));
  const roots = proper.length > 0 ? proper : [...all.keys()];
  const outer = roots.filter((root) => !roots.some((other) => other !== root && root.startsWith(other)));
  return new Map(outer.map((root) => [root, all.get(root) ?? []]));
}

/** The best document of each form in a tree: the one where it should stand, else the one that stands highest. */
function best(root: string, entries: readonly Entry[]): Partial<Record<Form, Entry>> {
  const found: Partial<Record<Form, Entry>> = {};
  const rank = ({ form, path }: Entry) => (path === root + places[form] ? 0 : path.split('/').length);
  for (const entry of entries) {
    const present = found[entry.form];
    if (present === undefined || rank(entry) < rank(present)) found[entry.form] = entry;
  }
  return found;
}

function leftOut(number: number): string {
  return number === 1 ? 'One more was left out.' : `${number} more were left out.`;
}

function withoutForm({ path, content }: Entry): Given {
  return { path, content };
}

function pairOf(form: Form, old: Entry | undefined, now: Entry | undefined): Pair {
  return { form, ...(old && { old: withoutForm(old) }), ...(now && { new: withoutForm(now) }) };
}

function twoTrees(trees: Map<string, Entry[]>): Taken {
  const [one = {}, two = {}] = [...trees].map(([root, entries]) => best(root, entries));
  const shared = forms.find((form) => one[form] !== undefined && two[form] !== undefined);
  const [first, second] = [one, two].map((tree) => tree[shared ?? 'manifest']);
  const { turned, by }: { turned: boolean; by: Reason } = first && second ? isTurned(first, second) : { turned: false, by: 'order' };
  const [old, now] = turned ? [two, one] : [one, two];
  const pairs = forms.filter((form) => old[form] !== undefined || now[form] !== undefined).map((form) => pairOf(form, old[form], now[form]));
  const more = trees.size > 2 ? ` ${leftOut(trees.size - 2)}` : '';
  return { documents: { pairs, trees: pairs.length > 1 || shared === undefined }, said: `Two folders are compared. ${reasons[by]}${more}` };
}

/** Puts one document beside what is there. */
function added(entry: Entry, before: Documents, aimed?: Side): Taken {
  const { pairs } = before;
  const isEmpty = pairs.every((pair) => pair.old === undefined && pair.new === undefined);
  if (entry.form === 'policy' && !isEmpty && aimed === undefined && pairs.every(({ form }) => form !== 'policy')) {
    return { documents: { ...before, policy: withoutForm(entry) }, said: 'The changes are judged by that policy.' };
  }
  const present = pairs.find(({ form }) => form === entry.form);
  const side = aimed ?? (present?.old === undefined ? 'old' : 'new');
  const pair = { ...(present ?? { form: entry.form }), [side]: withoutForm(entry) };
  const documents: Documents = {
    ...before,
    trees: false,
    pairs: isEmpty ? [pair] : present === undefined ? [...pairs, pair] : pairs.map((other) => (other === present ? pair : other)),
  };
  const { old, new: now } = pair;
  if (aimed !== undefined || old === undefined || now === undefined) {
    const lacking = old === undefined ? 'old' : now === undefined ? 'new' : undefined;
    return { documents, said: `It is the ${side} document.${lacking === undefined ? '' : ` Drop the ${lacking} one to compare.`}` };
  }
  const { turned, by } = isTurned({ ...old, form: pair.form }, { ...now, form: pair.form });
  if (!turned || by !== 'version') return { documents, said: `It is the ${side} document.` };
  const swapped = { ...pair, old: now, new: old };
  return { documents: { ...documents, pairs: documents.pairs.map((other) => (other === pair ? swapped : other)) }, said: reasons.version };
}

/** Puts documents of no folder into pairs of their form. */
function loose(entries: readonly Entry[], before: Documents): Taken {
  const comparedPolicies = entries.every(({ form }) => form === 'policy');
  const policy = comparedPolicies ? undefined : entries.find(({ form }) => form === 'policy');
  const kept = entries.filter(({ form }) => comparedPolicies || form !== 'policy');
  const tellers = new Set<Reason>();
  const pairs = forms.flatMap((form): Pair[] => {
    const [one, two] = kept.filter((entry) => entry.form === form);
    if (one === undefined) return [];
    if (two === undefined) return [pairOf(form, one, undefined)];
    const { turned, by } = isTurned(one, two);
    tellers.add(by);
    return [turned ? pairOf(form, two, one) : pairOf(form, one, two)];
  });
  const left = kept.length - pairs.reduce((sum, pair) => sum + Number(pair.old !== undefined) + Number(pair.new !== undefined), 0);
  const judging = policy === undefined ? before.policy : withoutForm(policy);
  return {
    documents: { pairs, trees: false, ...(judging && { policy: judging }) },
    said: [...[...tellers].map((by) => reasons[by]), ...(left > 0 ? [leftOut(left)] : [])].join(' '),
  };
}

/** Puts documents into pairs: two folders, or files, or one more file beside what is there. */
export function arranged(entries: readonly Entry[], before: Documents, aimed?: Side): Taken {
  const trees = treesOf(entries);
  if (trees.size >= 2) return twoTrees(trees);
  const [tree] = [...trees].map(([root, of]) => Object.values(best(root, of)));
  const [entry, ...others] = tree ?? entries;
  // The folder of one document alone is no more than that, unless it stands against another folder.
  if (entry !== undefined && others.length === 0 && (tree === undefined || before.pairs.length === 1)) return added(entry, before, aimed);
  if (tree === undefined) return loose(entries, before);
  // One folder: all its documents are of one side, the first that has none yet.
  const side = aimed ?? (before.pairs.every(({ old }) => old === undefined) ? 'old' : 'new');
  const documents = tree.reduce<Documents>((documents, one) => added(one, documents, side).documents, before);
  return { documents: { ...documents, trees: documents.pairs.some((pair) => pair.new !== undefined) }, said: `The folder is the ${side} one.` };
}
