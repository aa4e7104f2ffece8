// Where nothing is here yet: how files come in, and examples.
import { DropHint, IntakeButtons } from '../../documents/IntakeButtons.tsx';
import { messageOf } from '../../shell/errors.ts';
import { focusMain } from '../../shell/focus.ts';
import { EXAMPLE_DAY, examples, type Example } from './examples.ts';
import { problem, reset, today } from './judging.ts';
import { begin, isExample } from './repository.ts';

async function open(example: Example): Promise<void> {
  try {
    const found = await example.load();
    reset();
    today.value = EXAMPLE_DAY;
    await begin(found);
    isExample.value = true;
    focusMain();
  } catch (error) {
    problem.value = messageOf(error);
  }
}

/** The built-in examples, of which each takes the place of what is here. */
export function ExampleChoice() {
  return (
    <label class="row">Example
      <select class="field" value="" onChange={(event) => {
        const example = examples[Number(event.currentTarget.value)];
        event.currentTarget.value = '';
        if (example !== undefined) void open(example);
      }}>
        <option value="" disabled>choose one</option>
        {examples.map(({ title }, place) => <option key={title} value={place}>{title}</option>)}
      </select>
    </label>
  );
}

/** What stands there before anything is given. */
export function Start() {
  return (
    <section class="panel handoff-start" aria-labelledby="start-title">
      <div class="handoff-start-text">
        <h2 id="start-title">Judge a handoff payload or a gate file</h2>
        <p>
          The payload of a producer's handoff, or a <code>lockstep-gates.json</code>: a verdict for each item. Pin, matrix, manifest and
          evidence that come along go to their places by what they hold or how they are called.
        </p>
        <IntakeButtons primary />
        <DropHint what="a payload, a gate file, a folder or a zip of a repository" />
      </div>
      <div class="handoff-start-examples">
        <h3>Or see an example</h3>
        <ul class="handoff-plain">
          {examples.map((example) => (
            <li key={example.title}>
              <button type="button" class="handoff-example" onClick={() => void open(example)}>
                <strong>{example.title}</strong>
                <span class="quiet">{example.about}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
