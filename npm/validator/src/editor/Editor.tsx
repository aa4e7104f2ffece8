// A document in an editor, with marks at the places that findings name.
import { defaultKeymap, history, historyKeymap, invertedEffects, isolateHistory } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { Language, defineLanguageFacet, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, StateEffect, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder, type ViewUpdate } from '@codemirror/view';
import { Table, parser as markdownParser } from '@lezer/markdown';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Content } from '../documents/content.ts';
import { appearance, highlighting, readOnlyAppearance } from './appearance.ts';
import { changed, replacement } from './change.ts';
import './editor.css';
import { markKeys, marksAt, relatedPlaces, withMarks, withRelated, type Mark, type RelatedPlace } from './marks.ts';
import { Shown } from './shown.ts';
import { specialCharacters } from './special.ts';

export type { Mark, RelatedPlace };

/** What an editor shows, and whom it tells. */
export interface EditorProperties {
  /** What screen readers call it. */
  label: string;
  language: 'json' | 'markdown' | 'text';
  content: Content;
  /** A new array is set anew; while somebody types, the marks move with the text. */
  marks?: readonly Mark[];
  /** Places that are framed, because they have to do with what is looked at. */
  related?: readonly RelatedPlace[];
  /** What stands in an empty document's place. */
  invitation?: string;
  /** A place to select and show, in bytes, and perhaps to go to; a new object shows it again. */
  reveal?: { start: number; end: number; focus?: boolean } | null;
  /** Without it the document can only be read. */
  onEdit?(content: Content): void;
  /** Is told the mark under the cursor, whenever that becomes another one. */
  onCursor?(mark: Mark | undefined): void;
}

const NONE: never[] = [];

const languages: Record<EditorProperties['language'], Extension> = {
  json: json(),
  // Not the package of the whole language, which brings those of HTML, CSS and JavaScript along.
  markdown: new Language(defineLanguageFacet(), markdownParser.configure([Table]), [], 'markdown').extension,
  text: [],
};

/** The content after a transaction that did not come from typing; undoing it gives back the one before, byte for byte. */
const became = StateEffect.define<Content>();

/** What decides whether somebody may type. */
const access = new Compartment();
const accessOf = (readOnly: boolean): Extension => (readOnly ? [EditorState.readOnly.of(true), readOnlyAppearance] : []);

const help = 'Tab leaves the editor, F8 goes to the next finding, Control and full stop mends the one at the cursor, Control and F finds text.';

/** An editor of one document. */
export function Editor({ label, language, content, marks = NONE, related = NONE, invitation = '', reveal, onEdit, onCursor }: EditorProperties) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const [first] = useState(() => new Shown(content));
  const shown = useRef(first);
  // What was typed here is known already.
  const present = useMemo(() => (shown.current.content === content ? shown.current : new Shown(content)), [content]);
  const told = useRef({ onEdit, onCursor, mark: undefined as Mark | undefined });
  Object.assign(told.current, { onEdit, onCursor });
  const readOnly = onEdit === undefined || present.note !== '';

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    // Below a shadow root, the editor's styles are sheets of their own: a strict policy refuses elements of style.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });

    function follow(update: ViewUpdate): void {
      const given = update.transactions.flatMap(({ effects }) => effects.flatMap((effect) => (effect.is(became) ? [effect.value] : []))).at(-1);
      const typed = update.docChanged || given !== undefined;
      if (typed && !update.transactions.some((transaction) => transaction.isUserEvent('replace.content'))) {
        // What was undone or done again is known exactly; what was typed is told from the changes.
        shown.current = new Shown(given ?? Content.ofText(changed(shown.current.breaks, update.changes)));
        told.current.onEdit?.(shown.current.content);
      }
      if (!update.selectionSet || told.current.onCursor === undefined) return;
      const [mark] = marksAt(update.state, update.state.selection.main.head);
      if (mark === told.current.mark) return;
      told.current.mark = mark;
      told.current.onCursor(mark);
    }

    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: shown.current.document,
        extensions: [
          lineNumbers(), specialCharacters, history(), drawSelection(), highlightActiveLine(), search({ top: true }), highlightSelectionMatches(),
          lintGutter(), relatedPlaces, EditorView.lineWrapping, placeholder(invitation),
          keymap.of([...markKeys, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
          languages[language], syntaxHighlighting(highlighting), appearance, access.of([]),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': help, tabindex: '0' }),
          invertedEffects.of(({ effects }) => (effects.some((effect) => effect.is(became)) ? [became.of(shown.current.content)] : [])),
          EditorView.updateListener.of(follow),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, language]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    editor.dispatch({ effects: access.reconfigure(accessOf(readOnly)) });
  }, [readOnly, label, language]);

  // Not after the next paint: what is typed until then would be taken back.
  useLayoutEffect(() => {
    const editor = view.current;
    if (editor === null || (content === shown.current.content && present.note === '')) return;
    const change = replacement(editor.state.doc.toString(), present.document);
    // The transaction asks for the content before it.
    const transaction = editor.state.update({ changes: change, effects: became.of(content), annotations: isolateHistory.of('full'), userEvent: 'replace.content' });
    editor.dispatch(transaction);
    shown.current = present;
  }, [present]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(withMarks(editor.state, shown.current, marks));
  }, [marks, label, language]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(withRelated(editor.state, shown.current, related));
  }, [related, label, language]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || !reveal) return;
    const [anchor = 0, head = 0] = shown.current.positions([reveal.start, reveal.end]);
    editor.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    if (reveal.focus !== false) editor.focus();
  }, [reveal]);

  return (
    <div class="editor">
      {present.note !== '' && <p class="editor-note">{present.note}</p>}
      <div ref={host} />
    </div>
  );
}
