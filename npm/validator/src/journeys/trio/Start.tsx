// What is seen first: what to give, and something to try.
import { Start as Frame } from '../../start/Start.tsx';
import { about, bringBack, roles, typing } from './documents.ts';
import { examples, openExample } from './examples.ts';

const drawing = (
  <>
    <path class="start-join" d="M48 42h16M104 42h16" />
    <path class="start-sheet" d="M8 14h28l12 12v44H8zM64 14h28l12 12v44H64zM120 14h28l12 12v44h-40z" />
    <path class="start-line" d="M16 36h24M16 46h20M16 56h24M72 36h24M72 46h24M72 56h16M128 36h24M128 46h16M128 56h24" />
  </>
);

const offered = examples.map((example) => ({ title: example.title, open: () => openExample(example) }));

/** What stands there before anything is given. */
export function Start() {
  const { value: open } = bringBack;
  return (
    <>
      <Frame
        title="Drop pin, matrix and manifest here, or a whole repository" drawing={drawing} drawingWidth={168} type={() => (typing.value = true)}
        examples={open === undefined ? offered : [...offered, { title: 'what was there before', open }]}
      >
        You see at once whether they hold the same contract, where they do not, and what to do. Names do not matter, and a zip will do.
      </Frame>
      <dl class="trio-kinds">
        {roles.map((role) => (
          <div class="panel panel-body" key={role}>
            <dt>{about[role].title}</dt>
            <dd>{about[role].what}</dd>
            <dd class="quiet"><code class="foreign">{about[role].path}</code></dd>
          </div>
        ))}
      </dl>
    </>
  );
}
