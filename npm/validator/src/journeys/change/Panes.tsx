// The two states in two editors, in which the changed places are marked.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Content } from '../../documents/content.ts';
import { FileButton } from '../../documents/IntakeButtons.tsx';
import { visible } from '../../documents/visible.ts';
import { Editor, type Mark, type RelatedPlace } from '../../editor/Editor.tsx';
import { offsetOf } from '../../editor/places.ts';
import type { Refusal } from '../../engine/answer.ts';
import { Prose } from '../../findings/words.tsx';
import { focusMain } from '../../shell/focus.ts';
import { sides, type Given, type Pair, type Side } from './documents.ts';
import { versionOf } from './order.ts';
import type { Change, ChangeClass } from './report.ts';
import { choose, chosen, diff, documents, edit, outcome, present, shownPair, startOver, swap, takeFor } from './state.ts';
import { classes, titles } from './words.ts';

const names: Record<Side, string> = { old: 'Old', new: 'New' };
const severities: Record<ChangeClass, Mark['severity']> = { none: 'note', additive: 'warning', breaking: 'error', 'needs-gates': 'error' };
const pairTitles: Record<Pair['form'], string> = { manifest: titles.manifest, 'contract-source': titles['contract-source'], openapi: titles['open-api'], policy: titles.policy };

/** How many marks an editor has at most; the list has every change. */
const MOST_MARKS = 500;

/** The name by which the program knows the document of a side that is shown. */
function nameOf(side: Side): string | undefined {
  const { form } = present.value;
  return [...(outcome.value?.input.known ?? [])].find(([, known]) => known.form === form && known.side === side)?.[0];
}

/** What the program could not read of the document that is shown on a side. */
function faultOf(side: Side): Refusal | undefined {
  const answer = outcome.value?.diff;
  if (answer === undefined || !('fault' in answer) || answer.fault.place === null) return undefined;
  return answer.fault.place.file === nameOf(side) ? answer.fault : undefined;
}

function marksOf(side: Side, changes: readonly Change[], fault: Refusal | undefined, content: Content): Mark[] {
  const { line = null, column = null } = fault?.place ?? {};
  if (fault !== undefined && line !== null && column !== null) {
    const start = offsetOf(content.text, { line, column });
    return [{ start, end: start + 1, severity: 'error', message: fault.message }];
  }
  const name = nameOf(side);
  return changes.flatMap((change, number) => change[side].places.filter(({ document }) => document === name).map(({ start, end }): Mark => ({
    start, end, severity: severities[change.class], message: `${number + 1}. ${change.message}`, source: change.id, key: String(number),
    actions: [{ name: 'Show on both sides', apply: () => choose(number) }],
  }))).slice(0, MOST_MARKS);
}

/** The places of a change in the document that is shown on a side. */
function placesOf(number: number, side: Side): RelatedPlace[] {
  const name = nameOf(side);
  const places = diff.value?.changes[number]?.[side].places.filter(({ document }) => document === name) ?? [];
  return places.map(({ start, end }) => ({ start, end, text: `change ${number + 1}` }));
}

/** Shows on the other side what the cursor of one side stands in. */
function follow(side: Side, mark: Mark | undefined): void {
  if (mark?.key === undefined) return;
  const choice = chosen.peek();
  // What was brought there stays chosen, also where another change has the same place.
  if (choice !== undefined && placesOf(choice.number, side).some(({ start, end }) => start <= mark.end && mark.start <= end)) return;
  chosen.value = { number: Number(mark.key), fromAfar: false, from: side };
}

function Head({ side, given, form }: { side: Side; given: Given | undefined; form: Pair['form'] }) {
  const version = given === undefined ? undefined : versionOf(form, given.content);
  return (
    <div class="panel-head">
      <h3>{names[side]}</h3>
      {given === undefined
        ? <span class="quiet">{documents.value.trees ? 'not in this folder' : 'nothing yet'}</span>
        : <span class="foreign change-name" title={visible(given.path, 300)}>{visible(given.path.split('/').at(-1) ?? '', 60)}</span>}
      {version !== undefined && <span class="chip foreign">{visible(version, 40)}</span>}
      <span class="push"><FileButton title={`Choose ${side}`} onChosen={(sources) => void takeFor(side, sources)} /></span>
    </div>
  );
}

