// The frame of every verdict: how it looks, a sign for who does not see colours, and the words.
import type { ComponentChildren } from 'preact';

/** How a verdict looks: all is well, something has to be looked at or is not known, something is wrong. */
export type Look = 'pass' | 'warning' | 'error';

/** `sign` is one character; a heading among the words has the class `verdict-title`. */
export function VerdictBox({ look, sign, children }: { look: Look; sign: string; children: ComponentChildren }) {
  return (
    <div class={`verdict verdict-${look}`}>
      <span class="verdict-sign" aria-hidden="true">{sign}</span>
      <div class="verdict-words">{children}</div>
    </div>
  );
}
