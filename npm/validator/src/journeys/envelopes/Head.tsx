// The verdict, before everything else.
import type { ComponentChildren } from 'preact';
import { VerdictBox, type Look } from '../../verdict/VerdictBox.tsx';

const signs: Record<Look, string> = { pass: '\u2713', warning: '!', error: '\u00d7' };

/** The look of a verdict by whether all conforms under each state: nothing is wrong, not under every state, or under the overlap. */
export function lookOf(conforming: readonly boolean[], overlap: number): Look {
  if (conforming.every((all) => all)) return 'pass';
  return conforming[overlap] === true ? 'warning' : 'error';
}

/** A panel of its own, before what was given. */
export function Head({ look, title, children }: { look: Look; title: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-labelledby="envelopes-verdict">
      <VerdictBox look={look} sign={signs[look]}>
        <h2 class="verdict-title" id="envelopes-verdict">{title}</h2>
        <p class="quiet">{children}</p>
      </VerdictBox>
    </section>
  );
}
