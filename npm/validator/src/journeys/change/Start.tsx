// Where nothing is compared yet: what to give, and something to try.
import { Start as Frame } from '../../start/Start.tsx';
import { examples } from './examples.ts';
import { show } from './state.ts';

const drawing = (
  <>
    <path d="M54 42h20m-6-6 6 6-6 6" />
    <path class="start-sheet" d="M8 14h28l12 12v44H8zM80 14h28l12 12v44H80z" />
    <path class="start-line" d="M16 36h24M16 46h20M16 56h24M88 36h24M88 56h24" />
    <path class="start-odd" d="M88 46h16" />
  </>
);

const offered = examples.map(({ title, make }) => ({ title, open: () => show(make(), '') }));

/** What stands there before anything is given. */
export function Start() {
  return (
    <Frame title="Drop the old and the new state of a document here" drawing={drawing} drawingWidth={128} examples={offered}>
      Two manifests, OpenAPI files, service contract sources or policies, or two folders with them, at once or one after the other: you see what changed,
      whom it harms, and when it may be released.
    </Frame>
  );
}
