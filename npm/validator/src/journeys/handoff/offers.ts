// What the journey gives to take home.
import { computed } from '@preact/signals';
import { Content } from '../../documents/content.ts';
import { baseName } from '../../documents/paths.ts';
import type { Carried, Change, Offer } from '../../home/offer.ts';
import { reportOffers } from '../../home/reports.ts';
import { candidate, gates, relaxed, reports, review, run, today } from './judging.ts';
import { contentOf, files, payload } from './repository.ts';

const JSON_TYPE = 'application/json';
const MARKDOWN = 'text/markdown';

const printed = (words: readonly string[]) => async () => (await run(words)).stdout;

/** Everything that can be taken home as things stand. */
export const offers = computed((): Offer[] => {
  const made: Offer[] = [];
  for (const { task, answer } of reports.value) {
    if (answer.kind === 'refused') continue;
    const group = `${task.title} report`;
    for (const offer of reportOffers(async (format) => (await run([...task.words, '--output', format])).stdout)) {
      made.push({ ...offer, group, name: offer.name.replace('report', task.group) });
    }
    for (const [path, bytes] of Object.entries(answer.outcome.written)) {
      made.push({ group, title: 'Evidence', name: baseName(path), type: JSON_TYPE, make: async () => new Uint8Array(bytes) });
    }
  }
  if (gates.value?.kind === 'judged') {
    made.push({ group: 'Gate verdicts', title: 'JSON', name: 'lockstep-gate-verdicts.json', type: JSON_TYPE, make: printed(['gate', '--format', 'json']) });
    made.push({ group: 'Gate verdicts', title: 'Markdown', name: 'lockstep-gate-verdicts.md', type: MARKDOWN, make: printed(['gate', '--format', 'markdown']) });
  }
  if (review.value?.kind === 'written') {
    const { text } = review.value;
    made.push({ group: 'Weekly review', title: 'Markdown', name: `weekly-review-${today.value}.md`, type: MARKDOWN, make: async () => text });
  }
  return made;
});

/** The documents that were edited here. */
export const changes = computed((): Change[] => {
  const edited = [...files.value].filter(([, { bytes, original }]) => bytes !== original);
  return edited.map(([name, { original }]) => ({ name, before: Content.ofBytes(original), after: contentOf(name) }));
});

/** What a link to the journey carries. */
export function carried(): Carried {
  const documents = [...files.value].map(([path, { bytes }]) => [path, { name: path, bytes }] as const);
  return {
    journey: 'handoff',
    documents: Object.fromEntries(documents),
    settings: { today: today.value, candidate: candidate.value, relaxed: String(relaxed.value), payload: payload.value },
  };
}
