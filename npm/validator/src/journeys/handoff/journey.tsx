// The journey from a payload or a gate file to a verdict per item.
import { TakeHome } from '../../home/TakeHome.tsx';
import type { Carried } from '../../home/offer.ts';
import type { Journey } from '../journey.ts';
import { Documents } from './Documents.tsx';
import { Gates, Order } from './Gates.tsx';
import { Handoff } from './Handoff.tsx';
import { candidate, relaxed, today, working } from './judging.ts';
import { Needed } from './Needed.tsx';
import { carried, offers } from './offers.ts';
import { begin, files, gateFile, payload, restore, take, unplaced } from './repository.ts';
import { ExampleChoice, FileButtons, Start } from './Start.tsx';
import { Verdicts } from './Verdicts.tsx';
import { Weekly } from './Weekly.tsx';
import './handoff.css';

function Bar() {
  return (
    <div class="row handoff-bar">
      <FileButtons />
      <ExampleChoice />
      <label class="row">As of
        <input type="date" class="field" required value={today.value} onChange={(event) => {
          if (event.currentTarget.value !== '') today.value = event.currentTarget.value;
        }} />
      </label>
      <span class="quiet">{working.value ? 'Judging' : ''}</span>
      <button type="button" class="button push" onClick={() => void begin([])}>Start over</button>
    </div>
  );
}

function View() {
  if (files.value.size === 0 && unplaced.value.length === 0) return <Start />;
  const nothing = payload.value === '' && gateFile.value === '';
  return (
    <div class="stack">
      <Bar />
      {nothing && <p class="panel panel-body" role="status">Neither a payload nor a gate file is among the files yet: drop one.</p>}
      <Verdicts />
      <Order />
      <div class="handoff-columns">
        <div class="stack handoff-answers">
          <Needed />
          <Handoff />
          <Gates />
          <Weekly />
          <TakeHome offers={offers.value} carried={carried} />
        </div>
        <Documents />
      </div>
    </div>
  );
}

/** Takes up what a link carried. */
function restored({ documents, settings }: Carried): void {
  today.value = settings.today ?? today.value;
  candidate.value = settings.candidate ?? '';
  relaxed.value = settings.relaxed === 'true';
  const found = Object.values(documents).map(({ name, bytes }) => ({ path: name, blob: new Blob([bytes]) }));
  void restore(found, settings.payload ?? '');
}

export const journey: Journey = { View, take, restore: restored };
