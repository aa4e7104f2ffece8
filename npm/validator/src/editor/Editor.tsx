// A document in an editor. What editors are made of is large, and making one takes long: the page is shown before, and
// editors come one after another, so that a verdict or a key need not wait for all of them.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Content } from '../documents/content.ts';
import './editor.css';
import type { Mark, RelatedPlace } from './marks.ts';

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

/** What comes into a place: an editor, or why there is none. */
type Come = { Pane: ComponentType<EditorProperties> } | { error: unknown };

/** The places that wait for their editor. */
const places = new Set<(come: Come) => void>();
let filling = false;

/** Loads what editors are made of; where that fails, the next call tries again. */
export const loadEditors = () => import('./Pane.tsx');

async function fill(): Promise<void> {
  filling = true;
  const come: Come = await loadEditors().catch((error: unknown) => ({ error }));
  for (const place of places) {
    places.delete(place);
    place(come);
    await new Promise((resolve) => setTimeout(resolve));
  }
  filling = false;
}

/** An editor of one document. */
export function Editor(properties: EditorProperties) {
  const [come, setCome] = useState<Come>();
  useEffect(() => {
    places.add(setCome);
    if (!filling) void fill();
    return () => places.delete(setCome);
  }, []);
  if (come === undefined) return <div class="editor editor-coming" />;
  if ('error' in come) throw come.error;
  return <come.Pane {...properties} />;
}
