// The SHA-256 of the mirror beside the pinned one, as the engine tells both.
import { useState } from 'preact/hooks';
import type { Report } from 'lockstep-contracts';
import { Prose } from '../../findings/words.tsx';
import { copy } from './copy.ts';
import { report } from './judging.ts';

const RULE = 'manifest-hash';

/** What the engine says about the hash. */
function told({ documents, findings, ran, skipped }: Report) {
  const actual = documents.find(({ kind }) => kind === 'manifest')?.sha256 ?? undefined;
  const finding = findings.find(({ rule }) => rule === RULE);
  const pinned = finding === undefined ? (ran.includes(RULE) ? actual : undefined) : /[0-9a-f]{64}/.exec(finding.expected)?.[0];
  return { actual, pinned, finding, unasked: skipped.find(({ rule }) => rule === RULE)?.reason };
}

function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  return (
    <>
      <button type="button" class="button trio-copy" aria-label="Copy the SHA-256 of the mirror" onClick={async () => setSaid((await copy(text)) ? 'copied' : 'not copied')}>Copy</button>
      <span role="status" class="quiet">{said}</span>
    </>
  );
}

/** Both hashes, and whether they are equal. */
export function Hash() {
  if (report.value === undefined) return null;
  const { actual, pinned, finding, unasked } = told(report.value);
  if (actual === undefined) return null;
  return (
    <div class="trio-hash">
      <dl>
        <dt>SHA-256 of this mirror</dt>
        <dd><code class="foreign">{actual}</code> <CopyButton key={actual} text={actual} /></dd>
        <dt>pinned</dt>
        <dd>{pinned === undefined ? <span class="quiet">{unasked === undefined ? 'not known' : <Prose text={unasked} />}</span> : <code class="foreign">{pinned}</code>}</dd>
      </dl>
      {pinned !== undefined && (finding === undefined
        ? <p><span class="chip chip-pass"><span aria-hidden="true">{'\u2713'}</span>equal</span></p>
        : <p><span class="chip chip-error"><span aria-hidden="true">{'\u00d7'}</span>not equal</span> <Prose text={finding.message} /></p>)}
      {finding !== undefined && <p><span class="quiet">help</span> <Prose text={finding.help} /></p>}
    </div>
  );
}
