// The frame: where to go, what came in, who judged.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { takeBy } from '../documents/giving.ts';
import { call } from '../engine/client.ts';
import type { About } from '../engine/handlers/documents.ts';
import { arrive as arriveByLink } from '../home/arrival.ts';
import { ArrivalNotice } from '../home/ArrivalNotice.tsx';
import { journeyNamed, titles } from '../journeys/index.ts';
import type { Journey, JourneyName } from '../journeys/journey.ts';
import { ArrivalLine } from './ArrivalLine.tsx';
import { arrive } from './arrival.ts';
import { here, names } from './here.ts';
import { listen } from './listening.ts';
import { ThemeButton } from './Theme.tsx';

const about = signal<About | undefined>(undefined);
const problem = signal('');

takeBy((sources) => void arrive(sources));
addEventListener('hashchange', () => void arriveByLink(here.value, false));
void arriveByLink(here.value, true);
call('about', []).then((value) => (about.value = value), (error: Error) => (problem.value = error.message));

function useJourney(name: JourneyName): Journey | undefined {
  const [journey, setJourney] = useState<Journey>();
  useEffect(() => {
    let wanted = true;
    setJourney(undefined);
    journeyNamed(name).then((loaded) => wanted && setJourney(loaded), (error: Error) => (problem.value = error.message));
    return () => (wanted = false);
  }, [name]);
  return journey;
}

export function App() {
  const [dropping, setDropping] = useState(false);
  useEffect(() => listen(setDropping), []);
  const journey = useJourney(here.value);
  useEffect(() => {
    document.title = `${titles[here.value]} · lockstep validator`;
  }, [here.value]);
  return (
    <div
      class={dropping ? 'shell shell-dropping' : 'shell'}
      data-dropping="Drop: nothing leaves this page"
    >
      <a class="button button-primary skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}>Skip to the documents</a>
      <header class="shell-head">
        <h1 class="shell-name">
          <svg class="shell-mark" viewBox="0 0 16 16" aria-hidden="true">
            <rect width="16" height="16" rx="4" fill="var(--accent)" />
            <path d="M4 4v5a3 3 0 0 0 3 3h5M8 4v3a1 1 0 0 0 1 1h3" fill="none" stroke="var(--accent-text)" stroke-width="1.6" />
          </svg>
          lockstep validator
        </h1>
        <nav class="shell-journeys" aria-label="What to judge">
          {names.map((name) => (
            <a key={name} href={`#${name}`} aria-current={name === here.value ? 'page' : undefined}>{titles[name]}</a>
          ))}
        </nav>
        <span class="push"><ThemeButton /></span>
      </header>
      <main class="shell-main" id="main" tabIndex={-1}>
        {problem.value !== '' && <p role="alert" class="panel panel-body">{problem.value}</p>}
        <ArrivalLine />
        <ArrivalNotice />
        {journey === undefined ? <p role="status" class="quiet">Loading</p> : <journey.View />}
      </main>
      <footer class="shell-foot">
        <span>{about.value === undefined ? 'Loading the engine' : `Judged by lockstep ${about.value.version}, policy ${about.value.policy}`}</span>
        <span>Everything happens in this page: no document leaves it.</span>
      </footer>
    </div>
  );
}
