// How answers are read and judged: what the program's options say.
import type { AnswerKind } from 'lockstep-contracts';
import type { Reading } from '../../engine/handlers/envelopes.ts';
import { judged, read, reading, typedStatus } from './state.ts';

const kinds: Record<Reading['kind'], string> = {
  auto: 'what they look like',
  body: 'one body',
  http: 'one response with headers',
  ndjson: 'a body a line',
  records: 'a record a line, with its status',
  har: 'a HAR file',
};

const questions: Record<AnswerKind, string> = {
  any: 'any',
  health: 'health',
  readiness: 'readiness',
  'schema-version': 'schema-version',
};

function Select<Name extends string>({ label, names, value, onChoose }: { label: string; names: Record<Name, string>; value: Name; onChoose(name: Name): void }) {
  const known = Object.keys(names) as Name[];
  return (
    <label class="envelopes-setting">
      <span>{label}</span>
      <select class="field" value={value} onChange={({ currentTarget }) => onChoose(known.find((name) => name === currentTarget.value) ?? value)}>
        {known.map((name) => <option key={name} value={name}>{names[name]}</option>)}
      </select>
    </label>
  );
}

function Status() {
  const { status } = reading.value;
  const { value: typed } = typedStatus;
  const isWrong = typed !== '' && !/^[1-9]\d\d$/.test(typed);
  // What is half typed stays as it is, until the status changes elsewhere.
  const text = isWrong ? typed : status === null ? '' : String(status);
  return (
    <label class="envelopes-setting">
      <span>HTTP status</span>
      <input
        class="field envelopes-status" inputMode="numeric" placeholder="as stated" value={text} aria-invalid={isWrong} aria-describedby="envelopes-status-help"
        onInput={({ currentTarget }) => {
          const value = currentTarget.value.trim();
          typedStatus.value = value;
          read({ status: /^[1-9]\d\d$/.test(value) ? Number(value) : null });
        }}
      />
      <span id="envelopes-status-help" class={isWrong ? 'envelopes-wrong' : 'unseen'}>{isWrong ? 'a number from 100 to 999' : 'of answers that state none'}</span>
    </label>
  );
}

/** Status, question and kind of what is given. */
export function Settings() {
  const { kind, answer, address } = reading.value;
  return (
    <div class="envelopes-settings" role="group" aria-label="How they are judged">
      <Status />
      <Select label="Question" names={questions} value={answer} onChoose={(chosen) => read({ answer: chosen })} />
      <Select label="Read as" names={kinds} value={kind} onChoose={(chosen) => read({ kind: chosen })} />
      {judged.value?.verdict.kind === 'har' || address !== '' ? (
        <label class="envelopes-setting">
          <span>Address holds</span>
          <input class="field" value={address} placeholder="/v1/" onInput={({ currentTarget }) => read({ address: currentTarget.value })} />
        </label>
      ) : null}
    </div>
  );
}
