// One finding: what is wrong, where, and what to do about it.
import type { Finding, Label } from 'lockstep-contracts';
import { Explanation } from './Explanation.tsx';
import { PlaceLink, Prose, SeverityChip } from './words.tsx';

/** What can be done with a finding. */
export interface FindingActions {
  /** Goes to a place in its document. */
  onReveal(label: Label): void;
  /** Selects a finding, or none. */
  onSelect(key: string | undefined): void;
  /** Puts the finding's fix in. */
  onFix(finding: Finding): void;
}

/** What a finding's entry shows. */
export interface FindingCardProperties extends FindingActions {
  finding: Finding;
  id: string;
  /** Whether everything about it is shown. */
  open: boolean;
  selected: boolean;
  /** Whether the cursor stands at its place in an editor. */
  current: boolean;
}

function Details({ finding, onReveal }: Pick<FindingCardProperties, 'finding' | 'onReveal'>) {
  const { rule, related, expected, actual, help } = finding;
  const values = [['expected', expected], ['actual', actual], ['help', help]].filter(([, text]) => text !== '');
  return (
    <>
      <dl class="finding-values">
        {values.map(([name, text = '']) => <div key={name}><dt>{name}</dt><dd><Prose text={text} /></dd></div>)}
      </dl>
      {related.length > 0 && (
        <ul class="finding-related" aria-label="Related places">
          {related.map((label, place) => (
            <li key={place}><PlaceLink label={label} onReveal={onReveal} /> <Prose text={label.text} /></li>
          ))}
        </ul>
      )}
      <Explanation rule={rule} />
    </>
  );
}

/** The entry of a finding in the list. */
export function FindingCard({ finding, id, open, selected, current, onReveal, onSelect, onFix }: FindingCardProperties) {
  const { severity, message, primary, fix } = finding;
  return (
    <li
      class={`finding finding-${severity}${selected ? ' finding-selected' : ''}${current ? ' finding-current' : ''}`} data-finding={id}
      aria-current={current ? 'true' : undefined}
    >
      <h3 class="finding-message">
        <button type="button" aria-expanded={open} onClick={() => onSelect(selected ? undefined : id)}>
          <SeverityChip severity={severity} /> <Prose text={message} />
        </button>
      </h3>
      <p class="row finding-where">
        <PlaceLink label={primary} onReveal={(label) => {
          onSelect(id);
          onReveal(label);
        }} />
        {!open && <code class="quiet">{finding.rule}</code>}
      </p>
      {open && <Details finding={finding} onReveal={onReveal} />}
      {fix !== null && <button type="button" class="button finding-fix" onClick={() => onFix(finding)}><span>Fix: <Prose text={fix.title} /></span></button>}
    </li>
  );
}
