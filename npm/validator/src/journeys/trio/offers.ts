// What the trio gives to take home: what was corrected, the report, and a link.
import { Content } from '../../documents/content.ts';
import { call } from '../../engine/client.ts';
import { baseName } from '../../findings/words.tsx';
import type { Carried, Change, Offer } from '../../home/offer.ts';
import { about, policy, roles, startOver, today, trio, type Held } from './documents.ts';
import { inputOf, present } from './judging.ts';
import { renderRepository } from './repository.ts';
import { batch } from '@preact/signals';

const forms = [
  { format: 'json', title: 'JSON', ending: 'json', type: 'application/json' },
  { format: 'sarif', title: 'SARIF', ending: 'sarif', type: 'application/sarif+json' },
  { format: 'markdown', title: 'Markdown', ending: 'md', type: 'text/markdown' },
  { format: 'junit', title: 'JUnit', ending: 'xml', type: 'application/xml' },
  { format: 'human', title: 'text', ending: 'txt', type: 'text/plain' },
] as const;

/** The report as the program prints it, of exactly what is judged now. */
function reports(): Offer[] {
  const question = present();
  return forms.map(({ format, title, ending, type }) => ({
    title: `report (${title})`,
    name: `lockstep-report.${ending}`,
    type,
    make: () => (question.others === null ? call('render', [inputOf(question), format]) : renderRepository(question, question.others, format)),
  }));
}

/** The documents that are not as they came. */
export function changes(): Change[] {
  return roles.flatMap((role) => {
    const held = trio.value[role];
    return held === null || held.content === held.original ? [] : [{ name: held.name, before: held.original, after: held.content }];
  });
}

function corrected(): Offer[] {
  return roles.flatMap((role) => {
    const held = trio.value[role];
    if (held === null || held.content === held.original) return [];
    const type = about[role].language === 'json' ? 'application/json' : 'text/markdown';
    return [{ title: `corrected ${about[role].title.toLowerCase()}`, name: baseName(held.name), type, make: async () => held.content.bytes }];
  });
}

export const offers = (): Offer[] => [...corrected(), ...reports()];

export function carried(): Carried {
  const documents: Carried['documents'] = {};
  const carry = (key: string, held: Held | null) => {
    if (held !== null) documents[key] = { name: held.name, bytes: held.content.bytes };
  };
  for (const role of roles) carry(role, trio.value[role]);
  carry('policy', policy.value);
  return { journey: 'trio', documents, settings: { today: today.value } };
}

export function restore({ documents, settings }: Carried): void {
  const held = (key: string): Held | null => {
    const document = documents[key];
    if (document === undefined) return null;
    const content = Content.ofBytes(document.bytes);
    return { name: document.name, content, original: content };
  };
  batch(() => {
    startOver();
    trio.value = { pin: held('pin'), matrix: held('matrix'), manifest: held('manifest') };
    policy.value = held('policy');
    today.value = settings.today ?? today.value;
  });
}
