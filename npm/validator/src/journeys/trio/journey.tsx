import type { Journey } from '../journey.ts';
import { begun, typing } from './documents.ts';
import { restore } from './offers.ts';
import { Start } from './Start.tsx';
import { take } from './taking.ts';
import './trio.css';
import { Workspace } from './Workspace.tsx';

function View() {
  return begun.value || typing.value ? <Workspace /> : <Start />;
}

/** The journey Trio. */
export const journey: Journey = { View, take, restore };
