import type { Journey } from '../journey.ts';
import { begun, typing } from './documents.ts';
import { restore } from './offers.ts';
import { Start } from './Start.tsx';
import { refused, take } from './taking.ts';
import './trio.css';
import { Workspace } from './Workspace.tsx';

function View() {
  return (
    <>
      {refused.value !== '' && (
        <p role="alert" class="panel panel-body row trio-refused">
          <span class="foreign">{refused.value}</span>
          <button type="button" class="button push" onClick={() => (refused.value = '')}>Dismiss</button>
        </p>
      )}
      {begun.value || typing.value ? <Workspace /> : <Start />}
    </>
  );
}

export const journey: Journey = { View, take, restore };
