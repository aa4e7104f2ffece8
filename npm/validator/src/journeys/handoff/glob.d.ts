interface ImportMeta {
  /** Vite's: what the files of patterns hold, by their paths below `base`. */
  glob(patterns: string[], options: { base: string; query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
}
