// Everything about one answer: its verdict under each state of the contract, and what is wrong with it.
import type { EnvelopeClassification, Violation } from 'lockstep-contracts';
import { visible } from '../../documents/visible.ts';
import { State } from './State.tsx';
import { OVERLAP, states } from './states.ts';
import { Violations } from './Violations.tsx';

/** The state whose violations are shown: the overlap, unless only another has some. */
export function tellingState(classifications: readonly EnvelopeClassification[]): number {
  const has = (place: number) => (classifications[place]?.violations.length ?? 0) > 0;
  return [OVERLAP, ...classifications.keys()].find(has) ?? OVERLAP;
}

/** In one sentence whether the states differ. */
export function comparison(classifications: readonly { class: string; conforming: boolean }[]): string {
  const names = (wanted: boolean) => states.filter((_, place) => classifications[place]?.conforming === wanted).map(({ title }) => title);
  const classes = new Set(classifications.map((classification) => classification.class));
  if (classes.size === 1) return names(true).length > 0 ? 'Conforming under every contract state' : 'Not conforming, in the same way under every contract state';
  if (names(true).length === 0) return 'Not conforming under any contract state, but in different ways';
  return `Conforming under ${names(true).join(' and ')}; not conforming under ${names(false).join(' and ')}`;
}

function Facts({ classification }: { classification: EnvelopeClassification }) {
  const { kind, status, code, legacy_error: legacy, service_contract_version: service, api_contract_version: api } = classification;
  const agrees = { true: ', agrees with the status', false: ', does not agree with the status', null: '' }[`${code?.agrees_with_status ?? null}`];
  return (
    <dl class="envelopes-facts envelopes-facts-wide">
      <dt>Answer</dt><dd>{kind}{status === null ? ', status not known' : `, status ${status}`}</dd>
      <dt>Claims</dt>
      <dd>{service === null ? 'no version' : <code class="foreign">{visible(service)}</code>}{api !== null && <>, <code class="foreign">{visible(api)}</code></>}</dd>
      {code !== null && <><dt>Code</dt><dd><code class="foreign">{visible(code.text)}</code>, {code.known ? 'known' : 'not known'}{agrees}</dd></>}
      {legacy !== null && <><dt>Legacy</dt><dd><span class="foreign" dir="auto">{visible(legacy, 300)}</span>, which decides nothing</dd></>}
    </dl>
  );
}

/** One answer as it is told about. */
export interface AnswerProperties {
  classifications: readonly EnvelopeClassification[];
  /** The state whose violations are shown. */
  shown: number;
  linesBefore: number | undefined;
  shownBytes: number;
  onShow(place: number): void;
  onReveal(violation: Violation): void;
}

/** The facts of an answer, its verdict under each state, and the violations under one of them. */
export function Answer({ classifications, shown, linesBefore, shownBytes, onShow, onReveal }: AnswerProperties) {
  const [first] = classifications;
  const chosen = classifications[shown];
  if (first === undefined || chosen === undefined) return null;
  return (
    <div class="stack">
      <Facts classification={classifications[OVERLAP] ?? first} />
      <div class="envelopes-states">
        {classifications.map((classification, place) => (
          <State key={place} place={place} classification={classification} all={classifications} isShown={place === shown} onShow={() => onShow(place)} />
        ))}
      </div>
      <section aria-label="Violations">
        <h3>{chosen.violations.length === 0 ? `Nothing is wrong under ${states[shown]?.title}` : `What is wrong under ${states[shown]?.title}`}</h3>
        <Violations violations={chosen.violations} linesBefore={linesBefore} shownBytes={shownBytes} onReveal={onReveal} />
      </section>
    </div>
  );
}
