// Characters that cannot be seen, or that turn the direction of what follows, are shown in editors as in the engine's messages.
import { highlightSpecialChars } from '@codemirror/view';
import { escaped, invisible } from '../documents/visible.ts';

/** The editor lays out tabs and line breaks itself. */
const special = new RegExp(`(?![\\t\\n\\r])${invisible.source}`, 'gu');

function shown(code: number): HTMLElement {
  const element = document.createElement('span');
  element.className = 'cm-specialChar';
  element.textContent = escaped(String.fromCodePoint(code));
  return element;
}

export const specialCharacters = highlightSpecialChars({ specialChars: special, render: shown });
