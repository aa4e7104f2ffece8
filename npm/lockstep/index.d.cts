// Declarations of every entry: `require` under Node gives exactly this, and so do `import` and the browser entry.

import type { EnvelopeClassName, FallbackReason, PreflightStatus } from './lib/contract.cjs';

// Types of the embedded policy, and guards for them; `lockstep policy --format typescript` prints those of another.
export * from './lib/contract.cjs';

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
export type RuleGroup =
  | 'document' | 'release' | 'pin' | 'manifest' | 'matrix' | 'agreement'
  | 'atomic' | 'remote' | 'handoff' | 'cutover' | 'governance' | 'boundary'
  | 'alignment' | 'parity' | 'components' | 'schemas' | 'rehearsal' | 'bundle' | 'slo' | 'changelog' | 'notice' | 'waiver'
  | 'envelope' | 'interaction';

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
  /** Findings that waivers cover, in the same order; they do not block. */
  waived: Waived[];
  /** Findings that the report compared with has, too, in the same order; they do not block. */
  known: Finding[];
  /** The ids of the rules that ran. */
  ran: string[];
  /** Rules that did not run, with the reason. */
  skipped: Skipped[];
  /** Why no full verdict was possible; not empty exactly where the verdict is `error`. */
  errors: string[];
  /** What a producer's documents say side by side; there where the check was asked for by its name or has a gap. */
  alignment?: Alignment;
}

/** What a producer's source, OpenAPI file, documents and manifest say about one contract, side by side. */
export interface Alignment {
  /** The documents that speak. */
  columns: { title: string; document: string }[];
  /** The matters that they speak of. */
  rows: {
    kind: 'version' | 'code' | 'status' | 'field';
    name: string;
    /** What is held to be right; empty for a code that should not be listed. */
    agreed: string;
    /** One a column. */
    cells: { state: 'agrees' | 'differs' | 'missing' | 'uncertain' | 'silent'; text: string; places: Label[] }[];
  }[];
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
  /** Findings that waivers cover; `waived` lists them. */
  waived: number;
  /** Findings that the report compared with has, too; `known` lists them. */
  known: number;
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
  /** What the finding is known by, whatever line it stands on: 16 lower-case hex digits. */
  fingerprint: string;
}

