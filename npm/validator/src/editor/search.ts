// Finding text in an editor, loaded when somebody first wants to.
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { keymap } from '@codemirror/view';

/** What an editor needs to find text. */
export const searching = [search({ top: true }), highlightSelectionMatches(), keymap.of(searchKeymap)];

export { openSearchPanel };
