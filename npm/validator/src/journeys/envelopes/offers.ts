// What there is to take home.
import { counted, shareInWords } from '../../documents/amounts.ts';
import { call } from '../../engine/client.ts';
import type { ManyJudged, OneJudged } from '../../engine/handlers/envelopes.ts';
import type { Offer } from '../../home/offer.ts';
import { nameOf, type Judged, type Source } from './state.ts';
import { states } from './states.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The classes that occur, with their counts; ordered by name, as the program does. */
function occurring({ names, classes }: ManyJudged, contract: number): [string, number][] {
  const counts = names.map((name, number): [string, number] => [name, classes[contract]?.[number] ?? 0]);
  return counts.filter(([, count]) => count > 0).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** What `lockstep classify --format ndjson` closes with, under each state. */
async function summary(source: Source, verdict: ManyJudged): Promise<string> {
  const { version } = await call('about', []);
  const { total, differing, lost, bytes, isComplete } = verdict;
  const documents = states.map(({ contract }, place) => ({
    schema: 'lockstep-classify.v1', version, contract, total, conforming: verdict.classes[place]?.[0] ?? 0,
    classes: Object.fromEntries(occurring(verdict, place)), errors: [],
  }));
  return json({ input: nameOf(source), bytes, complete: isComplete, differing, lost, contracts: documents });
}

function markdown(verdict: ManyJudged): string {
  const { total, differing, lost, classes, names, isComplete } = verdict;
  const count = (place: number, number: number) => classes[place]?.[number] ?? 0;
  const present = names.map((_, number) => number).filter((number) => states.some((_, place) => count(place, number) > 0));
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    '## Answers by class and contract state\n\n',
    row(['class', ...states.map(({ title }) => title)]),
    row(['---', ...states.map(() => '---:')]),
    ...present.map((number) => row([`\`${names[number]}\``, ...states.map((_, place) => counted(count(place, number)))])),
    row(['**total**', ...states.map(() => counted(total))]),
    row(['conforming', ...states.map((_, place) => shareInWords(count(place, 0), total))]),
    `\nThe class of ${counted(differing)} differs between the contract states. ${counted(lost)} conform to the overlap and not to v3 final.\n`,
    ...(isComplete ? [] : ['\nIt was stopped: not all was judged.\n']),
  ].join('');
}

async function table({ id }: ManyJudged, form: 'csv' | 'ndjson'): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await call('envelopeTable', [id, form])).arrayBuffer());
}

function offersOfMany(source: Source, verdict: ManyJudged): Offer[] {
  return [
    { title: 'CSV', group: 'Classes', name: 'classes.csv', type: 'text/csv', make: () => table(verdict, 'csv') },
    { title: 'NDJSON', group: 'Classes', name: 'classes.ndjson', type: 'application/x-ndjson', make: () => table(verdict, 'ndjson') },
    { title: 'JSON', group: 'Summary', name: 'summary.json', type: 'application/json', make: () => summary(source, verdict) },
    { title: 'Markdown', group: 'Summary', name: 'summary.md', type: 'text/markdown', make: async () => markdown(verdict) },
  ];
}

function offersOfOne({ descriptions }: OneJudged): Offer[] {
  return states.map(({ title, contract }, place) => ({
    title: `${title} (JSON)`,
    group: 'Report',
    name: `classification-${contract}.json`,
    type: 'application/json',
    make: async () => json(descriptions[place]),
  }));
}

/** What there is to take home of what was judged. */
export function offersOf({ source, verdict }: Judged): Offer[] {
  return 'id' in verdict ? offersOfMany(source, verdict) : offersOfOne(verdict);
}
