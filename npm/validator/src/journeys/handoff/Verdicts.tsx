// The verdicts, before everything else.
import type { ComponentChildren } from 'preact';
import { Prose } from '../../findings/words.tsx';
import { countOf, itemsOf } from './checklist.ts';
import type { Refusal, Report } from './forms.ts';
import { Code, PlaceButton } from './Foreign.tsx';
import { Glyph, type Shape } from './Glyph.tsx';
import { gates, problem, reports, rules, working, type Answer, type Task } from './judging.ts';
import { files, gateFile, payload } from './repository.ts';

interface CardProperties {
  title: string;
  path: string;
  shape: Shape;
  word: string;
  children: ComponentChildren;
}

function Card({ title, path, shape, word, children }: CardProperties) {
  return (
    <section class={`panel handoff-verdict handoff-verdict-${shape}`} aria-label={title}>
      <Glyph shape={shape} />
      <div class="handoff-verdict-text">
        <h2>{title}: <strong>{word}</strong></h2>
        <p>{children}</p>
        <p class="quiet"><Code text={path} /></p>
      </div>
    </section>
  );
}

/** Why the program did not judge, at the place that it names. */
function Refused({ title, path, refusal: { message, place, help } }: { title: string; path: string; refusal: Refusal }) {
  return (
    <div role="alert">
      <Card title={title} path={path} shape="unknown" word="could not be judged">
        <Prose text={message} />{' '}
        {place !== null && <PlaceButton {...place} />}
        {help !== null && <><br /><Prose text={help} /></>}
      </Card>
    </div>
  );
}

const words = { pass: 'pass', fail: 'fail', error: 'could not be judged' };
const shapes = { pass: 'pass', fail: 'fail', error: 'unknown' } as const;

function ReportVerdict({ task: { title, path, group }, answer }: { task: Task; answer: Answer<Report> }) {
  if (answer.kind === 'refused') return <Refused title={title} path={path} refusal={answer.refusal} />;
  const { verdict, errors, policy, version, summary } = answer.document;
  const items = itemsOf(answer.document, group, rules.value);
  return (
    <Card title={title} path={path} shape={shapes[verdict]} word={words[verdict]}>
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
    <Card title="Gates" path={gateFile.value} shape={state} word={state === 'unknown' ? `${verdict}, unknown` : verdict}>
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
      <div class="handoff-verdicts" role="status">
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
