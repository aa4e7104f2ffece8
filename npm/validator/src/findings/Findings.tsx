// The findings of a report in its order, filtered where they are many.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Finding, Severity } from 'lockstep-contracts';
import { count } from '../documents/amounts.ts';
import { baseName } from '../documents/paths.ts';
import { visible } from '../documents/visible.ts';
import { Bounded } from '../shell/Bounded.tsx';
import { FindingCard, type FindingActions } from './FindingCard.tsx';
import './findings.css';
import { keysOf } from './keys.ts';

/** How many findings are shown at once; a report has up to a thousand. */
const STEP = 50;
/** From how many findings on they can be filtered. */
const MANY = 6;
/** Up to how many findings everything is shown from the start. */
const FEW = 3;

/** What the list of findings shows. */
export interface FindingsProperties extends FindingActions {
  findings: readonly Finding[];
  /** How many more the report does not list. */
  omitted: number;
  /** The key of the finding that was selected. */
  selected: string | undefined;
  /** The key of the finding at whose place the cursor stands. */
  current: string | undefined;
}

interface Filter {
  severity: Severity | '';
  document: string;
}

const severities: Severity[] = ['error', 'warning', 'note'];

function Choice({ label, value, values, onChoose }: { label: string; value: string; values: [value: string, title: string][]; onChoose(value: string): void }) {
  return (
    <label class="row findings-choice">
      <span class="unseen">{label}</span>
      <select class="field" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {values.map(([name, title]) => <option key={name} value={name}>{title}</option>)}
      </select>
    </label>
  );
}

/** Scrolls an entry into what its list shows of it; the page around stays where it is. */
function showIn(list: HTMLElement | null, key: string): void {
  const entry = list?.querySelector<HTMLElement>(`[data-finding="${CSS.escape(key)}"]`);
  if (!list || !entry || list.scrollHeight <= list.clientHeight) return;
  const [inner, outer] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top || inner.height > outer.height) list.scrollTop += inner.top - outer.top - 8;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom + 8;
}

/** The list of findings, with its filters. */
export function Findings({ findings, omitted, selected, current, ...actions }: FindingsProperties) {
  const [filter, setFilter] = useState<Filter>({ severity: '', document: '' });
  const [open, setOpen] = useState<boolean>();
  const allOpen = open ?? findings.length <= FEW;
  const list = useRef<HTMLOListElement>(null);
  const keyed = useMemo(() => {
    const keys = keysOf(findings);
    return findings.map((finding, place) => ({ finding, key: keys[place] ?? '' }));
  }, [findings]);
  const documents = useMemo(() => [...new Set(findings.map(({ primary }) => primary.document))], [findings]);
  const present = severities.filter((severity) => findings.some((finding) => finding.severity === severity));
  // What no finding has any more filters nothing.
  const severity = present.find((one) => one === filter.severity) ?? '';
  const document = documents.find((one) => one === filter.document) ?? '';
  const chosen = keyed.filter(({ finding }) => (severity === '' || finding.severity === severity) && (document === '' || finding.primary.document === document));

  useEffect(() => {
    if (current !== undefined) showIn(list.current, current);
  }, [current, selected]);

  return (
    <>
      {findings.length > 1 && (
        <div class="row findings-filter" role="group" aria-label="Filter the findings">
          {findings.length >= MANY && present.length > 1 && <Choice label="Severity" value={severity} onChoose={(value) => setFilter({ document, severity: severities.find((one) => one === value) ?? '' })}
            values={[['', 'every severity'], ...present.map((one): [string, string] => [one, `${one}s only`])]} />}
          {findings.length >= MANY && documents.length > 1 && <Choice label="Document" value={document} onChoose={(value) => setFilter({ severity, document: value })}
            values={[['', 'every document'], ...documents.map((one): [string, string] => [one, visible(baseName(one), 60)])]} />}
          {chosen.length < findings.length && <span class="quiet">{chosen.length} of {findings.length}</span>}
          <label class="row findings-all push">
            <input type="checkbox" checked={allOpen} onChange={(event) => setOpen(event.currentTarget.checked)} />
            All details
          </label>
        </div>
      )}
      <ol class="findings-list" ref={list} aria-label="Findings">
        <Bounded entries={chosen} step={STEP} name="findings">
          {({ finding, key }) => (
            <FindingCard key={key} id={key} finding={finding} open={allOpen || key === selected} selected={key === selected} current={key === current} {...actions} />
          )}
        </Bounded>
        {omitted > 0 && <li class="findings-omitted quiet">{count(omitted, 'finding')} beyond the policy's limit are not listed.</li>}
      </ol>
    </>
  );
}
