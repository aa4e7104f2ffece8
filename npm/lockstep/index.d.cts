// Declarations of every entry: `require` under Node gives exactly this, and so do `import` and the browser entry.

/** The bytes of a document, or its text, which counts as UTF-8; null where the document is missing. */
export type Content = string | Uint8Array | null;

/** A document: its content, or its content with the name that findings give it. */
export type DocumentInput = Content | NamedDocument;

/** A document with a name of the caller's. */
export interface NamedDocument {
  /** The name in the report; by default the path where the `lockstep` program finds the document. */
  name?: string;
  /** What it holds. */
  content: Content;
}

/** What is judged, and by which policy. */
export interface CheckInput {
  /** The consumer's integration pin (JSON). */
  pin: DocumentInput;
  /** The consumer's compatibility matrix (Markdown). */
  matrix: DocumentInput;
  /** The consumer's byte-exact mirror of the producer manifest (JSON). */
  manifest: DocumentInput;
  /** Today as `YYYY-MM-DD`; rules about dates run only where it is given. */
  today?: string;
  /** A policy file in place of the embedded policy. */
  policy?: string | Uint8Array;
}

/** `pass`, `fail` (something blocks), or `error` (could not be judged); the program's exit codes 0, 1 and 2. */
export type Verdict = 'pass' | 'fail' | 'error';

/** How much a finding weighs; only an `error` blocks. */
export type Severity = 'error' | 'warning' | 'note';

/** Which document it is. */
export type DocumentKind = 'pin' | 'matrix' | 'manifest';

/** What a rule is about. */
export type RuleGroup = 'document' | 'pin' | 'manifest' | 'matrix' | 'agreement';

/** What one run found; `docs/report.schema.json` describes the same form. Later versions may add keys. */
export interface Report {
  /** The version of this form. */
  schema: 'lockstep-report.v1';
  /** The version of lockstep that judged. */
  version: string;
  /** The name of the policy that judged. */
  policy: string;
  /** The outcome. */
  verdict: Verdict;
  /** Counts. */
  summary: Summary;
  /** The documents: pin, matrix, manifest. */
  documents: Document[];
  /** The findings, ordered by document, start, end and rule id. */
  findings: Finding[];
  /** Rules that did not run, with the reason. */
  skipped: Skipped[];
  /** Why no full verdict was possible; not empty exactly where the verdict is `error`. */
  errors: string[];
}

/** Counts of findings and rules. */
export interface Summary {
  /** Listed findings of severity `error`. */
  errors: number;
  /** Listed findings of severity `warning`. */
  warnings: number;
  /** Listed findings of severity `note`. */
  notes: number;
  /** Findings beyond the policy's limit, which are not listed. */
  omitted: number;
  /** Rules that ran. */
  rules_run: number;
  /** Rules that did not run; `skipped` says why. */
  rules_skipped: number;
}

/** A document that was judged. */
export interface Document {
  /** Which one it is. */
  kind: DocumentKind;
  /** Its name. */
  name: string;
  /** How many bytes it has; null where it could not be read. */
  bytes: number | null;
  /** SHA-256 of its bytes, 64 lower-case hex digits; null where it could not be read. */
  sha256: string | null;
}

/** One thing that is wrong. */
export interface Finding {
  /** The id of the rule; `explain(id)` tells more. */
  rule: string;
  /** How much it weighs. */
  severity: Severity;
  /** What is wrong, in one sentence. */
  message: string;
  /** The place to look at first. */
  primary: Label;
  /** Other places that explain it. */
  related: Label[];
  /** What should stand there. */
  expected: string;
  /** What stands there. */
  actual: string;
  /** What to do about it. */
  help: string;
  /** A change that mends it without a decision, or null. */
  fix: Fix | null;
}

/** A place in a document. */
export interface Label {
  /** The document's name. */
  document: string;
  /** The line of the first character, from 1. */
  line: number;
  /** The column of the first character, from 1, in UTF-16 code units. */
  column: number;
  /** The line behind the last character, from 1. */
  end_line: number;
  /** The column behind the last character, from 1, in UTF-16 code units. */
  end_column: number;
  /** The offset of the first byte, from 0. */
  start: number;
  /** The offset behind the last byte. */
  end: number;
  /** What is there to see; may be empty. */
  text: string;
}

