// Links that carry a journey's documents behind the `#`, which browsers never send to a server.
//
// `#trio=1.<base64url of zlib of what is carried>.end`: the number is the version of the form; zlib's checksum and the end
// tell a link that was changed or cut on its way. What is carried is a line of JSON, then the bytes of the documents in its order.
import { bytesOfCharacters, characters, joined } from '../documents/bytes.ts';
import type { Carried, JourneyName } from './offer.ts';

/** How long a link may be that the page makes: an issue, a comment and every browser take it. */
export const LONGEST_MADE = 60_000;
/** Above this, chat programs cut a message. */
export const LONGEST_IN_CHAT = 20_000;
/** How long a payload may be that the page reads, in characters. */
const LONGEST_READ = 1_000_000;
/** How many bytes may come out of it. */
const MOST_BYTES = 4 << 20;
const MOST_DOCUMENTS = 64;
const MOST_SETTINGS = 32;
/** How long a name, a place or a setting may be. */
const LONGEST_TEXT = 1024;

const TOO_LARGE = 'the documents are too large for a link';
const CHANGED = 'it was changed on its way';
const FORM = 'its list of documents has a form that this page does not know';

/** What is wrong with a link, in words. */
export class LinkError extends Error {}

function check(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new LinkError(reason);
}

const encoder = new TextEncoder();

/** What stands behind `#journey=`. Rejects with a `LinkError` where a link could not carry it. */
export async function payloadOf({ documents, settings }: Carried): Promise<string> {
  const texts = [...Object.entries(documents).flatMap(([place, { name }]) => [place, name]), ...Object.entries(settings).flat()];
  check(texts.every(isText), `a name or a setting is longer than ${LONGEST_TEXT} characters`);
  check(Object.keys({ ...documents, ...settings }).every(isKey), 'a link can carry nothing in the place __proto__');
  check(Object.keys(documents).length <= MOST_DOCUMENTS, `there are more than ${MOST_DOCUMENTS} documents`);
  const listed = Object.entries(documents).map(([place, { name, bytes }]) => [place, name, bytes?.length ?? null]);
  const header = encoder.encode(`${JSON.stringify({ documents: listed, settings })}\n`);
  const parts = [header, ...Object.values(documents).flatMap(({ bytes }) => bytes ?? [])];
  check(parts.reduce((sum, { length }) => sum + length, 0) <= MOST_BYTES, TOO_LARGE);
  // By the browser and not by a library: it does not hold the page up.
  const packed = await through(joined(parts), new CompressionStream('deflate'), LONGEST_READ / 2, TOO_LARGE);
  return `1.${btoa(characters(packed)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}.end`;
}

/** The bytes in small pieces, so that little more is unpacked than is asked for. */
function pieces(bytes: Uint8Array<ArrayBuffer>): ReadableStream<BufferSource> {
  let at = 0;
  return new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += 1024)));
    },
  });
}

/** What comes out of a stream that bytes go into; more than `most` is refused for a reason. */
async function through(
  bytes: Uint8Array<ArrayBuffer>, stream: ReadableWritablePair<Uint8Array, BufferSource>, most: number, reason: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = pieces(bytes).pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(parts);
    length += value.length;
    if (length > most) {
      void reader.cancel();
      throw new LinkError(reason);
    }
    parts.push(value);
  }
}

/** The bytes that were packed. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await through(packed, new DecompressionStream('deflate'), MOST_BYTES, `it carries more than ${MOST_BYTES >> 20} MiB`);
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError(CHANGED);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

/** A key of an object; that one would be no key, but what the object stems from. */
function isKey(value: unknown): value is string {
  return isText(value) && value !== '__proto__';
}

function isLength(value: unknown): value is number | null {
  return value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
}

/** The list at the beginning of what is carried. */
function header(line: Uint8Array): { documents: unknown[]; settings: Record<string, string> } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
  } catch {
    throw new LinkError(FORM);
  }
  check(isRecord(value), FORM);
  const { documents, settings, ...others } = value;
  const unknown = Object.keys(others)[0];
  check(unknown === undefined, `this page does not know its key ${JSON.stringify(String(unknown).slice(0, 40))}`);
  check(Array.isArray(documents) && isRecord(settings), FORM);
  check(documents.length <= MOST_DOCUMENTS, `it carries more than ${MOST_DOCUMENTS} documents`);
  const chosen = Object.entries(settings);
  check(chosen.length <= MOST_SETTINGS, `it carries more than ${MOST_SETTINGS} settings`);
  const texts = chosen.map(([key, text]): [string, string] => {
    check(isKey(key) && isText(text), FORM);
    return [key, text];
  });
  return { documents, settings: Object.fromEntries(texts) };
}

/** What a payload carries. Rejects with a `LinkError`, whatever the payload is. */
export async function carriedBy(journey: JourneyName, payload: string): Promise<Carried> {
  check(payload.length <= LONGEST_READ, `it is longer than ${LONGEST_READ} characters`);
  const [version = '', text = '', end, ...more] = payload.split('.');
  check(/^\d{1,4}$/.test(version), 'it is no link of this page');
  check(version === '1', `its form ${version} is of another version of this page`);
  check(end === 'end' && more.length === 0, 'it was cut on its way: its end is missing');
  check(/^[\w-]+$/.test(text), CHANGED);
  let packed: Uint8Array<ArrayBuffer>;
  try {
    packed = bytesOfCharacters(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    throw new LinkError(CHANGED);
  }
  const whole = await unpacked(packed);
  const line = whole.indexOf(0x0a);
  check(line >= 0, FORM);
  const { documents, settings } = header(whole.subarray(0, line));
  let at = line + 1;
  const entries: [string, Carried['documents'][string]][] = [];
  for (const listed of documents) {
    check(Array.isArray(listed) && listed.length === 3, FORM);
    const [place, name, length] = listed as unknown[];
    check(isKey(place) && isText(name) && isLength(length) && !entries.some(([other]) => other === place), FORM);
    check((length ?? 0) <= whole.length - at, FORM);
    entries.push([place, { name, bytes: length === null ? null : whole.slice(at, at + length) }]);
    at += length ?? 0;
  }
  check(at === whole.length, FORM);
  return { journey, documents: Object.fromEntries(entries), settings };
}
