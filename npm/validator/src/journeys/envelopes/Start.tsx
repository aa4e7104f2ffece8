// What is seen first: what to give, and something to try.
import { Fragment } from 'preact';
import { Start as Frame } from '../../start/Start.tsx';
import { examples } from './examples.ts';
import { putFile } from './state.ts';
import { states } from './states.ts';

const drawing = (
  <>
    <path d="M54 42h20m-6-6 6 6-6 6" />
    <path class="start-sheet" d="M8 14h28l12 12v44H8zM84 14h36v14H84zM84 35h24v14H84zM84 56h14v14H84z" />
    <path class="start-line" d="M16 36h24M16 46h20M16 56h24" />
  </>
);

const offered = examples.map(({ title, name, text }) => ({ title, open: () => void putFile({ path: name, blob: new Blob([text]) }) }));

export function Start({ type }: { type(): void }) {
  return (
    <Frame title="Drop answers of the service here" drawing={drawing} drawingWidth={128} examples={offered} type={type}>
      One response, NDJSON or a HAR file: you see the class of each answer, what a consumer does with it and what its user sees, under each state of the
      contract: {states.map(({ title, about }, place) => (
        <Fragment key={title}>{place > 0 && '; '}<strong>{title}</strong>, {about}</Fragment>
      ))}.
    </Frame>
  );
}
