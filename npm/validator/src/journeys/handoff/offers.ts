// What the journey gives to take home.
import { computed } from '@preact/signals';
import type { Carried, Offer } from '../../home/offer.ts';
import { candidate, gates, relaxed, reports, review, run, today } from './judging.ts';
import { files, payload } from './repository.ts';

const JSON_TYPE = 'application/json';
const MARKDOWN = 'text/markdown';

const forms = [
  { form: 'json', title: 'JSON', ending: 'json', type: JSON_TYPE },
  { form: 'sarif', title: 'SARIF', ending: 'sarif', type: 'application/sarif+json' },
  { form: 'markdown', title: 'Markdown', ending: 'md', type: MARKDOWN },
];

const printed = (words: readonly string[]) => async () => (await run(words)).stdout;

/** Everything that can be taken home as things stand. */
export const offers = computed((): Offer[] => {
  const made: Offer[] = [];
  for (const { task, answer } of reports.value) {
    if (answer.kind === 'refused') continue;
    for (const { form, title, ending, type } of forms) {
      const name = `lockstep-${task.group}.${ending}`;
      made.push({ title: `${task.title} report (${title})`, name, type, make: printed([...task.words, '--output', form]) });
    }
    for (const [path, bytes] of Object.entries(answer.outcome.written)) {
      made.push({ title: `${task.title} evidence`, name: path.slice(path.lastIndexOf('/') + 1), type: JSON_TYPE, make: async () => new Uint8Array(bytes) });
    }
  }
  if (gates.value?.kind === 'judged') {
    made.push({ title: 'Gate verdicts (JSON)', name: 'lockstep-gate-verdicts.json', type: JSON_TYPE, make: printed(['gate', '--format', 'json']) });
    made.push({ title: 'Gate verdicts (Markdown)', name: 'lockstep-gate-verdicts.md', type: MARKDOWN, make: printed(['gate', '--format', 'markdown']) });
  }
  if (review.value?.kind === 'written') {
    const { text } = review.value;
    made.push({ title: 'Weekly review (Markdown)', name: `weekly-review-${today.value}.md`, type: MARKDOWN, make: async () => text });
  }
  return made;
});

export function carried(): Carried {
  const documents = [...files.value].map(([path, { bytes }]) => [path, { name: path, bytes }] as const);
  return {
    journey: 'handoff',
    documents: Object.fromEntries(documents),
    settings: { today: today.value, candidate: candidate.value, relaxed: String(relaxed.value), payload: payload.value },
  };
}
