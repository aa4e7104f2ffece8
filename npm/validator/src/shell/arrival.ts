// Hands what arrives to the journey that can use it, and says what was taken.
import { signal } from '@preact/signals';
import { count, listed } from '../documents/amounts.ts';
import { isGivenFolder } from '../documents/folders.ts';
import { gather, type Found, type Source } from '../documents/intake.ts';
import { kindTitles, type DocumentKind } from '../documents/kinds.ts';
import { baseName } from '../documents/paths.ts';
import { sorted, type Recognised } from '../documents/sorted.ts';
import { visible } from '../documents/visible.ts';
import { journeyNamed, titles, wanted } from '../journeys/index.ts';
import type { JourneyName } from '../journeys/journey.ts';
import { messageOf } from './errors.ts';
import { focusMain } from './focus.ts';
import { goTo, here, names } from './here.ts';

/** What the page says of the last arrival. */
export interface Arrival {
  state: 'reading' | 'taken' | 'refused';
  text: string;
  remarks: readonly string[];
  /** Of what there are several, and which was taken. */
  choices: readonly Choice[];
  /** Journeys that can use what the present one does not take. */
  elsewhere: readonly { journey: JourneyName; text: string; open(): void }[];
}

/** One of several documents of a kind, which can be taken instead. */
export interface Choice {
  title: string;
  /** The paths of those that there are, at most `CHOICES`, the one that was taken first. */
  paths: readonly string[];
  /** How many more there are. */
  more: number;
  take(place: number): void;
}

/** How many documents of a kind can be chosen from. */
const CHOICES = 100;

/** The last arrival, until somebody has read of it. */
export const arrival = signal<Arrival | undefined>(undefined);

