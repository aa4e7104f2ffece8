// The answers of a HAR file. The program judges them; the page reads them a second time, to show them.
import * as lockstep from 'lockstep-contracts';
import { program } from '../modules.ts';
import type { Context } from '../protocol.ts';
import { contracts, type Judges, type Settings } from './judges.ts';
import { bytesOfText, type Answer } from './record.ts';

/** The largest HAR file, in bytes: it is held whole, several times. */
export const HAR_LIMIT = 1 << 26;

/** One exchange of a HAR file. */
export interface Entry {
  /** Its position in `log.entries`. */
  number: number;
  method: string;
  address: string;
  status: number | null;
  /** The body as the file has it. */
  text: string;
  isBase64: boolean;
}

/** What the program says of a HAR file: the class of each entry under each contract. */
export interface Judged {
  entries: Entry[];
  classes: Uint8Array[];
}

const name = 'answers.har';

interface Line {
  entry?: number;
  classification?: { class: string };
  summary?: { total: number; errors: { message: string }[] };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function entryOf(value: unknown, number: number): Entry {
  const [request, response] = [member(value, 'request'), member(value, 'response')];
  const [status, content] = [member(response, 'status'), member(response, 'content')];
  return {
    number,
    method: textOf(member(request, 'method')),
    address: textOf(member(request, 'url')),
    // Browsers write 0 where no answer came.
    status: typeof status === 'number' && status > 0 ? status : null,
    text: textOf(member(content, 'text')),
    isBase64: member(content, 'encoding') === 'base64',
  };
}

/** The entries of a HAR file; none where it has none. */
function entriesOf(bytes: Uint8Array): Entry[] {
  const entries = member(member(JSON.parse(new TextDecoder().decode(bytes)), 'log'), 'entries');
  return Array.isArray(entries) ? entries.map(entryOf) : [];
}

/** The answer of an entry. */
export function answerOf({ status, text, isBase64 }: Entry, settings: Settings): Answer {
  const body = isBase64 ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0)) : bytesOfText(text);
  return { status: status ?? settings.status, body };
}

/** Runs `lockstep classify` over a HAR file. */
function verdicts(bytes: Uint8Array, contract: string, { status, answer }: Settings): Line[] {
  const words = ['classify', name, '--input', 'har', '--format', 'ndjson', '--contract', contract, '--answer', answer];
  if (status !== null) words.push('--status', String(status));
  const { stdout } = lockstep.runProgram(words, { files: { [name]: bytes } });
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Line);
}

/** Lets the worker hear what the page says meanwhile. */
const heard = () => new Promise((resolve) => setTimeout(resolve));

/** Judges a HAR file. Throws with the program's own words where it cannot be used. */
export async function judgeHar({ signal }: Context, blob: Blob, { names }: Judges, settings: Settings): Promise<Judged> {
  await program();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const numbers = new Map(names.map((name, number) => [name, number]));
  const classes: Uint8Array[] = [];
  for (const contract of contracts) {
    await heard();
    signal.throwIfAborted();
    const lines = verdicts(bytes, contract, settings);
    const summary = lines.at(-1)?.summary;
    if (summary === undefined || summary.errors[0] !== undefined) throw new Error(summary?.errors[0]?.message ?? 'the HAR file cannot be used');
    // The program tells of those that do not conform; class 0 conforms.
    const column = new Uint8Array(summary.total);
    for (const { entry, classification } of lines) {
      if (entry !== undefined && classification !== undefined) column[entry] = numbers.get(classification.class) ?? 0;
    }
    classes.push(column);
  }
  return { entries: entriesOf(bytes), classes };
}