/** A change that mends a finding. */
export interface Fix {
  /** What the change does. */
  title: string;
  /** The edits, which do not overlap. */
  edits: Edit[];
}

/** A piece of a document put in place of another. */
export interface Edit {
  /** The document's name. */
  document: string;
  /** The offset of the first byte to take out. */
  start: number;
  /** The offset behind the last byte to take out. */
  end: number;
  /** The text to put there. */
  replacement: string;
}

/** A rule that did not run. */
export interface Skipped {
  /** The id of the rule. */
  rule: string;
  /** Why it did not run. */
  reason: string;
}

/** A rule. */
export interface Rule {
  /** Its id. */
  id: string;
  /** What it is about. */
  group: RuleGroup;
  /** How much its findings weigh, unless the policy says otherwise. */
  severity: Severity;
  /** What it demands. */
  summary: string;
}

/** How `render` shows a report. */
export interface RenderOptions {
  /** Whether to colour the human form with ANSI escapes; by default it is plain. */
  color?: boolean;
}

/**
 * Where a browser finds the engine: its address (a string or a `URL`), a `Response`, its bytes (an `ArrayBuffer` or a
 * `Uint8Array`) or a `WebAssembly.Module`. An `object` here, because Node projects need not know the browser's types.
 */
export type EngineSource = string | object;

/**
 * Loads the engine. A browser must await it once before anything else; without a source it fetches the module that
 * lies beside the package's own files. Under Node the engine is loaded by the first call anyway, and a source is ignored.
 *
 * Rejects with a `LockstepEngineError` where no engine can be loaded.
 */
export declare function init(source?: EngineSource | Promise<EngineSource>): Promise<void>;

/**
 * Judges the documents.
 *
 * Throws a `LockstepArgumentError`, a `LockstepPolicyError` or a `LockstepEngineError`; what is wrong with a document
 * is never thrown, it is a finding.
 */
export declare function check(input: CheckInput): Report;

/**
 * Judges the documents and gives the report as text, byte for byte as `lockstep check --format <format>` prints it
 * for the same `today` (which the program takes from the clock where it is not told).
 *
 * Throws as `check` does.
 */
export declare function render(input: CheckInput, format?: 'human' | 'json', options?: RenderOptions): string;

/** Every rule. */
export declare function rules(): Rule[];

/** The page of a rule in Markdown, or null for an id that no rule has. */
export declare function explain(id: string): string | null;

/** The embedded policy as JSON text: a file to start an own policy from. */
export declare function policy(): string;

/** The version of the engine. */
export declare function version(): string;

/** Which engine runs; under Node the environment variable `LOCKSTEP_ENGINE` forces one. */
export declare function engine(): 'native' | 'wasm';

/** What every error of this package is. */
export declare class LockstepError extends Error {
  /** The kind of the error, for hosts in which `instanceof` does not hold. */
  readonly code: 'LOCKSTEP_ARGUMENT' | 'LOCKSTEP_POLICY' | 'LOCKSTEP_ENGINE';
}

/** An argument is wrong; nothing was judged. */
export declare class LockstepArgumentError extends LockstepError {
  private constructor();
  readonly code: 'LOCKSTEP_ARGUMENT';
  /** Which argument, such as `pin` or `matrix.content`. */
  readonly argument: string;
}

/** The policy that was given cannot be used. */
export declare class LockstepPolicyError extends LockstepError {
  private constructor();
  readonly code: 'LOCKSTEP_POLICY';
  /** The line of the fault, from 1. */
  readonly line: number;
  /** The column of the fault, from 1, in UTF-16 code units. */
  readonly column: number;
}

/** No engine could be loaded, or the engine failed; `cause` tells more, and lists every attempt to load one. */
export declare class LockstepEngineError extends LockstepError {
  private constructor();
  readonly code: 'LOCKSTEP_ENGINE';
}
