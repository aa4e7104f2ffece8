// The journey from a payload or a gate file to a verdict per item.
import type { Found } from '../../documents/intake.ts';
import { IntakeButtons } from '../../documents/IntakeButtons.tsx';
import { TakeHome } from '../../home/TakeHome.tsx';
import type { Carried } from '../../home/offer.ts';
import { focusMain } from '../../shell/focus.ts';
import type { Journey } from '../journey.ts';
import { Checklists } from './Checklists.tsx';
import { Documents } from './Documents.tsx';
import { Gates, Order } from './Gates.tsx';
import { candidate, relaxed, reset, today, working } from './judging.ts';
import { Needed } from './Needed.tsx';
import { carried, changes, offers } from './offers.ts';
import { areDocuments, begin, files, isExample, restore, take, unplaced } from './repository.ts';
import { Start } from './Start.tsx';
import { Verdicts } from './Verdicts.tsx';
import { Weekly } from './Weekly.tsx';
import './files.css';
import './gates.css';
import './handoff.css';

async function startOver(): Promise<void> {
  reset();
  await begin([]);
  focusMain();
}

/** Takes files; an example makes room for documents. */
async function taken(found: readonly Found[]): Promise<void> {
  if (!isExample.value || !(await areDocuments(found))) return take(found);
  reset();
  return begin(found);
}

function Bar() {
  return (
    <div class="row handoff-bar">
      <IntakeButtons />
      <label class="row">Judge as of
        <input type="date" class="field" required value={today.value} onChange={(event) => {
          if (event.currentTarget.value !== '') today.value = event.currentTarget.value;
        }} />
      </label>
      {isExample.value && <span class="chip chip-note">example</span>}
      <span class="quiet">{working.value ? 'Judging' : ''}</span>
      <button type="button" class="button push" onClick={() => void startOver()}>Start over</button>
    </div>
  );
}

function View() {
  const isEmpty = files.value.size === 0 && unplaced.value.length === 0;
  return (
    <div class="stack">
      {isEmpty ? <Start /> : <Bar />}
      <Verdicts />
      {!isEmpty && (
        <>
          <Order />
          <div class="handoff-columns">
            <div class="stack handoff-answers">
              <Needed />
              <Checklists />
              <Gates />
              <Weekly />
              <TakeHome offers={offers.value} changes={changes.value} carried={carried} />
            </div>
            <Documents />
          </div>
        </>
      )}
    </div>
  );
}

/** Takes up what a link carried. */
function restored({ documents, settings }: Carried): void {
  today.value = settings.today ?? today.value;
  candidate.value = settings.candidate ?? '';
  relaxed.value = settings.relaxed === 'true';
  const found = Object.values(documents).flatMap(({ name, bytes }) => (bytes === null ? [] : [{ path: name, blob: new Blob([bytes]) }]));
  void restore(found, settings.payload ?? '');
}

/** The journey Handoff and gates. */
export const journey: Journey = { View, take: taken, restore: restored, takesAny: () => files.value.size > 0 };
