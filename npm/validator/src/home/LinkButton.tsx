// A link that carries the documents.
import { useState } from 'preact/hooks';
import { counted } from '../documents/amounts.ts';
import { carriesAnything } from './held.ts';
import { LONGEST_IN_CHAT, LONGEST_MADE, LinkError, payloadOf } from './link.ts';
import type { Carried } from './offer.ts';
import { copy } from './save.ts';
import type { Attempt } from './TakeHome.tsx';

async function linkTo(carried: Carried): Promise<string> {
  if (!carriesAnything(carried)) throw new LinkError('there is no document yet that a link could carry');
  const link = `${location.href.split('#', 1)[0]}#${carried.journey}=${await payloadOf(carried)}`;
  if (link.length > LONGEST_MADE) {
    const length = `${counted(link.length)} characters, more than the ${counted(LONGEST_MADE)}`;
    throw new LinkError(`the link would have ${length} that an issue or a comment takes; send the files instead`);
  }
  return link;
}

/** What is said of a link beside that it is there. */
function about({ length }: string, { without }: Carried): string {
  const inChat = length > LONGEST_IN_CHAT ? ' Some chat programs cut it: put it into an issue or a mail.' : '';
  return `a link of ${counted(length)} characters${without === undefined ? '' : `, without ${without}`}.${inChat}`;
}

/** The button that copies the link, or shows it where it cannot be copied. */
export function LinkButton({ carried, attempt }: { carried(): Carried; attempt: Attempt }) {
  const [shown, show] = useState('');
  const copyLink = async () => {
    const present = carried();
    const made = linkTo(present);
    show('');
    try {
      await copy(made);
      return `Copied ${about(await made, present)}`;
    } catch {
      const link = await made;
      show(link);
      return `The browser does not let the page write to the clipboard. Here is ${about(link, present)}`;
    }
  };
  return (
    <div class="home-link">
      <div class="row">
        <button type="button" class="button" onClick={() => void attempt(copyLink)}>
          <svg class="home-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M7 9a2.5 2.5 0 0 0 3.6 0l2.2-2.2a2.5 2.5 0 0 0-3.6-3.6L8 4.4M9 7a2.5 2.5 0 0 0-3.6 0L3.2 9.2a2.5 2.5 0 0 0 3.6 3.6L8 11.6" /></svg>
          Copy link
        </button>
        <span class="quiet home-about">
          It carries the documents behind its #, which a browser never sends to a server. Whoever has the link can read them.
          {location.protocol === 'file:' && ' This page is a file: the link leads only to where the file lies in the same place.'}
        </span>
      </div>
      {shown !== '' && (
        <label class="home-link-shown">
          <span>The link, to copy by hand</span>
          <input class="field code" readOnly value={shown} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </div>
  );
}