function kindsListed(recognised: Recognised, kinds: readonly DocumentKind[], article = false): string {
  return listed(kinds.map((kind) => {
    const { length } = recognised.all(kind);
    const [one, several] = kindTitles[kind];
    if (length > 1) return count(length, one, several);
    return article ? `${/^[aeiouAEIO]/.test(one) ? 'an' : 'a'} ${one}` : one;
  }));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What all that was given is called. */
function nameOf(sources: readonly Source[]): string {
  const tops = [...new Set(sources.map(({ path }) => path.split('/', 1)[0] ?? ''))];
  if (tops.length > 1 && !sources.some(isGivenFolder)) return count(sources.length, 'file');
  return tops.length < 3 ? tops.map((top) => visible(top, 60)).join(' and ') : `${count(sources.length, 'file')} and folders`;
}

const uses = (recognised: Recognised, name: JourneyName) => wanted[name].filter((kind) => recognised.best(kind) !== undefined);

/** Which journey gets it: the present one if it can use anything of it, else the one that can use most of what it is for. */
function taker(recognised: Recognised): JourneyName | undefined {
  if (uses(recognised, here.value).length > 0) return here.value;
  const { length: manifests } = recognised.all('manifest');
  if (manifests > 1 && recognised.all('pin').length + recognised.all('matrix').length === 0) return 'change';
  return names
    .map((name) => ({ name, used: uses(recognised, name).length }))
    .reduce((best, next) => (next.used > best.used ? next : best), { name: undefined as JourneyName | undefined, used: 0 }).name;
}

/** A journey with files that are its own to choose from. */
async function open(name: JourneyName, files: readonly Found[]): Promise<void> {
  const focused = document.activeElement;
  goTo(name);
  await (await journeyNamed(name)).take(files);
  // The button that files were chosen by may be gone now.
  setTimeout(() => {
    if (focused !== document.body && document.activeElement === document.body) focusMain();
  });
}

/** What the present journey leaves to others. */
function elsewhereOf(recognised: Recognised, taken: JourneyName, files: readonly Found[]): Arrival['elsewhere'] {
  const left = (name: JourneyName) => uses(recognised, name).filter((kind) => !wanted[taken].includes(kind));
  return names.filter((name) => name !== taken && left(name).length > 0).map((journey) => ({
    journey,
    text: `Open ${kindsListed(recognised, left(journey), true)} in ${titles[journey]}`,
    open: () => void open(journey, files).catch(failed),
  }));
}

/** A document that was chosen stands where the journey has those of its kind, so that it goes without its folders. */
const alone = ({ path, blob }: Found): Found => ({ path: baseName(path), blob });

/** Of the trio there is one of each kind; the other journeys take several and order them themselves. */
function choicesOf(recognised: Recognised, name: JourneyName): Choice[] {
  const several = name === 'trio' ? uses(recognised, name).filter((kind) => recognised.all(kind).length > 1) : [];
  return several.map((kind) => {
    const all = recognised.all(kind);
    const files = all.slice(0, CHOICES).map(({ file }) => file);
    return {
      title: capital(kindTitles[kind][0]),
      paths: files.map(({ path }) => visible(path, 100)),
      more: all.length - files.length,
      take: (place) => void open(name, files.slice(place, place + 1).map(alone)).catch(failed),
    };
  });
}

const known = listed(Object.values(wanted).flat().filter((kind, place, all) => all.indexOf(kind) === place).map((kind) => kindTitles[kind][1]));

function refuse(text: string, remarks: readonly string[] = []): void {
  arrival.value = { state: 'refused', text, remarks, choices: [], elsewhere: [] };
}

function failed(error: unknown): void {
  refuse(`It could not be taken: ${messageOf(error)}`);
}

/** What was taken, out of what, and how much else there was. */
function takenSaid(recognised: Recognised, kinds: readonly DocumentKind[], from: string, files: number): string {
  if (kinds.length === 0) return `${count(files, 'file')} from ${from}.`;
  const others = files - kinds.reduce((sum, kind) => sum + recognised.all(kind).length, 0);
  const rest = others > 0 ? `; ${count(others, 'other file')}` : '';
  return `${capital(kindsListed(recognised, kinds))} from ${from}${rest}.`;
}

async function settle(files: readonly Found[], remarks: string[], from: string, signal: AbortSignal): Promise<void> {
  const following = { signal, onProgress: (part: unknown) => reading(`Recognising what is in ${from}`, part) };
  const recognised = await sorted(files, following);
  signal.throwIfAborted();
  for (const { encoding, file, kind } of recognised.candidates) {
    if (encoding === 'UTF-16' && remarks.length < 20) remarks.push(`${visible(file.path, 80)} is a ${kindTitles[kind][0]} in UTF-16; a document has to be UTF-8.`);
  }
  const takesAny = (await journeyNamed(here.value)).takesAny?.() === true;
  signal.throwIfAborted();
  const name = takesAny ? here.value : taker(recognised);
  if (name === undefined && here.value === 'envelopes' && files.length === 1) {
    // Whatever a service answers is an envelope, broken ones most of all.
    await open('envelopes', files);
    signal.throwIfAborted();
    arrival.value = { state: 'taken', text: `${capital(from)}, taken as an answer of the service.`, remarks, choices: [], elsewhere: [] };
  } else if (files.length === 0) refuse(`Nothing was taken from ${from}.`, remarks);
  else if (name === undefined) {
    const inside = files.length === 1 ? from : `${from} (${count(files.length, 'file')})`;
    const said = recognised.kinds.length === 0
      ? `Nothing in ${inside} is a document that this page knows.`
      : `There is only ${kindsListed(recognised, recognised.kinds, true)} in ${inside}, which is not judged by itself.`;
    refuse(`${said} It judges ${known}, whatever their names are.`, remarks);
  } else {
    await open(name, files);
    signal.throwIfAborted();
    const used = takesAny ? recognised.kinds : uses(recognised, name);
    const text = takenSaid(recognised, used, from, files.length);
    arrival.value = { state: 'taken', text, remarks, choices: choicesOf(recognised, name), elsewhere: elsewhereOf(recognised, name, files) };
  }
}

function reading(text: string, part?: unknown): void {
  const said = typeof part === 'number' && part > 0 ? `${text}: ${Math.round(100 * part)} %` : text;
  arrival.value = { state: 'reading', text: said, remarks: [], choices: [], elsewhere: [] };
}

/** What is read now. */
let current: AbortController | undefined;

/** Takes what was given; what arrived before and is still read is given up. */
export async function arrive(sources: readonly Source[]): Promise<void> {
  if (sources.length === 0) return;
  current?.abort();
  const own = new AbortController();
  current = own;
  const from = nameOf(sources);
  reading(`Reading ${from}`);
  try {
    const { files, remarks } = await gather(sources, { signal: own.signal, onProgress: (part) => own.signal.aborted || reading(`Reading ${from}`, part) });
    await settle(files, remarks, from, own.signal);
  } catch (error) {
    if (!own.signal.aborted) failed(error);
  }
}

/** Gives up what is still read. */
export function stop(): void {
  current?.abort();
  arrival.value = undefined;
}
