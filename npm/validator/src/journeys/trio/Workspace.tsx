// The verdict and the findings beside the documents.
import { useEffect, useRef } from 'preact/hooks';
import type { Finding } from 'lockstep-contracts';
import { count } from '../../documents/amounts.ts';
import { Findings } from '../../findings/Findings.tsx';
import { RulesRun } from '../../findings/RulesRun.tsx';
import { Verdict, type Outcome } from '../../findings/Verdict.tsx';
import { TakeHome } from '../../home/TakeHome.tsx';
import { messageOf } from '../../shell/errors.ts';
import { focusMain } from '../../shell/focus.ts';
import { begun, done, rest, roles, startOver, today, whole } from './documents.ts';
import { findings, judged, report } from './judging.ts';
import { fixes, mend, mendAll } from './mending.ts';
import { carried, changes, offers } from './offers.ts';
import { Other } from './Other.tsx';
import { Policy, PolicyFault } from './Policy.tsx';
import { current, lookAway, reveal, select, selected } from './shown.ts';
import { Slot } from './Slot.tsx';

function outcome(): Outcome | undefined {
  const known = judged.value;
  if (known === undefined) return undefined;
  return 'report' in known ? { report: known.report } : { failure: known.failure.message };
}

function Settings() {
  return (
    <div class="row trio-settings">
      <label class="row">
        <span>Judge as of</span>
        <input class="field" type="date" value={today.value} onInput={(event) => (today.value = event.currentTarget.value)} />
      </label>
      {today.value === '' && <span class="quiet">no day: rules about dates do not run</span>}
      <button type="button" class="button push" onClick={() => {
        startOver();
        focusMain();
      }}>Start over</button>
      {rest.value.length > 0 && (
        <label class="row trio-whole">
          <input type="checkbox" checked={whole.value} onChange={(event) => (whole.value = event.currentTarget.checked)} />
          <span>Check the whole repository, with its {count(rest.value.length, 'other file')}</span>
        </label>
      )}
    </div>
  );
}

/** Everything that is shown of documents that are judged. */
export function Workspace() {
  const side = useRef<HTMLElement>(null);
  useEffect(() => lookAway, []);
  const known = outcome();
  const fitting = fixes().length;
  // The button that was pressed goes away with what it mended.
  const toVerdict = () => side.current?.querySelector<HTMLElement>('.verdict-title')?.focus();
  const onFix = (finding: Finding) => {
    mend(finding);
    toVerdict();
  };
  return (
    <div class="trio">
      <section class="panel trio-side" aria-label="Verdict and findings" ref={side}>
        {known === undefined ? <p class="panel-body quiet">{begun.value ? 'Judging' : 'The verdict stands here as soon as there is a document.'}</p> : <Verdict outcome={known}><PolicyFault /></Verdict>}
        <Settings />
        <div class="row trio-mend">
          {fitting > 0 && (
            <button type="button" class="button button-primary" onClick={() => void mendAll().catch((error) => (done.value = messageOf(error))).then(toVerdict)}>
              {fitting === 1 ? 'Apply the fix' : `Apply all ${fitting} fixes`}
            </button>
          )}
          <span role="status" class="quiet foreign">{done.value}</span>
        </div>
        {report.value?.errors.map((error) => <p key={error} class="trio-error foreign" role="alert">{error}</p>)}
        {report.value !== undefined && (
          <>
            <Findings
              findings={findings.value} omitted={report.value.summary.omitted} selected={selected.value} current={current.value}
              onReveal={reveal} onSelect={select} onFix={onFix}
            />
            <div class="trio-rules"><RulesRun report={report.value} onReveal={reveal} /></div>
          </>
        )}
      </section>
      <div class="stack trio-documents">
        {roles.map((role) => <Slot key={role} role={role} />)}
        <Policy />
        <Other />
        <p class="quiet trio-keys">In an editor: <kbd>F8</kbd> next finding, <kbd>Ctrl</kbd>+<kbd>.</kbd> its fix, <kbd>Ctrl</kbd>+<kbd>F</kbd> find, <kbd>Tab</kbd> leaves.</p>
        <TakeHome offers={offers} changes={changes()} carried={carried} />
      </div>
    </div>
  );
}
