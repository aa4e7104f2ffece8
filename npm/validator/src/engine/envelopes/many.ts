// Many answers that were judged: their verdicts, and where each of them stands, so that any can be looked at again.
import { answerOf, type Entry } from './har.ts';
import { answerIn, described, type Judges, type Settings } from './judges.ts';
import { eachLine, type Block } from './lines.ts';
import type { Answer } from './record.ts';
import { Verdicts } from './verdicts.ts';
import type { EnvelopeClassification } from 'lockstep-contracts';

/** How many lines, and how many bytes of lines, lie between two whose places are known. */
const LINES = 64;
const BYTES = 65_536;
/** The longest line that is judged again for a row of the table. */
const ROW = 65_536;
/** How much of a body is shown. */
export const EXCERPT = 65_536;

/** An answer as a row of a table. */
export interface Row {
  /** Its position among all. */
  row: number;
  /** Its line, from 1, or its position in `log.entries`, from 0. */
  number: number;
  /** What was asked, in a HAR file. */
  request: string | null;
  status: number | null;
  /** The numbers of its classes, one a contract. */
  classes: number[];
  /** Its error code, and why the consumer goes on without it, one a contract; null where it is too long for a row. */
  said: { code: string | null; reasons: (string | null)[] } | null;
}

/** Everything about one answer. */
export interface Details {
  row: number;
  number: number;
  request: string | null;
  /** The beginning of the body. */
  body: Uint8Array<ArrayBuffer>;
  /** How many bytes the body has. */
  size: number;
  /** One a contract. */
  descriptions: EnvelopeClassification[];
}

/** An answer, and where it stands. */
interface Placed {
  number: number;
  request: string | null;
  /** Undefined where it is longer than was asked for. */
  answer: Answer | undefined;
}

/** Where answers stand. */
interface Source {
  readonly unit: 'line' | 'entry';
  /** Its line, from 1, or its position in `log.entries`, from 0. */
  numberAt(row: number): number;
  /** The answer at a position, read if it is no longer than so many bytes. */
  at(row: number, most: number): Promise<Placed>;
}

/** The lines of a file, of which each of some dozens has a known place. */
export class LineSource implements Source {
  readonly unit = 'line';
  /** The first lines of stretches, and where these begin; ordered. */
  private readonly rows: number[] = [];
  private readonly starts: number[] = [];
  private count = 0;

  constructor(private readonly blob: Blob, private readonly kind: 'ndjson' | 'records', private readonly settings: Settings) {}

  /** Notes where lines stand that follow those noted. */
  note({ bytes, start }: Block): void {
    eachLine(bytes, (at) => {
      const place = start + at;
      if (this.count - (this.rows.at(-1) ?? -LINES) >= LINES || place - (this.starts.at(-1) ?? 0) >= BYTES) {
        this.rows.push(this.count);
        this.starts.push(place);
      }
      this.count++;
    });
  }

  numberAt(row: number): number {
    return row + 1;
  }

  async at(row: number, most: number): Promise<Placed> {
    const stretch = this.rows.findLastIndex((first) => first <= row);
    const start = this.starts[stretch] ?? 0;
    const next = this.starts[stretch + 1] ?? this.blob.size;
    // A line begins less than `BYTES` behind the beginning of its stretch.
    const end = Math.min(start + BYTES + most + 1, next);
    const bytes = new Uint8Array(await this.blob.slice(start, end).arrayBuffer());
    let left = row - (this.rows[stretch] ?? 0);
    let from = 0;
    for (; left > 0; left--) from = bytes.indexOf(0x0a, from) + 1;
    const feed = bytes.indexOf(0x0a, from);
    const line = bytes.subarray(from, feed < 0 ? bytes.length : feed);
    const isWhole = line.length <= most && (feed >= 0 || end === next);
    return { number: row + 1, request: null, answer: isWhole ? answerIn(line, this.kind, this.settings) : undefined };
  }
}

/** The entries of a HAR file. */
export class HarSource implements Source {
  readonly unit = 'entry';

  constructor(private readonly entries: readonly Entry[], private readonly settings: Settings) {}

  numberAt(row: number): number {
    return this.entries[row]?.number ?? row;
  }

  async at(row: number, most: number): Promise<Placed> {
    const entry = this.entries[row];
    if (entry === undefined) throw new Error('there is no such entry');
    const { number, method, address, text } = entry;
    const answer = text.length > most ? undefined : answerOf(entry, this.settings);
    return { number, request: `${method} ${address}`, answer };
  }
}

/** Many answers, judged. */
export class Many {
  readonly verdicts: Verdicts;

  constructor(readonly source: Source, private readonly judges: Judges, private readonly settings: Settings) {
    this.verdicts = new Verdicts(judges.classifiers.length);
  }

  /** One answer as a row. */
  async row(row: number): Promise<Row> {
    const { number, request, answer } = await this.source.at(row, ROW);
    const classes = this.verdicts.at(row);
    if (answer === undefined) return { row, number, request, status: null, classes, said: null };
    const descriptions = described(this.judges, answer, this.settings);
    const said = {
      code: descriptions.find(({ code }) => code !== null)?.code?.text.slice(0, 100) ?? null,
      reasons: descriptions.map(({ fallback }) => fallback?.reason ?? null),
    };
    return { row, number, request, status: answer.status, classes, said };
  }

  /** Everything about one answer. */
  async details(row: number): Promise<Details> {
    const { limit } = this.judges;
    const { number, request, answer } = await this.source.at(row, 4 * limit);
    // What is longer than any record may be shows itself as too large, whatever it holds.
    const { status, body } = answer ?? { status: this.settings.status, body: new Uint8Array(limit + 1) };
    const descriptions = described(this.judges, { status, body: body.subarray(0, limit + 1) }, this.settings);
    return { row, number, request, body: new Uint8Array(body.subarray(0, EXCERPT)), size: body.length, descriptions };
  }
}
