// The gates: in which order they open, and what each demands.
import { effect, signal } from '@preact/signals';
import { visible } from '../../documents/visible.ts';
import { Prose } from '../../findings/words.tsx';
import { Bounded } from '../../shell/Bounded.tsx';
import { Code, PlaceButton } from './Foreign.tsx';
import type { Criterion, Evidence, Gate } from './forms.ts';
import { Glyph } from './Glyph.tsx';
import { gates } from './judging.ts';
import { steps } from './order.ts';
import { files, gateFile } from './repository.ts';

/** Gates that were opened or closed by hand; the others are open where they are not GO. */
const toggled = signal<ReadonlyMap<string, boolean>>(new Map());

// Another repository has other gates.
effect(() => {
  if (files.value.size === 0) toggled.value = new Map();
});

const idOf = (name: string) => `handoff-gate-${name}`;

/** Opens a gate and goes to it. */
function goTo(name: string): void {
  toggled.value = new Map(toggled.value).set(name, true);
  const summary = document.getElementById(idOf(name));
  summary?.scrollIntoView({ block: 'start' });
  summary?.focus({ preventScroll: true });
}

function EvidenceView({ evidence: { kind, name, state, reason, date, place } }: { evidence: Evidence }) {
  return (
    <li class="handoff-evidence">
      <Glyph shape={state} />
      <div>
        <p><span class={`handoff-word handoff-${state}`}>{state}</span> <span class="quiet">{kind}</span> <Code text={name} /></p>
        <p><Prose text={reason} />{date !== null && `, of ${date}`} <PlaceButton {...place} /></p>
      </div>
    </li>
  );
}

function CriterionView({ criterion: { name, title, state, reason, place, owner, due, next, evidence } }: { criterion: Criterion }) {
  return (
    <li class={`handoff-item handoff-item-${state}`}>
      <Glyph shape={state} />
      <div class="handoff-item-text">
        <p><span class={`handoff-word handoff-${state}`}>{state}</span> <span class="foreign">{visible(title, 300)}</span></p>
        <p><Prose text={reason} /> <PlaceButton {...place} /></p>
        {next !== null && <p class="handoff-next"><strong>Next:</strong> <Prose text={next} /></p>}
        {state !== 'pass' && (
          <p class="quiet handoff-owner">
            Owner: {owner === null ? 'nobody' : <span class="foreign">{visible(owner)}</span>}. Due: {due ?? 'no day'}.
          </p>
        )}
        <details open={evidence.length > 1 && state !== 'pass'}>
          <summary>Evidence of <code>{visible(name)}</code>: {evidence.length}</summary>
          <ul class="handoff-plain">
            <Bounded entries={evidence} step={20} name="pieces of evidence">
              {(piece, number) => <EvidenceView key={number} evidence={piece} />}
            </Bounded>
          </ul>
        </details>
      </div>
    </li>
  );
}

function GateView({ gate: { name, title, verdict, state, place, requires, criteria } }: { gate: Gate }) {
  const open = toggled.value.get(name) ?? state !== 'pass';
  return (
    <li>
      <details class={`panel handoff-gate handoff-gate-${state}`} open={open} onToggle={(event) => {
        const now = event.currentTarget.open;
        if (now !== (toggled.peek().get(name) ?? state !== 'pass')) toggled.value = new Map(toggled.peek()).set(name, now);
      }}>
        <summary id={idOf(name)}>
          <Glyph shape={state} />
          <h3 class="handoff-demand handoff-gate-title">
            <strong class={`handoff-${state}`}>{verdict}{verdict === 'NO-GO' && `, ${state}`}</strong>{' '}
            <span class="foreign">{visible(title, 300)}</span>
          </h3>
          <code class="quiet foreign">{visible(name)}</code>
        </summary>
        <div class="handoff-gate-body">
          <p class="quiet">Stands at <PlaceButton {...place} /></p>
          <ul class="handoff-plain handoff-items">
            {requires.slice(0, 50).map((required) => (
              <li key={required.gate} class={`handoff-item handoff-item-${required.state}`}>
                <Glyph shape={required.state} />
                <p>
                  <span class={`handoff-word handoff-${required.state}`}>{required.state}</span> the gate{' '}
                  <button type="button" class="button button-plain" onClick={() => goTo(required.gate)}>{visible(required.gate)}</button> must be GO first
                </p>
              </li>
            ))}
            <Bounded entries={criteria} step={50} name="criteria">
              {(criterion) => <CriterionView key={criterion.name} criterion={criterion} />}
            </Bounded>
          </ul>
        </div>
      </details>
    </li>
  );
}

/** The gates in the order in which they open. */
export function Order() {
  if (gateFile.value === '' || gates.value?.kind !== 'judged') return null;
  return (
    <section class="panel" aria-labelledby="order-title">
      <div class="panel-head"><h2 id="order-title">The order in which the gates open</h2></div>
      <ol class="handoff-order" aria-labelledby="order-title">
        <Bounded entries={steps(gates.value.document.gates)} step={12} name="steps">
          {(step, number) => (
            <li key={number}>
              <span class="quiet handoff-step">Step {number + 1}</span>
              <ul class="handoff-plain">
                <Bounded entries={step} step={20} name="gates">
                  {({ name, state, verdict, requires }) => (
                    <li key={name}>
                      <button type="button" class={`handoff-stop handoff-stop-${state}`} onClick={() => goTo(name)}>
                        <Glyph shape={state} />
                        <span>
                          <strong class="foreign">{visible(name, 60)}</strong>
                          <span class="handoff-stop-state">{verdict}{verdict === 'NO-GO' && `, ${state}`}</span>
                          {requires.length > 0 && <span class="quiet">after {visible(requires.map(({ gate }) => gate).join(', '), 80)}</span>}
                        </span>
                      </button>
                    </li>
                  )}
                </Bounded>
              </ul>
            </li>
          )}
        </Bounded>
      </ol>
    </section>
  );
}

/** What each gate demands, and what became of it. */
export function Gates() {
  if (gateFile.value === '' || gates.value?.kind !== 'judged') return null;
  const { gates: all } = gates.value.document;
  return (
    <section class="stack" aria-labelledby="gates-title">
      <h2 id="gates-title">Gates, criterion by criterion</h2>
      <ol class="handoff-plain stack">
        <Bounded entries={all} step={40} name="gates">
          {(gate) => <GateView key={gate.name} gate={gate} />}
        </Bounded>
      </ol>
    </section>
  );
}