function Pane({ side }: { side: Side }) {
  const pair = present.value;
  const given = pair[side];
  const content = given?.content ?? Content.empty;
  const fault = faultOf(side);
  const changes = diff.value?.changes;
  const choice = chosen.value;
  const marks = useMemo(() => marksOf(side, changes ?? [], fault, content), [changes, fault, pair.form]);
  const places = useMemo(() => (choice === undefined ? [] : placesOf(choice.number, side)), [choice, changes, pair.form]);
  const reveal = useMemo(() => {
    const [place] = places;
    return place === undefined || choice?.from === side ? null : { start: place.start, end: place.end, focus: false };
  }, [choice]);
  const language = pair.form === 'openapi' && !/\.json$/i.test(given?.path ?? '') ? 'text' : 'json';
  return (
    <section class="panel change-pane" aria-label={`${names[side]} state`} data-side={side}>
      <Head side={side} given={given} form={pair.form} />
      {fault !== undefined && (
        <p role="alert" class="change-fault">
          <Prose text={fault.message} />{fault.place?.line != null && <span>, line {fault.place.line}, column {fault.place.column}</span>}
          {fault.help !== null && <span class="quiet"><br /><Prose text={fault.help} /></span>}
        </p>
      )}
      <div class="change-editor">
        <Editor
          key={pair.form} label={`${names[side]} ${pairTitles[pair.form]}`} language={language} content={content} marks={marks} related={places} reveal={reveal}
          invitation={documents.value.trees ? '' : `Drop, paste or type the ${side} document`}
          onEdit={(edited) => edit(side, edited)} onCursor={(mark) => follow(side, mark)}
        />
      </div>
    </section>
  );
}

function PairChoice() {
  const { pairs } = documents.value;
  if (pairs.length < 2) return null;
  return (
    <div class="row" role="group" aria-label="Which document is shown">
      {pairs.map(({ form }, number) => (
        <button type="button" key={form} class="button button-choice" aria-pressed={number === shownPair.value} onClick={() => (shownPair.value = number)}>{pairTitles[form]}</button>
      ))}
    </div>
  );
}

/** Goes from change to change. */
function Steps() {
  const count = diff.value?.changes.length ?? 0;
  if (count === 0) return null;
  const number = chosen.value?.number;
  const at = number === undefined ? `${count === 1 ? '1 change' : `${count} changes`}` : `Change ${number + 1} of ${count}`;
  return (
    <div class="row">
      <span class="quiet">{at}</span>
      <button type="button" class="button" onClick={() => choose(((number ?? count) - 1 + count) % count)}><span aria-hidden="true">{'\u2191'}</span> Previous</button>
      <button type="button" class="button" onClick={() => choose(number === undefined ? 0 : (number + 1) % count)}><span aria-hidden="true">{'\u2193'}</span> Next</button>
    </div>
  );
}

/** The chosen change in one line, beside its places. */
function Chosen() {
  const { number = 0 } = chosen.value ?? {};
  const change = chosen.value === undefined ? undefined : diff.value?.changes[number];
  return change === undefined ? null : (
    <p class="change-chosen"><span class={classes[change.class].chip}>{change.class}</span> <Prose text={change.message} /></p>
  );
}

/** Both editors with what belongs to both. */
export function Panes() {
  const section = useRef<HTMLElement>(null);
  const choice = chosen.value;
  // Who comes back later is not led there again.
  useEffect(() => () => {
    const { value: last } = chosen;
    chosen.value = last && { ...last, fromAfar: false };
  }, []);
  useEffect(() => {
    if (choice?.fromAfar) section.current?.scrollIntoView({ block: 'start' });
  }, [choice]);
  const { policy } = documents.value;
  const has = sides.some((side) => present.value[side] !== undefined);
  return (
    <section ref={section} class="change-panes" aria-labelledby="change-documents">
      <div class="row">
        <h2 id="change-documents">Documents</h2>
        <PairChoice />
        {policy !== undefined && (
          <span class="row">
            <span class="chip">judged by <span class="foreign">{visible(policy.path, 40)}</span></span>
            <button type="button" class="button button-plain" onClick={() => {
              const { policy: _, ...others } = documents.value;
              documents.value = others;
            }}>Judge by the embedded policy</button>
          </span>
        )}
        <span class="push row">
          <Steps />
          {has && <button type="button" class="button" onClick={swap}><span aria-hidden="true">{'\u21c4'}</span> Swap</button>}
          {has && <button type="button" class="button" onClick={() => {
            startOver();
            // The button goes away with what it ends.
            focusMain();
          }}>Start over</button>}
        </span>
      </div>
      <Chosen />
      <div class="abreast">
        {sides.map((side) => <Pane key={side} side={side} />)}
      </div>
    </section>
  );
}
