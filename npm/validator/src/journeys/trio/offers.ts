// What the trio gives to take home: what was corrected, the report, and a link.
import { batch } from '@preact/signals';
import { count } from '../../documents/amounts.ts';
import { Content } from '../../documents/content.ts';
import { call } from '../../engine/client.ts';
import type { Carried, Change, Offer } from '../../home/offer.ts';
import { reportOffers } from '../../home/reports.ts';
import { linked, missing, policy, rest, roles, startOver, today, trio, type Held, type Role } from './documents.ts';
import { inputOf, present } from './judging.ts';
import { printRepository } from './repository.ts';

/** The report as the program prints it, of exactly what is judged now. */
export const offers: readonly Offer[] = reportOffers((format) => {
  const question = present();
  return question.others === null ? call('render', [inputOf(question), format]) : printRepository(question, question.others, format);
}, ['json', 'sarif', 'markdown', 'junit', 'human']);

/** The documents that are not as they came. */
export function changes(): Change[] {
  return roles.flatMap((role) => {
    const { name, content, original } = trio.value[role];
    return content === null || content === original ? [] : [{ name, before: original, after: content }];
  });
}

/** What a link to the trio carries. */
export function carried(): Carried {
  const given = Object.fromEntries(roles.map((role) => [role, trio.value[role]]));
  const documents = Object.entries({ ...given, ...(policy.value && { policy: policy.value }) })
    .map(([key, { name, content }]) => [key, { name, bytes: content?.bytes ?? null }] as const);
  const others = rest.value.length;
  return {
    journey: 'trio',
    documents: Object.fromEntries(documents),
    settings: { today: today.value },
    ...(others > 0 && { without: `the ${count(others, 'other file')} of the repository` }),
  };
}

/** Takes what a link carried. */
export function restore({ documents, settings }: Carried): void {
  const held = (key: string): Held | undefined => {
    const { name, bytes } = documents[key] ?? { name: '', bytes: null };
    const content = bytes && Content.ofBytes(bytes);
    return content === null ? undefined : { name, content, original: content };
  };
  batch(() => {
    startOver();
    const restored = (role: Role) => held(role) ?? missing(role, documents[role]?.name);
    trio.value = { pin: restored('pin'), matrix: restored('matrix'), manifest: restored('manifest') };
    policy.value = held('policy') ?? null;
    today.value = settings.today ?? today.value;
    linked.value = true;
  });
}
