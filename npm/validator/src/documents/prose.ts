// Sentences of the engine's, in which documents' own words stand between back ticks.

/** A sentence in pieces. */
export function pieces(sentence: string): { text: string; isCode: boolean }[] {
  const parts = sentence.split('`');
  // A back tick without a second one is a character like others.
  const rest = parts.length % 2 === 0 ? `\`${parts.pop() ?? ''}` : '';
  return [...parts.map((text, place) => ({ text, isCode: place % 2 === 1 })), { text: rest, isCode: false }];
}
