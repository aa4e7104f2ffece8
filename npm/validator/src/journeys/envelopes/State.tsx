// The verdict on one answer under one state of the contract.
import type { EnvelopeClassification, Fallback } from 'lockstep-contracts';
import { count } from '../../documents/amounts.ts';
import { Message } from './Message.tsx';
import { states } from './states.ts';

const routes: Record<Fallback['route'], string> = {
  'error-code': 'its error code',
  status: 'its status',
  payload: 'its payload',
};

/** What is said of an answer, in the words of `lockstep classify`. */
const facts: Record<string, (of: EnvelopeClassification) => string> = {
  Class: (of) => of.class,
  Consumer: ({ fallback }) => (fallback === null ? 'uses the answer' : 'goes on without the answer'),
  Reason: ({ fallback }) => fallback?.reason ?? 'none',
  Route: ({ fallback }) => (fallback === null ? 'none' : `by ${routes[fallback.route]}`),
  Promotion: ({ blocks_promotion: blocks }) => (blocks ? 'blocked' : 'not blocked'),
};

/** Whether an answer conforms, in a word and a sign. */
export function ConformingChip({ conforming }: { conforming: boolean }) {
  return conforming
    ? <span class="chip chip-pass"><span aria-hidden="true">{'\u2713'}</span>conforming</span>
    : <span class="chip chip-error"><span aria-hidden="true">{'\u00d7'}</span>not conforming</span>;
}

/** A verdict beside those under the other states. */
export interface StateProperties {
  place: number;
  classification: EnvelopeClassification;
  /** Those under every state. */
  all: readonly EnvelopeClassification[];
  isShown: boolean;
  onShow(): void;
}

/** A fact; it stands out where it is not the same under every state. */
function Fact({ name, of, all }: { name: string; of: EnvelopeClassification; all: readonly EnvelopeClassification[] }) {
  const say = facts[name] ?? (() => '');
  const differs = all.some((other) => say(other) !== say(of));
  return <><dt>{name}</dt><dd class={differs ? 'foreign envelopes-fact-differs' : 'foreign'}>{say(of)}</dd></>;
}

/** One of the verdicts that stand side by side. */
export function State({ place, classification, all, isShown, onShow }: StateProperties) {
  const { conforming, fallback, violations } = classification;
  const state = states[place];
  return (
    <section class={isShown ? 'envelopes-state envelopes-state-shown' : 'envelopes-state'} aria-label={state?.title}>
      <div class="envelopes-state-head">
        <h3>{state?.title}</h3>
        <span class="quiet">{state?.about}</span>
      </div>
      <div class="row"><ConformingChip conforming={conforming} /></div>
      <dl class="envelopes-facts">
        {Object.keys(facts).map((name) => <Fact key={name} name={name} of={classification} all={all} />)}
      </dl>
      <Message fallback={fallback} />
      <button type="button" class="button button-choice envelopes-state-show" aria-pressed={isShown} onClick={onShow}>
        {violations.length === 0 ? 'No violations' : count(violations.length, 'violation')}
        <span class="unseen"> under {state?.title}</span>
      </button>
    </section>
  );
}
