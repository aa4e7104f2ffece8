// How files come in: chosen, pasted or built in; dropping works on the whole page.
import { visible } from '../../documents/visible.ts';
import { chosen } from '../../documents/intake.ts';
import { EXAMPLE_DAY, examples, type Example } from './examples.ts';
import { candidate, relaxed, today } from './judging.ts';
import { begin, take } from './repository.ts';

/** Where the focus goes when what had it is gone. */
export function focusMain(): void {
  document.getElementById('main')?.focus();
}

async function open(example: Example): Promise<void> {
  const found = await example.load();
  candidate.value = '';
  relaxed.value = false;
  today.value = EXAMPLE_DAY;
  await begin(found);
  focusMain();
}

export function FileButtons() {
  return (
    <>
      <label class="button handoff-file">Choose files
        <input type="file" multiple class="unseen" onChange={(event) => void take(chosen(event.currentTarget.files ?? new DataTransfer().files))} />
      </label>
      <label class="button handoff-file">Choose a folder
        <input type="file" class="unseen" ref={(input) => input?.setAttribute('webkitdirectory', '')}
          onChange={(event) => void take(chosen(event.currentTarget.files ?? new DataTransfer().files))} />
      </label>
    </>
  );
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

export function Start() {
  return (
    <section class="panel handoff-start" aria-labelledby="start-title">
      <div class="handoff-start-text">
        <h2 id="start-title">Judge a handoff payload or a gate file</h2>
        <p>
          Drop a producer's payload, a <code>lockstep-gates.json</code>, or a whole repository as a folder or a zip. Pin, matrix, manifest
          and evidence go to their places by what they hold or how they are called.
        </p>
        <div class="row"><FileButtons /></div>
        <label class="handoff-paste">
          <span>Or paste a document here</span>
          <textarea class="field" rows={4} spellcheck={false} onInput={(event) => {
            const text = event.currentTarget.value;
            if (text.trim() !== '') void take([{ path: 'pasted.json', blob: new Blob([text]) }]);
          }} />
        </label>
      </div>
      <div class="handoff-start-examples">
        <h3>Or see an example</h3>
        <ul class="handoff-plain">
          {examples.map((example) => (
            <li key={example.title}>
              <button type="button" class="handoff-example" onClick={() => void open(example)}>
                <strong>{example.title}</strong>
                <span class="quiet">{visible(example.about)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
