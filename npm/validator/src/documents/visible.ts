import { counted } from './amounts.ts';
// Foreign words as they may be shown outside editors: nothing in them is invisible, and none is longer than its place.

/** What the engine escapes in its messages (`is_invisible` in core/src/text.rs), and halves of surrogate pairs, which it never meets. */
export const invisible =
  /[\p{Cc}\p{Cs}\u{ad}\u{61c}\u{180e}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{fe00}-\u{fe0f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e0fff}]/gu;

/** How a character stands that cannot be seen: `\u{202e}`. */
export function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Foreign text made fit to be shown: what is invisible stands escaped, and what is beyond `limit` characters is cut, with the length said. */
export function visible(text: string, limit = 120): string {
  // A character has at most two units, so that no more of a long text is looked at than can be shown.
  const characters = [...text.slice(0, 2 * limit + 2)];
  const shown = characters.slice(0, limit).join('').replace(invisible, escaped);
  return characters.length > limit ? `${shown}… (${counted(text.length)} characters)` : shown;
}
