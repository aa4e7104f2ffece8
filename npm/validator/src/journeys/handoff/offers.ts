// What the journey gives to take home.
import { computed } from '@preact/signals';
import type { Carried, Offer } from '../../home/offer.ts';
import { candidate, gates, handoff, handoffWords, relaxed, review, run, today } from './judging.ts';
import { files, payload } from './repository.ts';

const JSON_TYPE = 'application/json';
const MARKDOWN = 'text/markdown';

const reports = [
  { title: 'Handoff report (JSON)', name: 'lockstep-handoff.json', type: JSON_TYPE, form: 'json' },
  { title: 'Handoff report (SARIF)', name: 'lockstep-handoff.sarif', type: 'application/sarif+json', form: 'sarif' },
  { title: 'Handoff report (Markdown)', name: 'lockstep-handoff.md', type: MARKDOWN, form: 'markdown' },
];

const printed = (words: string[]) => async () => (await run(words)).stdout;

/** Everything that can be taken home as things stand. */
export const offers = computed((): Offer[] => {
  const made: Offer[] = [];
  if (handoff.value?.kind === 'judged') {
    const { outcome: { written } } = handoff.value;
    for (const { form, ...report } of reports) made.push({ ...report, make: printed([...handoffWords.value, '--output', form]) });
    for (const [path, bytes] of Object.entries(written)) {
      made.push({ title: 'Handoff evidence', name: path.slice(path.lastIndexOf('/') + 1), type: JSON_TYPE, make: async () => new Uint8Array(bytes) });
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
