// What a document is written in.

/** The languages that an editor knows. */
export type LanguageName = 'json' | 'markdown' | 'text';

/** The language of a file, told by its name. */
export function languageOf(path: string): LanguageName {
  if (path.endsWith('.json')) return 'json';
  return path.endsWith('.md') ? 'markdown' : 'text';
}
