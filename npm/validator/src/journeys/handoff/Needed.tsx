// What is still to be dropped, and files that nobody knows a place for.
import { signal, type Signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { visible } from '../../documents/visible.ts';
import { Bounded } from '../../shell/Bounded.tsx';
import { Code } from './Foreign.tsx';
import { DAY, type Named } from './gate-file.ts';
import { reports, today } from './judging.ts';
import { offered } from './places.ts';
import { forget, leftOut, missing, put, unplaced, type Unplaced } from './repository.ts';

/** The places that were typed for files without one; they go when these go. */
const typed = new WeakMap<Unplaced, Signal<string | undefined>>();

function typedFor(file: Unplaced): Signal<string | undefined> {
  const known = typed.get(file) ?? signal(undefined);
  typed.set(file, known);
  return known;
}

/** How many users of a file are named. */
const MOST_USERS = 3;

/** Goes back to the list, since what had the focus is gone. */
function goBack(): void {
  requestAnimationFrame(() => (document.getElementById('needed-title') ?? document.getElementById('main'))?.focus());
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

/** What a run left, where it is what is needed. */
function left(path: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = reports.value.map(({ answer }) => (answer.kind === 'judged' ? answer.outcome.written[path] : undefined)).find(Boolean);
  return bytes === undefined ? undefined : new Uint8Array(bytes);
}

function NeededView({ named: { path, by } }: { named: Named }) {
  const place = path.replace(DAY, today.value);
  const evidence = left(path);
  return (
    <li class="handoff-needed">
      <div>
        <p><Code text={path} /></p>
        <p class="quiet">
          {visible(by.slice(0, MOST_USERS).join('; '))}{by.length > MOST_USERS && ` and ${by.length - MOST_USERS} more`}
          {path.includes(DAY) && '; one a day, the day in its name'}
        </p>
      </div>
      <div class="row push">
        {evidence !== undefined && (
          <button type="button" class="button" onClick={() => {
            put(path, evidence);
            goBack();
          }}>Take what the handoff above leaves</button>
        )}
        <label class="button handoff-file">
          Choose<span class="unseen"> a file for {visible(path)}</span>
          <input type="file" class="unseen" onChange={async (event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file === undefined) return;
            put(place, await bytesOf(file), file.name);
            goBack();
          }} />
        </label>
      </div>
    </li>
  );
}

function UnplacedView({ file, places }: { file: Unplaced; places: readonly string[] }) {
  const list = useId();
  const own = typedFor(file);
  const value = own.value ?? places[0]?.replace(DAY, today.value) ?? '';
  return (
    <li class="handoff-needed">
      <p><Code text={file.path} /></p>
      <form class="row push" onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '') return;
        put(value, file.bytes, file.path);
        forget(file);
        goBack();
      }}>
        <label class="row">stands at
          <input class="field handoff-place-field" list={list} required value={value}
            onInput={(event) => (own.value = event.currentTarget.value)} />
        </label>
        <datalist id={list}>{places.map((place) => <option key={place} value={place} />)}</datalist>
        <button type="submit" class="button">Put it there</button>
        <button type="button" class="button" onClick={() => {
          forget(file);
          goBack();
        }}>Leave it out</button>
      </form>
    </li>
  );
}

/** Both lists; nothing where nothing is missing. */
export function Needed() {
  const needed = missing.value;
  if (needed.length === 0 && unplaced.value.length === 0 && leftOut.value === 0) return null;
  const paths = needed.map(({ path }) => path);
  return (
    <section class="panel" aria-labelledby="needed-title">
      <div class="panel-head">
        <h2 id="needed-title" tabIndex={-1}>Files that are not here</h2>
        <span class="quiet">Drop them anywhere; each goes to its place by its name or by what it holds.</span>
      </div>
      <div class="panel-body stack">
        {leftOut.value > 0 && <p role="alert">{leftOut.value} files were left out: they are too many, or too large together.</p>}
        {unplaced.value.length > 0 && (
          <>
            <h3>Nobody knows where these stand</h3>
            <ul class="handoff-plain">
              <Bounded entries={unplaced.value} step={20} name="files">
                {(file, number) => <UnplacedView key={`${number} ${file.path}`} file={file} places={offered(file.path, paths, paths).slice(0, 50)} />}
              </Bounded>
            </ul>
          </>
        )}
        {needed.length > 0 && (
          <ul class="handoff-plain" aria-label="Needed">
            <Bounded entries={needed} step={20} name="files">
              {(named) => <NeededView key={named.path} named={named} />}
            </Bounded>
          </ul>
        )}
      </div>
    </section>
  );
}
