// How much the page takes in at once: more than any repository of documents has, and less than what would harm the page.

/** The bounds; what goes beyond them is left out, and said. */
export const limits = {
  /** Files that are kept. */
  files: 10_000,
  /** Files that are looked at, skipped ones among them. */
  seen: 200_000,
  /** How deep folders may lie in one another. */
  depth: 32,
  /** How long a path may be, in UTF-16 units. */
  path: 1_024,
  /** Bytes of one unpacked file. */
  unpackedFile: 256 * 1_048_576,
  /** Bytes of everything that is unpacked at once. */
  unpacked: 512 * 1_048_576,
  /** How many times as large as its packed form a file may become, once it is larger than `ratioFrom` bytes. */
  ratio: 500,
  ratioFrom: 8 * 1_048_576,
} as const;

/** Folders that hold no documents, but much else. */
export const skippedFolders: ReadonlySet<string> = new Set([
  '.git', '.hg', '.svn', 'node_modules', 'bower_components', 'target', 'dist', '.next', '.turbo', '.cache', '.gradle', '.idea', '.vscode', '.venv', 'venv',
  '__pycache__', '.tox', '.pnpm-store', '__MACOSX',
]);
