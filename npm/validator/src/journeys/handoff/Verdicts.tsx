// The verdicts, before everything else.
import type { ComponentChildren } from 'preact';
import type { Answer, Refusal } from '../../engine/answer.ts';
import { Prose } from '../../findings/words.tsx';
import { VerdictBox } from '../../verdict/VerdictBox.tsx';
import { countOf, itemsOf } from './checklist.ts';
import type { Report } from './forms.ts';
import { Code, PlaceButton } from './Foreign.tsx';
import { gates, problem, reports, rules, working, type Task } from './judging.ts';
import { files, gateFile, payload } from './repository.ts';

interface CardProperties {
  title: string;
  path: string;
  state: 'pass' | 'fail' | 'unknown';
  word: string;
  children: ComponentChildren;
}

const looks = { pass: 'pass', fail: 'error', unknown: 'warning' } as const;
const signs = { pass: '\u2713', fail: '\u00d7', unknown: '?' } as const;

function Card({ title, path, state, word, children }: CardProperties) {
  return (
    <section class="panel" aria-label={title}>
      <VerdictBox look={looks[state]} sign={signs[state]}>
        <h2 class="verdict-title">{title}: {word}</h2>
        <p>{children}</p>
        <p class="quiet"><Code text={path} /></p>
      </VerdictBox>
    </section>
  );
}

/** Why the program did not judge, at the place that it names. */
function Refused({ title, path, refusal: { message, place, help } }: { title: string; path: string; refusal: Refusal }) {
  return (
    <div role="alert">
      <Card title={title} path={path} state="unknown" word="could not be judged">
        <Prose text={message} />{' '}
        {place !== null && <PlaceButton {...place} />}
        {help !== null && <><br /><Prose text={help} /></>}
      </Card>
    </div>
  );
}

const words = { pass: 'pass', fail: 'fail', error: 'could not be judged' };
const states = { pass: 'pass', fail: 'fail', error: 'unknown' } as const;

function ReportVerdict({ task: { title, path, group }, answer }: { task: Task; answer: Answer<Report> }) {
  if (answer.kind === 'refused') return <Refused title={title} path={path} refusal={answer.refusal} />;
  const { verdict, errors, policy, version, summary } = answer.document;
  const items = itemsOf(answer.document, group, rules.value);
  return (
    <Card title={title} path={path} state={states[verdict]} word={words[verdict]}>
      {errors.map((error) => <Prose key={error} text={`${error}. `} />)}
      {countOf(items)} {summary.waived > 0 && `${summary.waived} findings are waived. `}
      {summary.omitted > 0 && `${summary.omitted} more findings are not listed. `}
      <span class="quiet">Judged by lockstep {version}, policy {policy}.</span>
    </Card>
  );
}

const meaning = {
  pass: 'Everything that is demanded is shown.',
  fail: 'Something that was found says otherwise.',
  unknown: 'Nothing fails, and something is not shown: unknown is never GO.',
};

function GatesVerdict() {
  const answer = gates.value;
  if (answer === undefined) return null;
  if (answer.kind === 'refused') return <Refused title="Gates" path={gateFile.value} refusal={answer.refusal} />;
  const { verdict, state, gates: all, today, version } = answer.document;
  const open = all.filter((gate) => gate.verdict === 'GO').length;
  return (
    <Card title="Gates" path={gateFile.value} state={state} word={state === 'unknown' ? `${verdict}, unknown` : verdict}>
      {open} of {all.length} {all.length === 1 ? 'gate is' : 'gates are'} GO on {today}. {meaning[state]}{' '}
      <span class="quiet">Judged by lockstep {version}.</span>
    </Card>
  );
}

/** A card for each thing that is judged. */
export function Verdicts() {
  return (
    <>
      {problem.value !== '' && <p role="alert" class="panel panel-body"><Prose text={problem.value} /></p>}
      <div class="abreast" role="status">
        {reports.value.map(({ task, answer }) => <ReportVerdict key={task.group} task={task} answer={answer} />)}
        <GatesVerdict />
        {working.value && reports.value.length === 0 && gates.value === undefined && <p class="panel panel-body quiet">Judging</p>}
        {files.value.size > 0 && payload.value === '' && gateFile.value === '' && (
          <p class="panel panel-body">Neither a handoff payload nor a gate file is among the files yet: drop one.</p>
        )}
      </div>
    </>
  );
}
