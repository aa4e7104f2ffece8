// The checklists: each rule with what it demands and what became of it.
import { visible } from '../../documents/visible.ts';
import type { Answer } from '../../engine/answer.ts';
import { Explanation } from '../../findings/Explanation.tsx';
import { Prose } from '../../findings/words.tsx';
import { Bounded } from '../../shell/Bounded.tsx';
import { itemsOf, type Item, type ItemState } from './checklist.ts';
import { FindingView } from './FindingView.tsx';
import type { Report } from './forms.ts';
import { Glyph } from './Glyph.tsx';
import { candidate, contracts, relaxed, reports, rules, type Task } from './judging.ts';
import { choosePayload, isProducers, payload, payloads } from './repository.ts';

const words: Record<ItemState, string> = { pass: 'pass', fail: 'fail', warning: 'warning', unjudged: 'not judged' };

function ItemView({ item: { rule, demand, state, reason, findings } }: { item: Item }) {
  return (
    <li class={`handoff-item handoff-item-${state}`}>
      <Glyph shape={state} />
      <div class="handoff-item-text">
        <h3 class="handoff-demand"><span class={`handoff-word handoff-${state}`}>{words[state]}</span> {demand}</h3>
        {reason !== '' && <p class="quiet">Not judged: <Prose text={reason} /></p>}
        {findings.length > 0 && (
          <ul class="handoff-plain">
            <Bounded entries={findings} step={20} name="findings">
              {(finding) => <FindingView key={`${finding.fingerprint} ${finding.primary.start}`} finding={finding} />}
            </Bounded>
          </ul>
        )}
        <Explanation rule={rule} />
      </div>
    </li>
  );
}

function Settings() {
  return (
    <div class="row handoff-settings">
      {payloads.value.length > 1 && (
        <label class="row">Payload
          <select class="field" value={payload.value} onChange={(event) => choosePayload(event.currentTarget.value)}>
            {payloads.value.slice(0, 100).map((path) => <option key={path} value={path}>{visible(path)}</option>)}
          </select>
        </label>
      )}
      <label class="row">Expect
        <select class="field" value={candidate.value} onChange={(event) => (candidate.value = event.currentTarget.value)}>
          <option value="">what the payload says it is</option>
          {contracts.value.map((contract) => <option key={contract} value={contract}>a candidate of {contract}</option>)}
        </select>
      </label>
      <label class="row">
        <input type="checkbox" class="handoff-check" checked={relaxed.value || candidate.value !== ''} disabled={candidate.value !== ''}
          onChange={(event) => (relaxed.value = event.currentTarget.checked)} />
        Tag and commit may be others than the pin's
      </label>
    </div>
  );
}

function Checklist({ task: { title, group }, answer }: { task: Task; answer: Answer<Report> }) {
  const items = answer.kind === 'judged' ? itemsOf(answer.document, group, rules.value) : [];
  const id = `handoff-title-${group}`;
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head"><h2 id={id}>{title}, item by item</h2></div>
      <div class="panel-body stack">
        {group === 'handoff' && !isProducers.value && <Settings />}
        {items.length > 0 && <ol class="handoff-plain handoff-items">{items.map((item) => <ItemView key={item.rule} item={item} />)}</ol>}
      </div>
    </section>
  );
}

/** A checklist for each report. */
export function Checklists() {
  return <>{reports.value.map(({ task, answer }) => <Checklist key={task.group} task={task} answer={answer} />)}</>;
}
