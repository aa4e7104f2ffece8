// Everything that a journey gives to take home: files, a patch, a link.
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { messageOf } from '../shell/errors.ts';
import { changeOffers } from './changes.ts';
import { announce } from './held.ts';
import './home.css';
import { LinkButton } from './LinkButton.tsx';
import { safeName } from './names.ts';
import type { Carried, Change, Offer } from './offer.ts';
import { copyOffer, isText, save } from './save.ts';

/** What there is to take home. */
export interface TakeHomeProperties {
  offers: readonly Offer[];
  /** The documents that were changed; without it the journey changes none. */
  changes?: readonly Change[];
  /** What a link to the journey carries. */
  carried(): Carried;
}

/** Runs what a button does, and says what came of it. */
export type Attempt = (work: () => Promise<string>) => Promise<void>;

interface Said {
  text: string;
  failed: boolean;
}

interface OfferProperties {
  offer: Offer;
  attempt: Attempt;
}

function OfferButtons({ offer, attempt }: OfferProperties) {
  // Who does not see the group that the buttons stand in is told.
  const matter = offer.group ?? '';
  return (
    <span class="home-offer">
      <button type="button" class="button" title={`Download ${safeName(offer.name)}`} onClick={() => void attempt(() => save(offer))}>
        <svg class="home-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v8M4.5 7 8 10.5 11.5 7M3 13.5h10" /></svg>
        <span class="unseen">Download {matter} </span>
        <span class="foreign">{offer.title}</span>
      </button>
      {isText(offer) && (
        <button type="button" class="button home-copy" title="Copy" onClick={() => void attempt(() => copyOffer(offer))}>
          <svg class="home-icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3" /></svg>
          <span class="unseen">Copy {matter} {offer.title}</span>
        </button>
      )}
    </span>
  );
}

/** Offers by their groups, in the order of the first of each. */
function grouped(offers: readonly Offer[]): [string, Offer[]][] {
  return [...Map.groupBy(offers, ({ group = 'Files' }) => group)];
}

/** The panel with everything that a journey gives. */
export function TakeHome({ offers, changes, carried }: TakeHomeProperties) {
  const heading = useId();
  const [said, setSaid] = useState<Said>({ text: '', failed: false });
  const journey = useMemo(() => carried().journey, []);
  useEffect(() => announce(journey, carried));
  const attempts = useRef(0);
  const attempt: Attempt = async (work) => {
    const own = ++attempts.current;
    // What was pressed before may take longer.
    const say = (text: string, failed = false) => own === attempts.current && setSaid({ text, failed });
    say('Making it');
    try {
      say(await work());
    } catch (error) {
      say(`Not done: ${messageOf(error)}.`, true);
    }
  };
  const changed = changes === undefined ? undefined : changeOffers(changes);
  return (
    <section class="panel home" aria-labelledby={heading}>
      <div class="panel-head">
        <h2 id={heading}>Take home</h2>
        <p class="home-said" role="status">{!said.failed && said.text !== '' && <span class="foreign">{said.text}</span>}</p>
        {said.failed && <p class="home-said home-failed" role="alert"><span class="foreign">{said.text}</span></p>}
      </div>
      <div class="panel-body home-groups">
        {grouped(offers).map(([group, members]) => (
          <div class="home-group" role="group" aria-label={group} key={group}>
            <h3 class="foreign">{group}</h3>
            <div class="row">{members.map((offer, index) => <OfferButtons key={index} offer={offer} attempt={attempt} />)}</div>
          </div>
        ))}
        {changed !== undefined && (
          <div class="home-group" role="group" aria-label="Corrected files">
            <h3>Corrected files</h3>
            <div class="row">
              {changed.offers.map((offer, index) => <OfferButtons key={index} offer={offer} attempt={attempt} />)}
              <span class="quiet home-about">{changed.said}</span>
            </div>
          </div>
        )}
        <div class="home-group" role="group" aria-label="Link">
          <h3>Link</h3>
          <LinkButton carried={carried} attempt={attempt} />
        </div>
      </div>
    </section>
  );
}
