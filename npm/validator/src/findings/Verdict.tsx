// The verdict of a report, before everything else.
import type { ComponentChildren } from 'preact';
import type { Report } from 'lockstep-contracts';
import { count } from '../documents/amounts.ts';
import { VerdictBox, type Look } from '../verdict/VerdictBox.tsx';
import { Prose, counts } from './words.tsx';

const verdicts: Record<Report['verdict'], { title: string; sign: string; look: Look }> = {
  pass: { title: 'Pass', sign: '\u2713', look: 'pass' },
  fail: { title: 'Fail', sign: '\u00d7', look: 'error' },
  error: { title: 'Could not be judged', sign: '?', look: 'warning' },
};

/** What was judged: its report, or why there is none. */
export type Outcome = { report: Report } | { failure: string };

function sentence(report: Report): string {
  const { rules_run: ran, rules_skipped: skipped, waived, known } = report.summary;
  return [
    `${count(ran, 'rule')} ran over ${count(report.documents.length, 'document')}`,
    ...(skipped > 0 ? [`${skipped} did not`] : []),
    ...(waived > 0 ? [`${count(waived, 'waived finding')}`] : []),
    ...(known > 0 ? [`${count(known, 'known finding')}`] : []),
  ].join(', ');
}

/** `children` stand below the words. */
export function Verdict({ outcome, children }: { outcome: Outcome; children?: ComponentChildren }) {
  const { title, sign, look } = verdicts['report' in outcome ? outcome.report.verdict : 'error'];
  return (
    <VerdictBox look={look} sign={sign}>
      <div role="status">
        <h2 class="verdict-title" tabIndex={-1}>
          {title}{'report' in outcome && <span class="verdict-counts">: {counts(outcome.report.summary)}</span>}
        </h2>
      </div>
      {'report' in outcome
        ? <p class="quiet">{sentence(outcome.report)}; policy <bdi class="foreign">{outcome.report.policy}</bdi></p>
        : <p role="alert"><Prose text={outcome.failure} /></p>}
      {children}
    </VerdictBox>
  );
}
