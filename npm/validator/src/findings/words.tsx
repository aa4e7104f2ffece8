// Small pieces of text that findings are made of.
import type { Label, Severity, Summary } from 'lockstep-contracts';
import { count, listed } from '../documents/amounts.ts';
import { baseName } from '../documents/paths.ts';
import { pieces } from '../documents/prose.ts';
import { visible } from '../documents/visible.ts';

/** A sentence of the engine's. */
export function Prose({ text }: { text: string }) {
  return (
    <span class="foreign">{pieces(text).map(({ text: piece, isCode }, place) => (isCode ? <code key={place}>{piece}</code> : piece))}</span>
  );
}

const signs: Record<Severity, string> = { error: '\u00d7', warning: '!', note: 'i' };

/** How much a finding weighs, in a word and a sign. */
export function SeverityChip({ severity }: { severity: Severity }) {
  return <span class={`chip chip-${severity}`}><span aria-hidden="true">{signs[severity]}</span>{severity}</span>;
}

/** The counts of a report in words: `8 errors and 1 warning`. */
export function counts({ errors, warnings, notes }: Summary): string {
  const parts = Object.entries({ error: errors, warning: warnings, note: notes }).filter(([, number]) => number > 0);
  return listed(parts.map(([name, number]) => count(number, name))) || 'no findings';
}

/** A place of a document, which shows it where it is gone to. */
export function PlaceLink({ label, onReveal }: { label: Label; onReveal(label: Label): void }) {
  const place = `${label.line}:${label.column}`;
  return (
    <a
      class="finding-place" href="#trio" title={visible(`${label.document}:${place}`, 300)}
      onClick={(event) => {
        event.preventDefault();
        onReveal(label);
      }}
    >
      <bdi class="foreign">{visible(baseName(label.document), 60)}</bdi>:{place}
    </a>
  );
}
