// Places of a document that something is said about, in its editor.
import { diagnosticCount, forEachDiagnostic, nextDiagnostic, previousDiagnostic, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { StateEffect, StateField, type EditorState, type TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView, type Command, type DecorationSet, type KeyBinding } from '@codemirror/view';
import { pieces } from '../documents/prose.ts';
import type { Shown } from './shown.ts';

/** A place of a document that something is said about; offsets in bytes. */
export interface Mark {
  start: number;
  end: number;
  severity: 'error' | 'warning' | 'note';
  message: string;
  /** What says so, such as the id of a rule. */
  source?: string;
  /** What it is known by to who set it. */
  key?: string;
  /** What can be done about it on the spot. */
  actions?: { name: string; apply(): void }[];
}

/** A place that has to do with what is looked at; offsets in bytes. */
export interface RelatedPlace {
  start: number;
  end: number;
  /** What is there to see; may be empty. */
  text: string;
}

/** A message as elements. */
function worded(message: string): Node {
  const span = document.createElement('span');
  for (const { text, isCode } of pieces(message)) {
    const piece = document.createElement(isCode ? 'code' : 'span');
    piece.textContent = text;
    span.append(piece);
  }
  return span;
}

const markOf = new WeakMap<Diagnostic, Mark>();

/** Puts marks in the place of those that are there. Marks behind what is shown are left out. */
export function withMarks(state: EditorState, shown: Shown, marks: readonly Mark[]): TransactionSpec {
  const positions = shown.positions(marks.flatMap(({ start, end }) => [start, end]));
  const length = state.doc.length;
  const diagnostics = marks.flatMap((mark, place): Diagnostic[] => {
    const [from = 0, to = 0] = positions.slice(2 * place, 2 * place + 2);
    if (from >= length && !shown.whole) return [];
    const { severity, message, source, actions = [] } = mark;
    const diagnostic: Diagnostic = {
      from,
      to: Math.min(to, length),
      severity: severity === 'note' ? 'info' : severity,
      message,
      renderMessage: () => worded(message),
      ...(source !== undefined && { source }),
      actions: actions.map(({ name, apply }) => ({ name: name.replaceAll('`', ''), apply: () => apply() })),
    };
    markOf.set(diagnostic, mark);
    return [diagnostic];
  });
  return setDiagnostics(state, diagnostics);
}

/** Whether there is any mark. */
export const hasMarks = (state: EditorState): boolean => diagnosticCount(state) > 0;

/** The marks at a position. */
export function marksAt(state: EditorState, position: number): Mark[] {
  const found: Mark[] = [];
  forEachDiagnostic(state, (diagnostic, from, to) => {
    const mark = markOf.get(diagnostic);
    if (mark !== undefined && from <= position && position <= to) found.push(mark);
  });
  return found;
}

/** Says the marks at the selection to screen readers: a tooltip says nothing to them. */
function saying(command: Command): Command {
  return (view) => {
    if (!command(view)) return false;
    const marks = marksAt(view.state, view.state.selection.main.from);
    const line = view.state.doc.lineAt(view.state.selection.main.from).number;
    view.dispatch({ effects: EditorView.announce.of(`Line ${line}. ${marks.map(({ severity, message }) => `${severity}: ${message}`).join('. ')}`) });
    return true;
  };
}

const actHere: Command = ({ state }) => {
  const action = marksAt(state, state.selection.main.head).flatMap(({ actions = [] }) => actions)[0];
  action?.apply();
  return action !== undefined;
};

/** The keys that go from mark to mark, and mend. */
export const markKeys: KeyBinding[] = [
  { key: 'F8', run: saying(nextDiagnostic), shift: saying(previousDiagnostic) },
  { key: 'Mod-.', run: actHere },
];

const setRelated = StateEffect.define<DecorationSet>({ map: (set, changes) => set.map(changes) });

/** The places that are framed. */
export const relatedPlaces = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, { changes, effects }) {
    return effects.reduce((present, effect) => (effect.is(setRelated) ? effect.value : present), set.map(changes));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Whether any place is framed. */
export const hasRelated = (state: EditorState): boolean => state.field(relatedPlaces).size > 0;

/** Frames places in the place of those that are framed. */
export function withRelated(state: EditorState, shown: Shown, places: readonly RelatedPlace[]): TransactionSpec {
  const positions = shown.positions(places.flatMap(({ start, end }) => [start, end]));
  const frames = places.flatMap(({ text }, place) => {
    const [from = 0, to = 0] = positions.slice(2 * place, 2 * place + 2).map((position) => Math.min(position, state.doc.length));
    return from < to ? [Decoration.mark({ class: 'cm-related', attributes: { title: text } }).range(from, to)] : [];
  });
  return { effects: setRelated.of(Decoration.set(frames, true)) };
}
