// What a document is written in.
import type { EditorProperties } from './Editor.tsx';

/** The language of a file, told by its name. */
export function languageOf(path: string): EditorProperties['language'] {
  if (path.endsWith('.json')) return 'json';
  return path.endsWith('.md') ? 'markdown' : 'text';
}
