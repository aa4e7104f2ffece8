// What the change comes to, before everything else.
import type { ComponentChildren } from 'preact';
import { count } from '../../documents/amounts.ts';
import { placeOf, type Refusal } from '../../engine/answer.ts';
import { Prose } from '../../findings/words.tsx';
import { VerdictBox, type Look } from '../../verdict/VerdictBox.tsx';
import type { DiffReport } from './report.ts';
import { broken, diff, outcome, said } from './state.ts';
import { classes, noticeWords, whyUnevaluated } from './words.ts';

function countsOf({ summary, documents }: DiffReport): string {
  const counts: [number, string][] = [
    [summary.needs_gates, 'needs-gates'], [summary.breaking, 'breaking'], [summary.additive, 'additive'], [summary.none, 'none'],
  ];
  const present = counts.filter(([number]) => number > 0).map(([number, name]) => `${number} ${name}`);
  return `${present.join(', ') || 'no changes'}; ${count(documents.length, 'document')} compared`;
}

const looks: Record<DiffReport['class'], Look> = { none: 'pass', additive: 'warning', breaking: 'error', 'needs-gates': 'error' };

function Frame({ look, sign, children }: { look: Look; sign: string; children: ComponentChildren }) {
  return <div class="panel"><VerdictBox look={look} sign={sign}>{children}</VerdictBox></div>;
}

function Verdict({ report }: { report: DiffReport }) {
  const same = report.documents.every(({ state }) => state === 'same');
  const unevaluated = report.changes.filter((change) => whyUnevaluated(change) !== undefined).length;
  const needs = report.repin_needed || report.notice !== null || unevaluated > 0;
  return (
    <Frame look={looks[report.class]} sign={classes[report.class].sign}>
      <h2 class="verdict-title">{report.class}: {same ? 'both states have the same bytes' : classes[report.class].means}</h2>
      <p class="quiet">{countsOf(report)} by the policy <span class="foreign">{report.policy}</span></p>
      {needs && (
        <ul class="change-needs">
          {report.repin_needed && <li><strong>repin needed</strong>: the manifest has other bytes, so its SHA-256 is no longer the pinned one</li>}
          {report.notice !== null && <li><strong>notice needed</strong>: {noticeWords(report.notice)}</li>}
          {unevaluated > 0 && <li><strong>not evaluated</strong>: {count(unevaluated, 'change')}, which the list marks</li>}
        </ul>
      )}
    </Frame>
  );
}

/** A fault with its place, for one that no editor shows. */
function elsewhere(fault: Refusal | undefined): string {
  if (fault === undefined) return '';
  const place = placeOf(fault);
  return `${fault.message}${place === '' ? '' : ` (${place})`}`;
}

/** Why there is no verdict; what is about a document stands above its editor. */
function Refused() {
  const { diff: answer, input } = outcome.value ?? {};
  const fault = answer !== undefined && 'fault' in answer ? answer.fault : undefined;
  if (broken.value === '' && fault === undefined) return null;
  const about = input?.known.get(fault?.place?.file ?? '');
  return (
    <Frame look="warning" sign="?">
      <h2 class="verdict-title">
        could not be compared:{' '}
        {broken.value === '' && about !== undefined ? `the ${about.side} document is faulty` : <Prose text={broken.value || elsewhere(fault)} />}
      </h2>
    </Frame>
  );
}

/** The verdict as far as there is one, and what was said about what was given. */
export function VerdictPanel() {
  const report = diff.value;
  return (
    <div role="status" class="change-status">
      {report !== undefined && broken.value === '' && <Verdict report={report} />}
      <Refused />
      {said.value !== '' && <p class="quiet">{said.value}</p>}
    </div>
  );
}
