// Envelopes: one response or many, judged under each state of the contract.
import type { AnswerKind } from 'lockstep-contracts';
import { useMemo, useState } from 'preact/hooks';
import { counted } from '../../documents/amounts.ts';
import { Content } from '../../documents/content.ts';
import type { Found } from '../../documents/intake.ts';
import { sorted } from '../../documents/sorted.ts';
import { visible } from '../../documents/visible.ts';
import type { Mark } from '../../editor/Editor.tsx';
import type { Carried } from '../../home/offer.ts';
import { TakeHome } from '../../home/TakeHome.tsx';
import { focusMain } from '../../shell/focus.ts';
import type { Journey } from '../journey.ts';
import { comparison, tellingState } from './Answer.tsx';
import { Chart } from './Chart.tsx';
import './envelopes.css';
import { Input } from './Input.tsx';
import { Many, ManyHead, verdictOf } from './Many.tsx';
import { marksOf } from './marks.ts';
import { offersOf } from './offers.ts';
import { One, OneHead } from './One.tsx';
import { Running } from './Running.tsx';
import { Start } from './Start.tsx';
import { begun, clear, isEmpty, judged, problem, progress, put, putFile, read, reading, remark, shownState, source } from './state.ts';

const none: readonly Mark[] = [];
const questions: readonly AnswerKind[] = ['any', 'health', 'readiness', 'schema-version'];
const kinds = ['auto', 'body', 'http', 'ndjson', 'records', 'har'] as const;

function carried(): Carried {
  const { value: of } = source;
  const { kind, status, answer, address } = reading.value;
  return {
    journey: 'envelopes',
    // A file that is read where it lies is too large for a link.
    documents: of.kind === 'text' && !isEmpty.value ? { responses: { name: 'responses.txt', bytes: of.content.bytes } } : {},
    settings: { kind, answer, address, ...(status !== null && { status: String(status) }) },
  };
}

function restore({ documents, settings }: Carried): void {
  clear();
  const { status = '', kind, answer, address = '' } = settings;
  read({
    status: /^[1-9]\d\d$/.test(status) ? Number(status) : null,
    kind: kinds.find((known) => known === kind) ?? 'auto',
    answer: questions.find((known) => known === answer) ?? 'any',
    address,
  });
  const bytes = documents.responses?.bytes;
  if (bytes) put({ kind: 'text', content: Content.ofBytes(bytes) });
}

async function take(files: readonly Found[]): Promise<void> {
  const recognised = await sorted(files);
  const fitting = [...recognised.all('har'), ...recognised.all('envelopes')].map(({ file }) => file);
  const first = fitting[0] ?? files[0];
  if (first === undefined) return;
  remark.value = fitting.length < 2 ? '' : `Of ${counted(fitting.length)} files with answers, ${visible(first.path, 80)} is judged.`;
  await putFile(first);
}

/** The verdict, for who cannot see it. */
function spoken(): string {
  if (judged.value === undefined) return '';
  const { verdict } = judged.value;
  return 'id' in verdict ? verdictOf(verdict) : comparison(verdict.descriptions);
}

function View() {
  const [reveal, setReveal] = useState<{ start: number; end: number } | null>(null);
  const { value: done } = judged;
  const { value: running } = progress;
  const one = done !== undefined && !('id' in done.verdict) ? done.verdict : undefined;
  const place = one === undefined ? 0 : (shownState.value ?? tellingState(one.descriptions));
  const startOver = () => {
    clear();
    setReveal(null);
    focusMain();
  };
  const marks = useMemo(() => (one === undefined ? none : marksOf(one.descriptions[place]?.violations ?? [], one.bodyStart)), [one, place]);
  if (!begun.value) {
    return <Start type={() => {
      begun.value = true;
      setReveal({ start: 0, end: 0 });
    }} />;
  }
  return (
    <div class="stack">
      <p class="unseen" role="status">{spoken()}</p>
      <Running />
      {running === undefined && done !== undefined && ('id' in done.verdict ? <ManyHead verdict={done.verdict} /> : <OneHead verdict={done.verdict} />)}
      {running === undefined && done === undefined && problem.value === '' && <p class="panel panel-body quiet">{isEmpty.value ? 'The verdict stands here as soon as there is an answer.' : 'Judging'}</p>}
      {problem.value !== '' && <p role="alert" class="panel panel-body">{problem.value}</p>}
      <div class={one === undefined ? 'stack' : 'envelopes-beside'}>
        <Input marks={done?.source.kind === 'text' ? marks : none} reveal={reveal} onStartOver={startOver} />
        {running !== undefined && <div class="panel panel-body"><Chart counts={running.at} names={running.at.names} /></div>}
        {running === undefined && done !== undefined && 'id' in done.verdict && <Many verdict={done.verdict} />}
        {one !== undefined && done !== undefined && <One of={done.source} verdict={one} shown={place} onShow={(chosen) => (shownState.value = chosen)} onReveal={setReveal} />}
      </div>
      {running === undefined && done !== undefined && <TakeHome offers={offersOf(done)} carried={carried} />}
    </div>
  );
}

/** The journey Envelopes. */
export const journey: Journey = { View, take, restore };
