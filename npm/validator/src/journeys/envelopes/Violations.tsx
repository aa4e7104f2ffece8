// What is wrong with one answer, and where.
import type { Violation } from 'lockstep-contracts';
import { count } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import { Explanation } from '../../findings/Explanation.tsx';
import { Prose, SeverityChip } from '../../findings/words.tsx';

/** The most that are listed. */
const MOST = 100;
/** The most characters of a value that are shown. */
const LONG = 400;

/** Violations, and where the body that they are about is shown. */
export interface ViolationsProperties {
  violations: readonly Violation[];
  /** How many lines are shown before the body; undefined where the body is shown alone, with lines of its own. */
  linesBefore: number | undefined;
  /** How many bytes of the body are shown; what lies behind them cannot be gone to. */
  shownBytes: number;
  onReveal(violation: Violation): void;
}

function placeOf({ line, column }: Violation, linesBefore: number | undefined): string {
  return linesBefore === undefined ? `line ${line}:${column} of the body` : `line ${line + linesBefore}:${column}`;
}

/** The violations with their places, so many as a list can show. */
export function Violations({ violations, linesBefore, shownBytes, onReveal }: ViolationsProperties) {
  return (
    <>
      <ul class="envelopes-violations">
        {violations.slice(0, MOST).map((violation, place) => (
          <li class="envelopes-violation" key={place}>
            <div class="row">
              <SeverityChip severity={violation.severity} />
              {violation.start <= shownBytes
                ? <button type="button" class="button button-plain" onClick={() => onReveal(violation)}>{placeOf(violation, linesBefore)}</button>
                : <span class="quiet">{placeOf(violation, linesBefore)}, beyond what is shown</span>}
              <code class="foreign quiet">{visible(violation.path, LONG)}</code>
            </div>
            <p class="envelopes-violation-message"><Prose text={visible(violation.message, LONG)} /></p>
            <dl class="envelopes-facts">
              <dt>Expected</dt><dd><Prose text={visible(violation.expected, LONG)} /></dd>
              <dt>Actual</dt><dd><Prose text={visible(violation.actual, LONG)} /></dd>
              <dt>Help</dt><dd><Prose text={visible(violation.help, LONG)} /></dd>
            </dl>
            <Explanation rule={violation.rule} />
          </li>
        ))}
      </ul>
      {violations.length > MOST && <p class="quiet">{count(violations.length - MOST, 'more violation')} not listed; the report as JSON has all.</p>}
    </>
  );
}
