// The keys that find text: the first of them loads what does.
import { Compartment, type Extension } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';

/** What finds text, once it is loaded. */
const place = new Compartment();

function find(view: EditorView): boolean {
  void import('./search.ts').then(({ searching, openSearchPanel }) => {
    view.dispatch({ effects: place.reconfigure(searching) });
    openSearchPanel(view);
  });
  return true;
}

/** Lets an editor find text as soon as somebody wants to. */
export const finding: Extension = place.of(keymap.of(['Mod-f', 'Mod-g', 'F3'].map((key) => ({ key, run: find }))));
