// What the trio gives to take home: what was corrected, the report, and a link.
import { batch } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { call } from '../../engine/client.ts';
import type { Carried, Change, Offer } from '../../home/offer.ts';
import { missing, policy, roles, startOver, today, trio, type Held } from './documents.ts';
import { inputOf, present } from './judging.ts';
import { renderRepository } from './repository.ts';

const forms = [
  { format: 'json', title: 'JSON', ending: 'json', type: 'application/json' },
  { format: 'sarif', title: 'SARIF', ending: 'sarif', type: 'application/sarif+json' },
  { format: 'markdown', title: 'Markdown', ending: 'md', type: 'text/markdown' },
  { format: 'junit', title: 'JUnit', ending: 'xml', type: 'application/xml' },
  { format: 'human', title: 'text', ending: 'txt', type: 'text/plain' },
] as const;

/** The report as the program prints it, of exactly what is judged now. */
export function offers(): Offer[] {
  const question = present();
  return forms.map(({ format, title, ending, type }) => ({
    title: `Report (${title})`,
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

export function carried(): Carried {
  const documents: Carried['documents'] = {};
  const carry = (key: string, held: Held | null) => {
    if (held !== null) documents[key] = { name: held.name, bytes: held.content.bytes };
  };
  for (const role of roles) {
    const name = missing.value[role];
    if (name !== undefined) documents[role] = { name, bytes: null };
    carry(role, trio.value[role]);
  }
  carry('policy', policy.value);
  return { journey: 'trio', documents, settings: { today: today.value } };
}

export function restore({ documents, settings }: Carried): void {
  const held = (key: string): Held | null => {
    const document = documents[key];
    if (document === undefined || document.bytes === null) return null;
    const content = Content.ofBytes(document.bytes);
    return { name: document.name, content, original: content };
  };
  batch(() => {
    startOver();
    trio.value = { pin: held('pin'), matrix: held('matrix'), manifest: held('manifest') };
    missing.value = Object.fromEntries(roles.flatMap((role) => (documents[role]?.bytes === null ? [[role, documents[role].name]] : [])));
    policy.value = held('policy');
    today.value = settings.today ?? today.value;
  });
}
