// Judging the answers of the service: one with everything about it, or many by their classes.
import type { EnvelopeClassification } from 'lockstep-contracts';
import { judgeHar, HAR_LIMIT } from '../envelopes/har.ts';
import { HEAD, headOf } from '../envelopes/http.ts';
import { classesOf, contracts, described, judges, type Judges, type Settings } from '../envelopes/judges.ts';
import { kindOf, type InputKind } from '../envelopes/kind.ts';
import { blocks, eachLine } from '../envelopes/lines.ts';
import { HarSource, LineSource, Many, type Details, type Row } from '../envelopes/many.ts';
import { Verdicts, type Choice, type Counts } from '../envelopes/verdicts.ts';
import type { Context } from '../protocol.ts';

export type { Choice, Counts, Details, InputKind, Row, Settings };

/** How an input is read and judged. */
export interface Reading extends Settings {
  /** What it holds; `auto` is told by its beginning. */
  kind: InputKind | 'auto';
  /** Of a HAR file only entries whose address holds this. */
  address: string;
}

/** One answer, judged. */
export interface OneJudged {
  kind: 'body' | 'http';
  /** The headers before the body. */
  headers: string[];
  /** Where the body begins, in bytes. */
  bodyStart: number;
  /** How many lines stand before the body. */
  linesBefore: number;
  size: number;
  /** One a contract. */
  descriptions: EnvelopeClassification[];
}

/** Many answers, judged; asked about by their `id`. */
export interface ManyJudged extends Counts {
  kind: 'ndjson' | 'records' | 'har';
  id: number;
  /** The names of the classes by their numbers. */
  names: readonly string[];
  /** How many bytes were read, and in which time. */
  bytes: number;
  milliseconds: number;
  /** Whether that is all. */
  isComplete: boolean;
}

/** How far the judging of many is. */
export interface Progress extends Counts {
  bytes: number;
  names: readonly string[];
}

/** How many bytes are judged before the worker hears the page again; fewer where everything about each answer is looked at. */
const PIECE = 1 << 21;
const SLOW_PIECE = 1 << 16;
/** A HAR file with more bytes is said to be under way. */
const LONG = 1 << 20;
/** How often the page is told how far it is, in milliseconds. */
const OFTEN = 100;
/** A record may have so much beside its body, and write each byte of it in so many. */
const RECORD_MARGIN = 65_536;
const ESCAPE = 3;

/** The last id that was given, and the answers that rows are asked of. */
let last = 0;
let current: { id: number; many: Many; names: readonly string[] } | undefined;

async function one(judges: Judges, blob: Blob, kind: 'body' | 'http', reading: Reading): Promise<OneJudged> {
  const beginning = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const head = kind === 'http' ? headOf(beginning) : undefined;
  const bodyStart = head?.bodyStart ?? 0;
  const body = new Uint8Array(await blob.slice(bodyStart, bodyStart + judges.limit + 1).arrayBuffer());
  const status = head?.status ?? reading.status;
  const descriptions = described(judges, { status, body }, reading);
  let linesBefore = 0;
  eachLine(beginning.subarray(0, bodyStart), () => linesBefore++);
  return { kind, headers: head?.headers ?? [], bodyStart, linesBefore, size: blob.size - bodyStart, descriptions };
}

async function judgeLines({ signal, progress }: Context, judges: Judges, blob: Blob, kind: 'ndjson' | 'records', reading: Reading) {
  const source = new LineSource(blob, kind, reading);
  const many = new Many(source, judges, reading);
  let bytes = 0;
  let told = performance.now();
  const limit = kind === 'records' ? ESCAPE * judges.limit + RECORD_MARGIN : judges.limit;
  for await (const block of blocks(blob, limit, reading.answer === 'any' ? PIECE : SLOW_PIECE)) {
    many.verdicts.push(classesOf(judges, block.bytes, kind, reading));
    source.note(block);
    bytes = block.start + block.bytes.length;
    if (signal.aborted) return { many, bytes };
    if (performance.now() - told < OFTEN) continue;
    told = performance.now();
    progress({ bytes, names: judges.names, ...many.verdicts.counts } satisfies Progress);
  }
  return { many, bytes: blob.size };
}

