// The journey in a link: its documents and what was asked.
import { Content } from '../../documents/content.ts';
import type { Carried } from '../../home/offer.ts';
import { forms, nothing, sides, type Given, type Pair } from './documents.ts';
import { usualFields, type FieldName, type NoticeFields } from './fields.ts';
import { documents, fields, show, today } from './state.ts';

/** What a link to the journey carries. */
export function carried(): Carried {
  const { pairs, trees, policy } = documents.value;
  const named = pairs.flatMap((pair) => sides.map((side): [string, Given | undefined] => [`${side}-${pair.form}`, pair[side]]));
  const given = [...named, ['judging', policy] as const].flatMap(([place, given]) =>
    given === undefined ? [] : [[place, { name: given.path, bytes: given.content.bytes }] as const]);
  return { journey: 'change', documents: Object.fromEntries(given), settings: { ...fields.value, trees: String(trees) } };
}

/** Takes what a link carried. */
export function restore({ documents: given, settings }: Carried): void {
  const at = (place: string): Given | undefined => {
    const document = given[place];
    return document?.bytes ? { path: document.name, content: Content.ofBytes(document.bytes) } : undefined;
  };
  const pairs = forms.flatMap((form): Pair[] => {
    const [old, now] = sides.map((side) => at(`${side}-${form}`));
    return old === undefined && now === undefined ? [] : [{ form, ...(old && { old }), ...(now && { new: now }) }];
  });
  const policy = at('judging');
  const usual = usualFields(today);
  const texts = Object.fromEntries((Object.keys(usual) as FieldName[]).map((name) => [name, settings[name] ?? usual[name]]));
  fields.value = { ...usual, ...texts, path: settings.path === 'emergency' ? 'emergency' : 'standard' } satisfies NoticeFields;
  show({ pairs: pairs.length === 0 ? nothing.pairs : pairs, trees: settings.trees === 'true', ...(policy && { policy }) }, '');
}
