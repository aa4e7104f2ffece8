// Which rules ran, which did not and why, and what does not block: closed until it is asked for.
import type { Finding, Report } from 'lockstep-contracts';
import { count } from '../documents/amounts.ts';
import { PlaceLink, Prose } from './words.tsx';
import type { FindingActions } from './FindingCard.tsx';

function Lines({ title, findings, onReveal }: { title: string; findings: { finding: Finding; more: string }[] } & Pick<FindingActions, 'onReveal'>) {
  if (findings.length === 0) return null;
  return (
    <details class="rules-run">
      <summary>{title}</summary>
      <ul>
        {findings.map(({ finding, more }, place) => (
          <li key={place}>
            <PlaceLink label={finding.primary} onReveal={onReveal} /> <Prose text={finding.message} /> <code>{finding.rule}</code>
            {more !== '' && <p class="quiet foreign">{more}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What ran and what did not, closed. */
export function RulesRun({ report, onReveal }: { report: Report } & Pick<FindingActions, 'onReveal'>) {
  const { ran, skipped, waived, known } = report;
  const reasons = Map.groupBy(skipped, ({ reason }) => reason);
  return (
    <>
      <Lines title={count(waived.length, 'waived finding')} onReveal={onReveal}
        findings={waived.map(({ finding, reason, owner, expires }) => ({ finding, more: `${reason} (${owner}, until ${expires})` }))} />
      <Lines title={count(known.length, 'known finding')} onReveal={onReveal} findings={known.map((finding) => ({ finding, more: '' }))} />
      <details class="rules-run">
        <summary>{count(ran.length, 'rule')} ran{skipped.length > 0 && `, ${skipped.length} did not`}</summary>
        {[...reasons].map(([reason, rules]) => (
          <div key={reason}>
            <p>Did not run: <Prose text={reason} /></p>
            <p class="rules-names">{rules.map(({ rule }) => <code key={rule}>{rule}</code>)}</p>
          </div>
        ))}
        {skipped.length > 0 && <p>Ran:</p>}
        <p class="rules-names">{ran.map((rule) => <code key={rule}>{rule}</code>)}</p>
      </details>
    </>
  );
}
