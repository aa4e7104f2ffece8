// What a gate file names: read here only to tell which files are still to be dropped.

/** In a path, any day. */
export const DAY = '{date}';

/** A file that evidence of a gate file is to be found in. */
export interface Named {
  path: string;
  /** Who needs it, as `gate: criterion`. */
  by: string[];
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(object) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Whether a path is one that a gate file names, in which `{date}` stands for a day. */
export function fits(named: string, path: string): boolean {
  const [before = '', after] = named.split(DAY, 2);
  if (after === undefined) return named === path;
  return path.length === before.length + 10 + after.length && path.startsWith(before) && path.endsWith(after)
    && /^\d{4}-\d{2}-\d{2}$/.test(path.slice(before.length, before.length + 10));
}

/** The files that a gate file names, each once; none where it cannot be read, which the program says. */
export function namedFiles(source: string): Named[] {
  let file: Record<string, unknown>;
  try {
    file = object(JSON.parse(source));
  } catch {
    return [];
  }
  const suites = new Map(list(file.suites).map((suite) => [text(suite.name), text(suite.evidence)]));
  const found = new Map<string, Named>();
  for (const gate of list(file.gates)) {
    for (const criterion of list(gate.criteria)) {
      for (const evidence of list(criterion.evidence)) {
        const path = text(evidence.path) || (suites.get(text(evidence.suite)) ?? '');
        if (path === '') continue;
        const named = found.get(path) ?? { path, by: [] };
        named.by.push(`${text(gate.name)}: ${text(criterion.name)}`);
        found.set(path, named);
      }
    }
  }
  return [...found.values()];
}

/** Whether the gate file asks for a check of the repository, which needs its documents. */
export function asksForCheck(source: string): boolean {
  return /"kind"\s*:\s*"check"/.test(source);
}
