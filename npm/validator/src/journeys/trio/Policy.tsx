// An own policy in place of the embedded one: shown, with its fault where it has one, and removable.
import { computed } from '@preact/signals';
import { visible } from '../../documents/visible.ts';
import { Editor, type Mark } from '../../editor/Editor.tsx';
import { offsetOf } from '../../editor/places.ts';
import { policy } from './documents.ts';
import { judged } from './judging.ts';
import { revealed, revealedIn } from './shown.ts';

/** The policy's place among the documents that are shown, of which none is called so. */
const POLICY = '';

/** Where the engine says that the policy is faulty. */
const faults = computed((): Mark[] => {
  const known = judged.value;
  if (known === undefined || !('failure' in known) || known.policy === null || known.failure.place === undefined) return [];
  const start = offsetOf(known.policy.content.text, known.failure.place);
  return [{ start, end: start + 1, severity: 'error', message: known.failure.message }];
});

const isFaulty = computed(() => faults.value.length > 0);

/** The way from the verdict to the fault. */
export function PolicyFault() {
  if (!isFaulty.value) return null;
  return (
    <a class="finding-place" href="#trio" onClick={(event) => {
      event.preventDefault();
      const [fault] = faults.value;
      if (fault !== undefined) revealed.value = { document: POLICY, start: fault.start, end: fault.end, focus: true };
    }}>Show it in the policy</a>
  );
}

/** The own policy, if any. */
export function Policy() {
  const held = policy.value;
  if (held === null) return null;
  return (
    <section class="panel trio-slot" aria-labelledby="trio-policy">
      <div class="panel-head">
        <h2 id="trio-policy">Policy</h2>
        <code class="quiet foreign trio-name">{visible(held.name)}</code>
        <span class="chip">judges in place of the embedded one</span>
        <button type="button" class="button push" onClick={() => (policy.value = null)}>Remove<span class="unseen"> the policy</span></button>
      </div>
      <Editor
        label={`Policy, ${visible(held.name)}`} language="json" content={held.content} marks={faults.value} reveal={revealedIn(POLICY)}
        onEdit={(content) => (policy.value = { ...held, content })}
      />
    </section>
  );
}
