// One answer, judged.
import type { Violation } from 'lockstep-contracts';
import { useEffect, useState } from 'preact/hooks';
import { bytesInWords } from '../../documents/amounts.ts';
import { visible } from '../../documents/visible.ts';
import type { OneJudged } from '../../engine/handlers/envelopes.ts';
import { Answer, comparison } from './Answer.tsx';
import { Body } from './Body.tsx';
import { Head, lookOf } from './Head.tsx';
import { marksOf } from './marks.ts';
import type { Source } from './state.ts';
import { OVERLAP } from './states.ts';

/** How much of a body in a file is shown, in bytes. */
const EXCERPT = 65_536;
/** The most headers that are listed. */
const HEADERS = 50;

function Headers({ headers }: { headers: readonly string[] }) {
  return (
    <details>
      <summary>{headers.length} headers</summary>
      <ul class="envelopes-headers">{headers.slice(0, HEADERS).map((header, place) => <li key={place} class="code foreign">{visible(header, 300)}</li>)}</ul>
    </details>
  );
}

/** The beginning of a body that lies in a file. */
function FileBody({ of, verdict, marks, reveal }: { of: Blob; verdict: OneJudged; marks: ReturnType<typeof marksOf>; reveal: { start: number; end: number } | null }) {
  const [bytes, setBytes] = useState<Uint8Array<ArrayBuffer>>();
  const { bodyStart } = verdict;
  useEffect(() => {
    let wanted = true;
    setBytes(undefined);
    of.slice(bodyStart, bodyStart + EXCERPT).arrayBuffer().then((buffer) => wanted && setBytes(new Uint8Array(buffer)), () => undefined);
    return () => (wanted = false);
  }, [of, bodyStart]);
  return bytes === undefined ? null : <Body bytes={bytes} size={verdict.size} marks={marks} reveal={reveal} />;
}

/** The verdict on it. */
export function OneHead({ verdict: { descriptions, kind, size } }: { verdict: OneJudged }) {
  return (
    <Head look={lookOf(descriptions.map(({ conforming }) => conforming), OVERLAP)} title={comparison(descriptions)}>
      One response{kind === 'http' && ' with headers'}, its body has {bytesInWords(size)}
    </Head>
  );
}

/** One answer, where it stands, and what is shown of it. */
export interface OneProperties {
  of: Source;
  verdict: OneJudged;
  /** The state whose violations are shown. */
  shown: number;
  onShow(place: number): void;
  /** Shows a place of the editor in which the answer stands. */
  onReveal(place: { start: number; end: number }): void;
}

/** Everything about one answer. */
export function One({ of, verdict, shown, onShow, onReveal }: OneProperties) {
  const [reveal, setReveal] = useState<{ start: number; end: number } | null>(null);
  const { descriptions, headers, bodyStart } = verdict;
  const violations = descriptions[shown]?.violations ?? [];
  const goTo = ({ start, end }: Violation) => {
    if (of.kind === 'file') setReveal({ start, end });
    else onReveal({ start: bodyStart + start, end: bodyStart + end });
  };
  return (
    <section class="panel" aria-label="The response under each state of the contract">
      <div class="panel-body stack">
        {headers.length > 0 && <Headers headers={headers} />}
        <Answer classifications={descriptions} shown={shown} linesBefore={of.kind === 'file' ? undefined : verdict.linesBefore} shownBytes={of.kind === 'file' ? EXCERPT : Infinity} onShow={onShow} onReveal={goTo} />
        {of.kind === 'file' && <FileBody of={of.blob} verdict={verdict} marks={marksOf(violations, 0)} reveal={reveal} />}
      </div>
    </section>
  );
}
