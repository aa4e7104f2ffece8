// The verdict, before everything else.
import type { ComponentChildren } from 'preact';

/** How it looks: nothing is wrong, not under every state, or under the overlap. */
export type Look = 'pass' | 'warning' | 'error';

const signs: Record<Look, string> = { pass: '\u2713', warning: '!', error: '\u00d7' };

/** The look of a verdict by whether all conforms under each state. */
export function lookOf(conforming: readonly boolean[], overlap: number): Look {
  if (conforming.every((all) => all)) return 'pass';
  return conforming[overlap] === true ? 'warning' : 'error';
}

/** A verdict in words, and below it what it is about. */
export function Head({ look, title, children }: { look: Look; title: string; children: ComponentChildren }) {
  return (
    <div class={`verdict verdict-${look}`}>
      <span class="verdict-sign" aria-hidden="true">{signs[look]}</span>
      <div class="verdict-words">
        <h2 class="verdict-title" id="envelopes-verdict">{title}</h2>
        <p class="quiet">{children}</p>
      </div>
    </div>
  );
}
