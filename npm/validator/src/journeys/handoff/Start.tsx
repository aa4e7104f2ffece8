// Where nothing is here yet: how files come in, and examples.
import { messageOf } from '../../shell/errors.ts';
import { Start as Frame } from '../../start/Start.tsx';
import { EXAMPLE_DAY, examples, type Example } from './examples.ts';
import { problem, reset, today } from './judging.ts';
import { begin, isExample } from './repository.ts';

const drawing = (
  <>
    <path d="M54 42h20m-6-6 6 6-6 6" />
    <path class="start-sheet" d="M8 14h28l12 12v44H8zM80 14h40v56H80z" />
    <path class="start-line" d="M16 36h24M16 46h20M16 56h24M102 28h12M102 42h12M102 56h12" />
    <path class="start-sign" d="m86 28 3 3 6-6m-9 17 3 3 6-6" />
    <path class="start-odd" d="M87 56h7" />
  </>
);

async function open(example: Example): Promise<void> {
  try {
    const found = await example.load();
    reset();
    today.value = EXAMPLE_DAY;
    await begin(found);
    isExample.value = true;
  } catch (error) {
    problem.value = messageOf(error);
  }
}

const offered = examples.map((example) => ({ title: example.title, open: () => void open(example) }));

/** What stands there before anything is given. */
export function Start() {
  return (
    <Frame title="Drop a handoff payload or a gate file here, or a whole repository" drawing={drawing} drawingWidth={128} examples={offered}>
      You see a verdict for each item, and which evidence is missing. Pin, matrix, manifest and evidence that come along go to their places by what they
      hold or how they are called.
    </Frame>
  );
}
