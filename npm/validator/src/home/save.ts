// Out of the page: into a file, or onto the clipboard.
import { bytesInWords } from '../documents/amounts.ts';
import { safeName } from './names.ts';
import type { Offer } from './offer.ts';

/** How long a browser may take until it reads what it is given to save, in milliseconds. */
const READ_WITHIN = 60_000;

/** Whether it can be pasted as text. */
export function isText({ type }: Offer): boolean {
  return /^text\/|[/+](?:json|x-ndjson|xml)$/.test(type);
}

/** Makes a file and gives it to the browser to save; returns what to say of it. */
export async function save(offer: Offer): Promise<string> {
  const blob = new Blob([await offer.make()], { type: offer.type });
  const name = safeName(offer.name);
  const address = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), READ_WITHIN);
  return `Downloaded ${name}, ${bytesInWords(blob.size)}.`;
}

/** Puts a text onto the clipboard. Rejects where it cannot be made, or the browser does not allow it. */
export async function copy(text: Promise<string>): Promise<void> {
  const blob = text.then((made) => new Blob([made], { type: 'text/plain' }));
  // Told below, by the text itself.
  blob.catch(() => {});
  try {
    // With the promise, not what it gives: some browsers forget in between that somebody pressed a button.
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } catch {
    // What could not be made says why itself.
    await text;
    throw new Error('the browser does not let the page write to the clipboard');
  }
}

/** Makes a file and copies it as text; returns what to say of it. */
export async function copyOffer(offer: Offer): Promise<string> {
  const made = offer.make().then((content) => (typeof content === 'string' ? content : new TextDecoder().decode(content)));
  await copy(made);
  return `Copied ${safeName(offer.name)}, ${bytesInWords(new Blob([await made]).size)}.`;
}
