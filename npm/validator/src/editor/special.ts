// Characters that cannot be seen, or that turn the direction of what follows, are shown in editors as in the engine's messages.
import { Decoration, MatchDecorator, ViewPlugin, WidgetType, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { escaped, invisible } from '../documents/visible.ts';

/** A run of them; a text of nothing else would otherwise become an element a character. The editor lays out tabs and line breaks itself. */
const runs = new RegExp(`(?:(?![\\t\\n\\r])${invisible.source}){1,8}`, 'gu');

class Escapes extends WidgetType {
  constructor(private readonly run: string) {
    super();
  }

  override eq(other: Escapes): boolean {
    return other.run === this.run;
  }

  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 'cm-specialChar';
    element.textContent = Array.from(this.run, escaped).join('');
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

const decorator = new MatchDecorator({ regexp: runs, boundary: /[^]/, decoration: ([run]) => Decoration.replace({ widget: new Escapes(run) }) });

class Special {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = decorator.createDeco(view);
  }

  update(update: ViewUpdate): void {
    this.decorations = decorator.updateDeco(update, this.decorations);
  }
}

/** Shows in an editor what cannot be seen. */
export const specialCharacters = ViewPlugin.fromClass(Special, { decorations: ({ decorations }) => decorations });
