// One finding of an item: what, where, what should stand there, what to do.
import { Fragment } from 'preact';
import { Prose, SeverityChip } from '../../findings/words.tsx';
import type { Finding } from './forms.ts';
import { PlaceButton } from './Foreign.tsx';

/** How many other places of a finding are shown. */
const MOST_PLACES = 10;

/** One finding with its places. */
export function FindingView({ finding: { severity, message, primary, related, expected, actual, help } }: { finding: Finding }) {
  return (
    <li class="handoff-finding">
      <p><SeverityChip severity={severity} /> <strong><Prose text={message} /></strong></p>
      <dl class="handoff-values">
        <dt>Where</dt><dd><PlaceButton file={primary.document} line={primary.line} column={primary.column} range={primary} /></dd>
        <dt>Expected</dt><dd><Prose text={expected} /></dd>
        <dt>Actual</dt><dd><Prose text={actual} /></dd>
        <dt>What to do</dt><dd><Prose text={help} /></dd>
        {related.slice(0, MOST_PLACES).map((label, place) => (
          <Fragment key={place}>
            <dt>See</dt>
            <dd><PlaceButton file={label.document} line={label.line} column={label.column} range={label} /> <Prose text={label.text} /></dd>
          </Fragment>
        ))}
      </dl>
      {related.length > MOST_PLACES && <p class="quiet">and {related.length - MOST_PLACES} more places</p>}
    </li>
  );
}
