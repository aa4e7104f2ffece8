// What the user of the application sees instead of an answer.
import type { Fallback } from 'lockstep-contracts';

/** A message as the application shows it. */
export function Message({ fallback }: { fallback: Fallback | null }) {
  return (
    <figure class="envelopes-sight">
      <figcaption class="quiet">What the user sees</figcaption>
      {fallback === null ? <p class="envelopes-silence">The answer. No message appears.</p> : (
        <div class="envelopes-message">
          <svg class="envelopes-message-sign" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 4.2v4.6M8 11v1.2" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" />
          </svg>
          <p><strong>{fallback.label}</strong><br />{fallback.hint}</p>
        </div>
      )}
    </figure>
  );
}