/** A finding that a waiver covers. */
export interface Waived {
  /** The finding. */
  finding: Finding;
  /** Why it may pass. */
  reason: string;
  /** Who answers for that. */
  owner: string;
  /** The last day on which it may pass, `YYYY-MM-DD`. */
  expires: string;
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
  /** The line of the first character to take out, from 1. */
  line: number;
  /** The column of the first character to take out, from 1, in UTF-16 code units. */
  column: number;
  /** The line behind the last character to take out, from 1. */
  end_line: number;
  /** The column behind the last character to take out, from 1, in UTF-16 code units. */
  end_column: number;
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

/**
 * The form of a rendered report: code frames for people, `lockstep-report.v1`, SARIF 2.1.0, annotations of a GitHub job,
 * JUnit XML, or Markdown for the summary of a job.
 */
export type Format = 'human' | 'json' | 'sarif' | 'github' | 'junit' | 'markdown';

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
 * Loads what classifies envelopes, as `init` loads the engine of the documents; a browser must await it before
 * `classifyEnvelope` and the functions beside it.
 *
 * Rejects with a `LockstepEngineError` where it cannot be loaded.
 */
export declare function initClassifier(source?: EngineSource | Promise<EngineSource>): Promise<void>;

/**
 * Where a browser finds the pages of the rules: the address of `wasm/pages.json` (a string or a `URL`), a `Response` or
 * its bytes (an `ArrayBuffer` or a `Uint8Array`).
 */
export type PagesSource = string | object;

/**
 * Loads the pages of the rules, as `init` loads the engine; a browser must await it before `explain`, and need not await
 * `init` for it. Under Node the first call of `explain` loads them anyway, and a source is ignored.
 *
 * Rejects with a `LockstepEngineError` where they cannot be loaded.
 */
export declare function initPages(source?: PagesSource | Promise<PagesSource>): Promise<void>;

/**
 * Loads the program, as `init` loads the engine; a browser must await it before `runProgram`.
 *
 * Rejects with a `LockstepEngineError` where it cannot be loaded.
 */
export declare function initProgram(source?: EngineSource | Promise<EngineSource>): Promise<void>;

/** What the program finds where it runs in memory. */
export interface RunInput {
  /**
   * The files of the working directory: their paths with forward slashes, and what they hold; a string counts as UTF-8.
   * What lies above it cannot be read or written.
   */
  files?: Record<string, string | Uint8Array>;
  /** The variables of the environment; none by default. */
  environment?: Record<string, string>;
  /** Today as `YYYY-MM-DD`; where it is not given, there is no clock, and what needs one ends with exit code 2. */
  today?: string;
  /** What is to be read from standard input, such as by `lockstep classify -`; nothing by default. */
  stdin?: string | Uint8Array;
}

/** How the program ended. */
export interface RunOutcome {
  /** 0, 1 or 2; `lockstep COMMAND --help` says what they mean. */
  exitCode: number;
  /** What it printed. */
  stdout: string;
  /** What it printed beside that: progress, and what went wrong. */
  stderr: string;
  /** The files that it wrote, by their paths, in the order of these; `.lockstep/.gitignore` is among them where it kept a journal. */
  written: Record<string, Uint8Array>;
  /** The paths of the files that it removed, in order. */
  removed: string[];
}

/**
 * Runs the `lockstep` program over files in memory: every command, with the same output byte for byte as on a disk where
 * there is no git, no shell, no network and no terminal. It takes as long as the program does; `input` is not changed.
 *
 * Throws a `LockstepArgumentError` or a `LockstepEngineError`; what the program refuses is in its outcome.
 */
export declare function runProgram(words: string[], input?: RunInput): RunOutcome;

/**
 * Judges the documents.
 *
 * Throws a `LockstepArgumentError`, a `LockstepPolicyError` or a `LockstepEngineError`; what is wrong with a document
 * is never thrown, it is a finding.
 */
export declare function check(input: CheckInput): Report;

/**
 * Judges the documents and gives the report as text, byte for byte as `lockstep check --output <format>` prints it
 * for the same `today` (which the program takes from the clock where it is not told).
 *
 * Throws as `check` does.
 */
export declare function render(input: CheckInput, format?: Format, options?: RenderOptions): string;

/** Every rule. */
export declare function rules(): Rule[];

/**
 * The page of a rule in Markdown, or null for an id that no rule has.
 *
 * Throws a `LockstepEngineError` where the pages are not loaded; see `initPages`.
 */
export declare function explain(id: string): string | null;

/** The embedded policy as JSON text: a file to start an own policy from. */
export declare function policy(): string;

/** The body of an answer: its bytes, or its text, of which half a surrogate pair counts as U+FFFD, as in `TextEncoder`. */
export type EnvelopeBody = string | Uint8Array;

/** Which question was answered; with anything but `any`, the data of a success is judged as well. */
export type AnswerKind = 'any' | 'health' | 'readiness' | 'schema-version';

/** What `describe` is told beside an answer. */
export interface DescribeOptions {
  /** Which question was answered; by default `any`. */
  answer?: AnswerKind;
}

/** By what envelopes are judged. */
export interface ClassifierOptions {
  /** A policy file in place of the embedded policy. */
  policy?: string | Uint8Array;
  /** A service contract version, such as `service.v3`, or `overlap` for the one that each envelope claims (the default). */
  contract?: string;
}

/** Judges envelopes by one policy and contract. */
export interface EnvelopeClassifier {
  /** The class of one answer; see `classifyEnvelope`. */
  classify(status: number | null, body: EnvelopeBody): number;
  /** Everything there is to say about one answer; see `describeEnvelope`. */
  describe(status: number | null, body: EnvelopeBody, options?: DescribeOptions): EnvelopeClassification;
  /** The classes of many envelopes; see `classifyBatch`. */
  batch(bytes: EnvelopeBody): Uint8Array;
}

/** One rule that an envelope breaks. */
export interface Violation {
  /** The id of the rule; `explain(id)` tells more. */
  rule: Exclude<EnvelopeClassName, 'conforming'>;
  /** How much it weighs. */
  severity: Severity;
  /** Which value it is about, as a path like `$.error.code`. */
  path: string;
  /** What is wrong, in one sentence. */
  message: string;
  /** What should stand there. */
  expected: string;
  /** What stands there. */
  actual: string;
  /** What to do about it. */
  help: string;
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
}

/** The error code of an answer. */
export interface EnvelopeCode {
  /** The code as it was sent. */
  text: string;
  /** Whether the contract knows it. */
  known: boolean;
  /** Whether the answer's status is one that comes with it; null where status or code are not known. */
  agrees_with_status: boolean | null;
}

/** What the consumer falls back on instead of an answer. */
export interface Fallback {
  /** The reason; a policy of the caller's may name others. */
  reason: FallbackReason;
  /** What the user sees. */
  label: string;
  /** What the user can do. */
  hint: string;
  /** What it was routed by. */
  route: 'error-code' | 'status' | 'payload';
}

/** Everything there is to say about one answer. Later versions may add keys. */
export interface EnvelopeClassification {
  /** The version of this form. */
  schema: 'lockstep-classification.v1';
  /** `conforming`, or the id of the first rule that is broken and blocks. */
  class: EnvelopeClassName;
  /** Whether no rule that blocks is broken. */
  conforming: boolean;
  /** What the answer is. */
  kind: 'success' | 'error' | 'unreadable';
  /** The HTTP status, where it is known. */
  status: number | null;
  /** The service contract version that it was judged under, or `overlap` for one that claims none of them. */
  contract: string;
  /** The service contract version that it claims. */
  service_contract_version: string | null;
  /** The API contract version that it claims. */
  api_contract_version: string | null;
  /** Its error code. */
  code: EnvelopeCode | null;
  /** The text of its `legacy_error`, which never decides anything. */
  legacy_error: string | null;
  /** What the consumer falls back on; null for a success that conforms. */
  fallback: Fallback | null;
  /** The greatest severity of the violations. */
  severity: Severity | null;
  /** Whether a release whose service answers so must not be promoted. */
  blocks_promotion: boolean;
  /** Every violation, in the order of the rules, then of the places. */
  violations: Violation[];
}

/** What became of a request: an answer, or why there is none. */
export type Exchange =
  | { status: number; body: EnvelopeBody }
  | { failure: 'connect' | 'timeout' | 'request' | 'body' | 'other'; text?: string };

/** What a consumer goes by, and what became of its requests so far. */
export interface PreflightInput {
  /** The consumer's integration pin. */
  pin: string | Uint8Array;
  /** A policy file in place of the embedded policy. */
  policy?: string | Uint8Array;
  /** The consumer's environment variables, as far as they are set. */
  environment?: Record<string, string | undefined>;
  /** The exchanges of the preflight, in the order of its requests. */
  exchanges?: Exchange[];
}

/** One request to send. */
export interface PreflightCall {
  /** The method; neither has a body. */
  method: 'GET' | 'POST';
  /** The path, such as `/v1/health`. */
  path: string;
  /** The whole address. */
  url: string;
  /** The most milliseconds that the exchange may take. */
  timeout_ms: number;
}

/** One request that was sent, and what became of it. */
export interface PreflightExchange {
  /** `GET` or `POST`. */
  method: string;
  /** The path, such as `/v1/health`. */
  path: string;
  /** The HTTP status, or null where there was no answer. */
  status: number | null;
  /** Why there was no answer, or null. */
  failure: string | null;
  /** What breaks the contract in the answer. */
  violations: Violation[];
}

/** The result of a preflight. Later versions may add keys. */
export interface PreflightResult {
  /** The version of this form. */
  schema: 'lockstep-preflight.v1';
  /** The state. */
  status: PreflightStatus;
  /** What the user sees. */
  label: string;
  /** What an operator does about it. */
  action: string;
  /** Why it is so, in one sentence. */
  message: string;
  /** The reason for the fallback, one of the policy's `fallback_reasons`; null where the state is `ready`. */
  fallback_reason: FallbackReason | null;
  /** Whether the integration is switched on. */
  enabled: boolean;
  /** Whether the state is `ready`. */
  ready: boolean;
  /** Whether questions are asked. */
  enrichment_enabled: boolean;
  /** Where the service is asked. */
  base_url: string;
  /** The service contract version that the service claims, where it answered with an envelope. */
  service_contract_version: string | null;
  /** The API contract version that the service claims, where it answered with an envelope. */
  api_contract_version: string | null;
  /** The service contract version that the pin expects. */
  expected_service_contract_version: string;
  /** The API contract version that the pin expects. */
  expected_api_contract_version: string;
  /** The pin's integration baseline. */
  integration_baseline: string;
  /** The pinned release. */
  release_tag: string;
  /** The pinned commit. */
  commit_sha: string;
  /** The requests in the order in which they were sent. */
  requests: PreflightExchange[];
}

/** What comes next in a preflight: one of the two is null. */
export interface PreflightStep {
  /** The request to send. */
  next: PreflightCall | null;
  /** The result. */
  result: PreflightResult | null;
}

/** What a consumer goes by, and what became of its question. */
export interface EnrichmentInput extends PreflightInput {
  /** What became of the question; null where none was asked. */
  question?: Exchange | null;
  /** The notes for the draft so far. */
  notes?: string | null;
  /** What the adapter threw; exchanges and question then do not count. */
  error?: string | null;
}

/** What a draft gets out of a question. Later versions may add keys. */
export interface Enrichment {
  /** The version of this form. */
  schema: 'lockstep-enrichment.v1';
  /** Whether there is a text for the draft. */
  applied: boolean;
  /** `applied` or `fallback`. */
  status: 'applied' | 'fallback';
  /** What happened, in one sentence. */
  message: string;
  /** One of the policy's `fallback_reasons`; null where it is applied. */
  fallback_reason: FallbackReason | null;
  /** What the user sees; null where it is applied. */
  label: string | null;
  /** What the user can do; null where it is applied. */
  hint: string | null;
  /** The error code as it was sent, where the answer was routed by it. */
  machine_error_code: string | null;
  /** The id of the context package, where the answer has one. */
  context_package_id: string | null;
  /** The text for the draft; null in a fallback. */
  enrichment_text: string | null;
  /** Whether the answer breaks the contract, so that a release whose service answers so must not be promoted. */
  drift: boolean;
  /** How many violations make it so. */
  violations: number;
  /** The preflight before the question; null where the adapter itself failed. */
  preflight: PreflightResult | null;
}

/** What comes of a question. */
export interface EnrichmentStep {
  /** What the draft gets out of it. */
  enrichment: Enrichment;
  /** The joined notes. */
  notes: string | null;
  /** What the user is told. */
  message: string;
}

/**
 * The class of one answer by the embedded policy, under the contract that it claims: 0 where it conforms, else the
 * number of the first rule that it breaks (`envelopeClassName`). Without a status, an envelope with `error` counts as an
 * error, one with `data` as a success, and codes are not compared with statuses.
 *
 * Throws a `LockstepArgumentError` for arguments of a wrong type; no text and no bytes make it throw.
 */
export declare function classifyEnvelope(status: number | null, body: EnvelopeBody): number;

/** Everything there is to say about one answer, by the embedded policy. Throws as `classifyEnvelope` does. */
export declare function describeEnvelope(status: number | null, body: EnvelopeBody, options?: DescribeOptions): EnvelopeClassification;

/** The classes of many envelopes, one a line (NDJSON), blank lines among them. Throws as `classifyEnvelope` does. */
export declare function classifyBatch(bytes: EnvelopeBody): Uint8Array;

/**
 * A classifier by a policy and a contract.
 *
 * Throws a `LockstepPolicyError`, or a `LockstepArgumentError` for a contract that the policy does not know.
 */
export declare function createClassifier(options?: ClassifierOptions): EnvelopeClassifier;

/** The name of a class. Throws a `LockstepArgumentError` for a number that no class has. */
export declare function envelopeClassName(number: number): EnvelopeClassName;

/** The names of the classes, each at its number. */
export declare function envelopeClasses(): readonly EnvelopeClassName[];

/**
 * What comes next in a consumer's preflight, after these exchanges: the request to send, or the result.
 *
 * Throws a `LockstepArgumentError` for an input of a wrong form, a faulty pin or a faulty policy; no exchange makes it throw.
 */
export declare function preflight(input: PreflightInput): PreflightStep;

/** What a draft gets out of a question. Throws as `preflight` does, and where the exchanges end before the preflight. */
export declare function enrichment(input: EnrichmentInput): EnrichmentStep;

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
