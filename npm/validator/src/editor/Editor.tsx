// A document in an editor, with marks at the places that findings name.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type ChangeSet, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { Table, parser as markdownParser } from '@lezer/markdown';
import { useEffect, useRef } from 'preact/hooks';
import { Content } from '../documents/content.ts';
import { LineBreaks } from './lines.ts';

/** A place of a document that something is said about; offsets in bytes. */
export interface Mark {
  start: number;
  end: number;
  severity: 'error' | 'warning' | 'note';
  message: string;
  /** What can be done about it on the spot. */
  actions?: { name: string; apply(): void }[];
}

export interface EditorProperties {
  /** What screen readers call it. */
  label: string;
  language: 'json' | 'markdown' | 'text';
  content: Content;
  marks?: readonly Mark[];
  /** A place to show and to put the cursor on, in bytes; a new object shows it again. */
  reveal?: { start: number; end: number } | null;
  /** Without it the document can only be read. */
  onEdit?(content: Content): void;
}

const styles = HighlightStyle.define([
  { tag: [tags.propertyName, tags.heading], color: 'var(--code-key)' },
  { tag: tags.heading, fontWeight: '600' },
  { tag: [tags.string, tags.monospace], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.link, tags.url], color: 'var(--code-number)' },
  { tag: [tags.punctuation, tags.processingInstruction, tags.contentSeparator], color: 'var(--text-quiet)' },
]);

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text-quiet)', border: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--error)', backgroundColor: 'var(--error-soft)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warning)', backgroundColor: 'var(--warning-soft)' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted var(--note)', backgroundColor: 'var(--note-soft)' },
  '.cm-tooltip, .cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--text)', border: '1px solid var(--line-strong)' },
});

const languages: Record<EditorProperties['language'], Extension> = {
  json: json(),
  // Not the package of the whole language, which brings those of HTML, CSS and JavaScript along.
  markdown: new Language(defineLanguageFacet(), markdownParser.configure([Table]), [], 'markdown').extension,
  text: [],
};

/** The text after a change of the editor's document, in which what was not touched has the line breaks that it had. */
function changed(breaks: LineBreaks, changes: ChangeSet): string {
  const parts: string[] = [];
  let end = 0;
  changes.iterChanges((from, to, _fromNew, _toNew, inserted) => {
    parts.push(breaks.text.slice(end, breaks.toText(from)), inserted.sliceString(0, inserted.length, breaks.usual));
    end = breaks.toText(to);
  });
  return parts.join('') + breaks.text.slice(end);
}

/** The smallest replacement that makes one text of another. */
function replacement(before: string, after: string): { from: number; to: number; insert: string } {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < before.length - from && tail < after.length - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

export function Editor({ label, language, content, marks = [], reveal, onEdit }: EditorProperties) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const shown = useRef({ content, breaks: new LineBreaks(content.text) });
  const edited = useRef(onEdit);
  edited.current = onEdit;

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    // Below a shadow root, the editor's styles are sheets of their own: a strict policy refuses elements of style.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const { breaks } = shown.current;
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: breaks.text,
        extensions: [
          lineNumbers(), highlightSpecialChars(), history(), drawSelection(), search({ top: true }), highlightSelectionMatches(), lintGutter(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
          languages[language], syntaxHighlighting(styles), theme,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorState.readOnly.of(edited.current === undefined),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((transaction) => transaction.isUserEvent('replace.content'))) return;
            const next = Content.ofText(changed(shown.current.breaks, update.changes));
            shown.current = { content: next, breaks: new LineBreaks(next.text) };
            edited.current?.(next);
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, language]);

  useEffect(() => {
    if (content === shown.current.content) return;
    shown.current = { content, breaks: new LineBreaks(content.text) };
    const editor = view.current;
    if (editor === null) return;
    const change = replacement(editor.state.doc.toString(), content.text.replaceAll(/\r\n?/g, '\n'));
    editor.dispatch({ changes: change, userEvent: 'replace.content' });
  }, [content]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const { breaks } = shown.current;
    const length = editor.state.doc.length;
    const indices = content.indices(marks.flatMap(({ start, end }) => [start, end]));
    const position = (place: number) => Math.min(breaks.toEditor(indices[place] ?? 0), length);
    const diagnostics = marks.map(({ severity, message, actions = [] }, place): Diagnostic => ({
      from: position(2 * place),
      to: position(2 * place + 1),
      severity: severity === 'note' ? 'info' : severity,
      message,
      actions: actions.map(({ name, apply }) => ({ name, apply: () => apply() })),
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [marks, content]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || !reveal) return;
    const { breaks, content: present } = shown.current;
    const [start = 0, end = 0] = present.indices([reveal.start, reveal.end]).map((index) => Math.min(breaks.toEditor(index), editor.state.doc.length));
    editor.dispatch({ selection: { anchor: start, head: end }, effects: EditorView.scrollIntoView(start, { y: 'center' }) });
    editor.focus();
  }, [reveal]);

  return <div class="editor" ref={host} />;
}
