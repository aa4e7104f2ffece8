// The frame: where to go, what came in, who judged.
import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { takeBy } from '../documents/giving.ts';
import { call } from '../engine/client.ts';
import type { About } from '../engine/handlers/documents.ts';
import { LinkNotice } from '../home/LinkNotice.tsx';
import { openLink } from '../home/opening.ts';
import { journeyNamed, titles } from '../journeys/index.ts';
import type { Journey, JourneyName } from '../journeys/journey.ts';
import { AboutDialog } from './About.tsx';
import { ArrivalLine } from './ArrivalLine.tsx';
import { arrive } from './arrival.ts';
import { messageOf } from './errors.ts';
import { focusMain } from './focus.ts';
import { Failed, Guard } from './Guard.tsx';
import { here, names } from './here.ts';
import { listen } from './listening.ts';
import { keep, offline, replace } from './offline.ts';
import { ThemeChoice } from './Theme.tsx';

const about = signal<About | undefined>(undefined);
const problem = signal('');

takeBy((sources) => void arrive(sources));
addEventListener('hashchange', () => void openLink(here.value, false));
void openLink(here.value, true);
call('about', []).then((value) => (about.value = value), (error: Error) => (problem.value = error.message)).finally(keep);

/** What nobody caught is said as well: otherwise a button would just do nothing. */
function report(error: unknown): void {
  const { code } = Object(error) as { code?: unknown };
  if (error && code !== 'ABORTED') problem.value = `the page met an error of its own: ${messageOf(error)}`;
}

addEventListener('error', ({ error }) => report(error));
addEventListener('unhandledrejection', ({ reason }) => report(reason));

type Loading = { journey?: Journey; error?: unknown };

/** The journey of a name, what kept it from loading, or nothing yet; and how to try again. */
function useJourney(name: JourneyName): [Loading, () => void] {
  const [loading, setLoading] = useState<Loading>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let wanted = true;
    setLoading({});
    journeyNamed(name).then((journey) => wanted && setLoading({ journey }), (error: unknown) => wanted && setLoading({ error }));
    return () => (wanted = false);
  }, [name, attempt]);
  return [loading, () => setAttempt(attempt + 1)];
}

function Shown({ name }: { name: JourneyName }) {
  const [{ journey, error }, again] = useJourney(name);
  if (error !== undefined) return <Failed title={`${titles[name]} could not be loaded`} error={error} again={again} />;
  if (journey === undefined) return <p role="status" class="quiet">Loading</p>;
  return <Guard title={titles[name]}><journey.View /></Guard>;
}

let before = here.value;

/** The whole page. */
export function App() {
  const [dropping, setDropping] = useState(false);
  const [asked, setAsked] = useState(false);
  const name = here.value;
  // As soon as there is something to drop on.
  useLayoutEffect(() => listen(setDropping), []);
  useEffect(() => {
    document.title = `${titles[name]} · lockstep validator`;
    if (name !== before) focusMain();
    before = name;
  }, [name]);
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
          {names.map((known) => (
            <a key={known} href={`#${known}`} aria-current={known === name ? 'page' : undefined}>{titles[known]}</a>
          ))}
        </nav>
        <div class="shell-tools">
          <ThemeChoice />
          <button type="button" class="button" aria-haspopup="dialog" onClick={() => setAsked(true)}>About</button>
        </div>
      </header>
      {offline.value === 'replaced' && (
        <div class="shell-notice" role="status">
          <span>A new version of this page is ready. Reloading does not keep what you entered.</span>
          <button type="button" class="button" onClick={replace}>Reload</button>
        </div>
      )}
      <main class="shell-main" id="main" tabIndex={-1} aria-label={titles[name]}>
        {problem.value !== '' && (
          <div role="alert" class="panel panel-body row shell-problem">
            <p class="foreign">{problem.value}</p>
            <button type="button" class="button push" onClick={() => {
              problem.value = '';
              focusMain();
            }}>Dismiss</button>
          </div>
        )}
        <ArrivalLine />
        <LinkNotice />
        <Shown key={name} name={name} />
      </main>
      <footer class="shell-foot">
        <span>{about.value === undefined ? 'Loading the engine' : `Judged by lockstep ${about.value.version}, policy ${about.value.policy}`}</span>
        <span>Everything happens in this page: no document leaves it.</span>
        {offline.value === 'ready' && <span>Ready for offline use</span>}
      </footer>
      <AboutDialog about={about.value} isOpen={asked} close={() => setAsked(false)} />
    </div>
  );
}
