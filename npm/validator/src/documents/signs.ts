// By what each kind is known: a broken document has most of the names that a whole one has, so names are weighed.
import type { DocumentKind } from './kinds.ts';

/** How much of a kind there is in a text; 0 where there is too little. */
export type Sign = (text: string, path: string) => number;

/** Whatever may stand before a document of JSON, broken or not: blanks, marks, comments, a conflict's first line. */
const BEFORE_JSON = /^(?:[\s\ufeff\0-\x1f]|\/\/[^\n]*\n|\/\*[^]*?\*\/|<{7}[^\n]*\n)*/;

/** The names of keys, quoted in whatever way. */
const KEY = /(?:"([^"\\\n]{1,64})"|'([^'\\\n]{1,64})'|([A-Za-z_$][\w$-]{0,63}))\s*:/g;

/** The last text that was looked at: each kind asks for the same one's keys. */
let looked: { text: string; keys: Set<string> | undefined } | undefined;

/** The keys of what looks like JSON, undefined where it does not, or where it only describes JSON. */
function keysOf(text: string): Set<string> | undefined {
  if (looked?.text !== text) looked = { text, keys: readKeys(text) };
  return looked.keys;
}

function readKeys(text: string): Set<string> | undefined {
  const start = BEFORE_JSON.exec(text)?.[0].length ?? 0;
  if (!/[{["']/.test(text.charAt(start))) return undefined;
  if (/"\$schema"\s*:\s*"https?:\/\/json-schema\.org/.test(text)) return undefined;
  const keys = new Set<string>();
  for (const [, double, single, bare] of text.matchAll(KEY)) keys.add(double ?? single ?? bare ?? '');
  return keys;
}

/** What the value of `schema` or the like names, such as `lockstep-gates`. */
function formOf(text: string): string | undefined {
  return /["'](?:schema|interactions_version|policy_version|payload_contract_version|evidence_bundle_version)["']\s*:\s*["']([a-z0-9-]+)\.v\d/.exec(text)?.[1];
}

/** A kind of JSON: the weights of its keys, and the form that a document of it states. */
function json(weights: Record<string, number>, forms: readonly string[] = []): Sign {
  return (text) => {
    const keys = keysOf(text);
    if (keys === undefined) return 0;
    const stated = forms.includes(formOf(text) ?? '') ? 20 : 0;
    const score = Object.entries(weights).reduce((sum, [key, weight]) => sum + (keys.has(key) ? weight : 0), stated);
    return score >= 5 ? score : 0;
  };
}

/** The lines of Markdown without its code and comments, which show documents and are none; long lines are cut, so that looking stays quick. */
function prose(text: string): string[] {
  const [first = '', ...rest] = text.split('<!--');
  const lines: string[] = [];
  let fence = '';
  const behind = (part: string) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : '');
  for (const line of [first, ...rest.map(behind)].join('').split('\n')) {
    const [, mark = ''] = /^ {0,3}(`{3,20}|~{3,20})/.exec(line) ?? [];
    if (fence === '' && mark === '') lines.push(line.slice(0, 500));
    else if (fence === '') fence = mark;
    else if (mark.startsWith(fence)) fence = '';
  }
  return lines;
}

const COLUMNS = [
  'assistsupport version', 'assistsupport commit', 'memorykernel tag', 'memorykernel commit', 'service contract', 'api contract', 'integration baseline', 'status',
];

function isHeaderRow(line: string): boolean {
  const cells = line.split('|').map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== '');
  return COLUMNS.includes(cells[0] ?? '') && cells.filter((cell) => COLUMNS.includes(cell)).length > 3;
}

/** What the lines of a matrix hold, each counted once. */
const matrixLines: readonly (readonly [weight: number, test: (line: string) => boolean])[] = [
  [2, (line) => /\bcompatibility(?: matrix)?\W*$/i.test(line)],
  [3, (line) => /^[^\w|]*(?:<h\d>)?baseline pin\b/i.test(line)],
  [3, (line) => /^[^\w|]*(?:<h\d>)?approved version pairs\b/i.test(line)],
  [4, isHeaderRow],
  [1, (line) => /^[^a-z|]*expected service contract version\b[^:]*:/i.test(line)],
  [1, (line) => /^[^a-z|]*expected api contract version\b[^:]*:/i.test(line)],
  [2, (line) => /^[^a-z|]*expected producer manifest sha-?256\b[^:]*:/i.test(line)],
];

const matrix: Sign = (text) => {
  const lines = prose(text);
  const score = matrixLines.reduce((sum, [weight, test]) => sum + (lines.some(test) ? weight : 0), 0);
  return score >= 5 ? score : 0;
};

/** Whether a line is an answer of the service, or a record of one. */
function isEnvelope(line: string): boolean {
  const keys = readKeys(line);
  if (keys === undefined) return false;
  if (keys.has('status') && keys.has('body')) return true;
  const states = keys.has('service_contract_version') || keys.has('api_contract_version') || keys.has('legacy_error');
  return (states && (keys.has('error') || keys.has('data') || keys.has('legacy_error'))) || (keys.has('error') && keys.has('code') && keys.has('message'));
}

/** One body over many lines, or one a line; of a log, most of the first lines are answers. */
const envelopes: Sign = (text, path) => {
  const lines = text.split('\n', 20).map((line) => line.trim().slice(0, 4096)).filter((line) => line !== '');
  const hits = lines.filter((line) => line.startsWith('{') && isEnvelope(line)).length;
  if (lines.length > 1 && hits > lines.length / 2) return 5 + hits;
  if (/\.(?:ndjson|jsonl)$/i.test(path) && hits > 0) return 5 + hits;
  return isEnvelope(text) ? 4 : 0;
};

const SECTION = /^[ \t]*\[{1,2}[ \t]*(documents|atomic|remote|governance|cutover|boundary|handoff|gate|evidence|producer|notice|rehearsal|rollback|freeze|waivers)\b[\w.]*[ \t]*\]/gm;

/** Whether the first line that says something is of a form; comments of YAML and TOML are none, nor is what begins a document of YAML. */
function startsWith(text: string, form: RegExp): boolean {
  const first = text.split('\n', 200).find((line) => !/^[\s\ufeff]*(?:#|---|%|$)/.test(line)) ?? '';
  return form.test(first.trim());
}

/** Of several that say the same about a text, the first is taken. */
export const signs: Record<DocumentKind, Sign> = {
  pin: json({
    expected_producer_manifest_sha256: 4, default_base_url: 4, default_timeout_ms: 4, memorykernel_repo: 3, expected_integration_baseline: 3,
    release_tag: 1, commit_sha: 1, expected_service_contract_version: 1, expected_api_contract_version: 1,
  }),
  matrix,
  manifest: json({
    manifest_contract_version: 3, stability_window: 3, additive_error_code_notice_policy: 5, service_v3_transition_guard: 5, error_code_enum: 2,
    integration_baseline: 2, release_tag: 1, commit_sha: 1, expected_service_contract_version: 1, expected_api_contract_version: 1,
  }),
  handoff: json({
    handoff_generated_at_utc: 6, handoff_mode: 5, active_runtime_baseline: 5, non_2xx_envelope_policy: 2, verification_commands: 3,
    consumer_impact_statement_template: 4, required_consumer_validation_commands: 4, manifest_contract_version: 1, error_code_enum: 1,
    manifest_path: 1, changelog_path: 1, compatibility_expectations: 3, release_tag: 1, commit_sha: 1,
  }),
  rehearsal: json({
    payload_contract_version: 4, error_code_expectations: 5, migration_overlap_assumptions: 5, cutover_gates_doc: 4, rehearsal_candidate: 2,
    required_producer_checks: 4, required_consumer_checks: 4, rollback_policy: 3, non_2xx_envelope_policy: 1,
  }, ['service-v3-rehearsal-handoff']),
  gates: json({ gates: 2, criteria: 3, suites: 2, review: 1, decision: 1 }, ['lockstep-gates']),
  policy: json({
    policy_version: 6, service_contracts: 4, api_contracts: 4, success_envelope: 4, transition_guard: 2, run_time: 2, integration_baselines: 3, repository_host: 2,
  }, ['policy']),
  'contract-source': json({ service_contract_source_version: 12, liveness_endpoint: 4, readiness_endpoint: 4, non_2xx_envelope_policy: 2, error_code_enum: 1 }),
  openapi: (text) => {
    const keys = keysOf(text);
    if (keys === undefined) return startsWith(text, /^["']?[\w-]+["']?:/) && /^["']?(?:openapi|swagger)["']?\s*:/m.test(text) ? 12 : 0;
    return (keys.has('openapi') || keys.has('swagger')) && (keys.has('paths') || keys.has('info')) ? 12 : 0;
  },
  har: (text) => {
    if (/^[\s\ufeff]*\{\s*"log"\s*:\s*\{/.test(text)) return 40;
    return json({ log: 1, entries: 3, startedDateTime: 3, creator: 1, request: 1, response: 1 })(text, '');
  },
  envelopes,
  interactions: json({ interactions_version: 5, interactions: 3, consumer: 1, expect: 1 }, ['lockstep-interactions']),
  // Evidence of a handoff names the payload's fields, each with its verdict; only the payload's path tells it from a payload.
  evidence: json({
    memorykernel_pin: 5, expected_contracts: 5, contract_test_command: 4, handoff_payload_path: 20, verification: 1, checks: 1, evidence_bundle_version: 8,
    policy_assertions: 4, runtime_baseline: 3, changed_since_commit: 5, git_commit_head: 3,
  }, ['lockstep-gate-run', 'lockstep-gate-decision', 'lockstep-gate', 'lockstep-rehearsal', 'release-evidence-bundle', 'lockstep-freeze']),
  notices: json({ notices: 5, announced: 2 }, ['lockstep-notices']),
  configuration: (text, path) => {
    if (!startsWith(text, /^(?:\[|[\w.-]+\s*=)/)) return 0;
    const sections = new Set(Array.from(text.matchAll(SECTION), ([, name]) => name));
    const score = 3 * sections.size + (/(?:^|\/)lockstep\.toml$/.test(path) ? 5 : 0);
    return score >= 5 ? score : 0;
  },
};
