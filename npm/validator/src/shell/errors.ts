// What errors say.

/** How much of an error's message is shown: it may hold a document's words. */
const SHOWN = 500;

/** An error's message, bounded. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message;
}
