// Two states of a producer's documents: what changed, whom it harms, and when it may be released.
import { useEffect } from 'preact/hooks';
import { call } from '../../engine/client.ts';
import { TakeHome } from '../../home/TakeHome.tsx';
import type { Journey } from '../journey.ts';
import { aimedAt, watchDrops } from './aim.ts';
import { carried, restore } from './carried.ts';
import './change.css';
import { Changes } from './Changes.tsx';
import { Notice } from './Notice.tsx';
import { offers } from './offers.ts';
import { Panes } from './Panes.tsx';
import { Start } from './Start.tsx';
import { broken, documents, loading, takeFiles, today } from './state.ts';
import { VerdictPanel } from './Verdict.tsx';

function View() {
  const begun = documents.value.pairs.some((pair) => pair.old !== undefined || pair.new !== undefined);
  useEffect(watchDrops, []);
  // Loaded while somebody still looks for files.
  useEffect(() => void call('run', [['--version'], { today }]).catch(() => undefined), []);
  return (
    <div class="stack">
      {!begun && <Start />}
      <VerdictPanel />
      {loading.value === 'running' && broken.value === '' && <p role="status" class="quiet">Loading the program, once</p>}
      <Panes />
      <Changes />
      <Notice />
      {begun && <TakeHome offers={offers()} carried={carried} />}
    </div>
  );
}

/** The journey Change. */
export const journey: Journey = { View, take: (files) => takeFiles(files, aimedAt()), restore };