async function judgeEntries(context: Context, judges: Judges, blob: Blob, reading: Reading) {
  if (blob.size > HAR_LIMIT) {
    throw new Error(`the HAR file has more than ${HAR_LIMIT / 1_048_576} MiB, which is too large for this page: \`lockstep classify\` takes larger ones`);
  }
  if (blob.size > LONG) context.progress({ bytes: 0, names: judges.names, ...new Verdicts(contracts.length).counts } satisfies Progress);
  const { entries, classes } = await judgeHar(context, blob, judges, reading);
  const wanted = entries.filter(({ address }) => address.includes(reading.address));
  const many = new Many(new HarSource(wanted, reading), judges, reading);
  many.verdicts.push(classes.map((column) => Uint8Array.from(wanted, ({ number }) => column[number] ?? 0)));
  return { many, bytes: blob.size };
}

/** What the worker does with answers of the service. */
export const envelopes = {
  /** Judges what an input holds. Stopped, it gives what it has so far. */
  async judgeEnvelopes(context: Context, blob: Blob, reading: Reading): Promise<OneJudged | ManyJudged> {
    const id = ++last;
    const loaded = await judges();
    const began = performance.now();
    const kind = reading.kind === 'auto' ? await kindOf(blob, ESCAPE * loaded.limit + RECORD_MARGIN) : reading.kind;
    if (kind === 'body' || kind === 'http') {
      // Nobody asks any more about what was judged before, which may be much.
      if (id === last) current = undefined;
      return one(loaded, blob, kind, reading);
    }
    const { many, bytes } = kind === 'har'
      ? await judgeEntries(context, loaded, blob, reading)
      : await judgeLines(context, loaded, blob, kind, reading);
    if (id === last) current = { id, many, names: loaded.names };
    const milliseconds = performance.now() - began;
    return { kind, id, names: loaded.names, bytes, milliseconds, isComplete: bytes === blob.size, ...many.verdicts.counts };
  },

  /** Some of the answers that are chosen, and how many these are. */
  async envelopeRows(_: Context, id: number, choice: Choice, from: number, count: number): Promise<{ total: number; rows: Row[] }> {
    if (current?.id !== id) return { total: 0, rows: [] };
    const { many } = current;
    const chosen = many.verdicts.choose(choice);
    const total = chosen?.length ?? many.verdicts.length;
    const places = Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, place) => chosen?.[from + place] ?? from + place);
    return { total, rows: await Promise.all(places.map((place) => many.row(place))) };
  },

  /** Everything about one of the answers; null where others have been judged since. */
  async envelopeDetails(_: Context, id: number, row: number): Promise<Details | null> {
    return current?.id === id ? current.many.details(row) : null;
  },

  /** Lets go of all answers. */
  async forgetEnvelopes(_: Context): Promise<void> {
    last++;
    current = undefined;
  },

  /** The classes of all answers as a table: a line an answer, a column a contract. */
  async envelopeTable(_: Context, id: number, form: 'csv' | 'ndjson'): Promise<Blob> {
    if (current?.id !== id) throw new Error('other answers have been judged since');
    const { many, names } = current;
    const parts: string[] = form === 'csv' ? [`${[many.source.unit, ...contracts].join(',')}\n`] : [];
    let part = '';
    for (let row = 0; row < many.verdicts.length; row++) {
      const number = many.source.numberAt(row);
      const classes = many.verdicts.at(row).map((place) => names[place] ?? '');
      part += form === 'csv'
        ? `${[number, ...classes].join(',')}\n`
        : `${JSON.stringify({ [many.source.unit]: number, classes: Object.fromEntries(contracts.map((contract, place) => [contract, classes[place]])) })}\n`;
      if (part.length < 1 << 20) continue;
      parts.push(part);
      part = '';
    }
    return new Blob([...parts, part]);
  },
};
