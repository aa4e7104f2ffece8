// Compiled, not run: what a TypeScript project writes, under `import` and, copied as .cts, under `require`.
import { check, engine, explain, init, initPages, LockstepArgumentError, LockstepEngineError, LockstepError, LockstepPolicyError, policy, render, rules, version } from 'lockstep-contracts';
import { classifyBatch, classifyEnvelope, createClassifier, describeEnvelope, enrichment, envelopeClassName, initClassifier, initProgram, isErrorEnvelope, isServiceV2ErrorEnvelope, isSuccessEnvelope, preflight, runProgram } from 'lockstep-contracts';
import type { CheckInput, EnvelopeClassName, FallbackReason, Finding, MemoryKernelErrorCode, PreflightStatus, Report, RunInput, RunOutcome, ServiceV3ErrorEnvelope, SuccessEnvelope, Verdict } from 'lockstep-contracts';

const input: CheckInput = { pin: '{}', matrix: new Uint8Array(), manifest: null };
const named: CheckInput = { pin: { name: 'pin.json', content: '{}' }, matrix: { content: null }, manifest: null, today: '2026-11-20', policy: policy() };
const report: Report = check(input);
const verdict: Verdict = report.verdict;
const schema: 'lockstep-report.v1' = report.schema;
const places: string[] = check(named).findings.map(({ primary, fix }: Finding) => `${primary.end_line} ${fix === null ? '' : fix.edits[0]?.replacement}`);
const texts: string[] = [render(input), render(input, 'json'), render(input, 'human', { color: true }), version(), ...rules().map(({ summary }) => summary)];
const page: string | null = explain('document-missing');
const loading: Promise<void> = init();
init(new Uint8Array());
const kind: 'native' | 'wasm' = engine();

const code: number = classifyEnvelope(null, new Uint8Array());
const className: EnvelopeClassName = envelopeClassName(code);
const classes: Uint8Array = classifyBatch('');
const reason: FallbackReason | undefined = createClassifier({ contract: 'service.v3' }).describe(503, '', { answer: 'health' }).fallback?.reason;
const state: PreflightStatus | undefined = preflight({ pin: '', exchanges: [{ status: 200, body: '' }, { failure: 'timeout' }] }).result?.status;
const draft: string | null = enrichment({ pin: '', question: null }).notes;
initClassifier();
initPages(new Uint8Array());
initProgram(new Uint8Array());

const disk: RunInput = { files: { 'pin.json': '{}', 'docs/matrix.md': new Uint8Array() }, environment: { NO_COLOR: '1' }, today: '2026-11-20', stdin: '' };
const outcome: RunOutcome = runProgram(['check', '--format', 'json'], disk);
const ended: [number, string, Uint8Array | undefined, string[]] = [outcome.exitCode, outcome.stdout + outcome.stderr, outcome.written['a'], outcome.removed];
runProgram(['--version']);

/** Compiles only while every code has its case. */
export function text(code: MemoryKernelErrorCode): string {
  switch (code) {
    case 'invalid_json':
    case 'validation_error':
    case 'context_package_not_found':
      return 'ask another question';
    case 'write_conflict':
    case 'write_failed':
    case 'schema_unavailable':
    case 'migration_failed':
    case 'query_failed':
    case 'context_lookup_failed':
    case 'internal_error':
      return 'try again';
  }
}

/** Guards narrow what was parsed. */
export function shown(value: unknown): string | null {
  if (isServiceV2ErrorEnvelope(value)) return value.legacy_error;
  if (isErrorEnvelope(value)) return text(value.error.code);
  return isSuccessEnvelope(value) ? value.api_contract_version : null;
}

const sent: SuccessEnvelope<{ status: string }> = { service_contract_version: 'service.v2', api_contract_version: 'api.v1', data: { status: 'ok' } };
// @ts-expect-error No contract has that code.
const misspelt: MemoryKernelErrorCode = 'invalid_jsn';
// @ts-expect-error `service.v3` has no legacy error.
const late: ServiceV3ErrorEnvelope = { service_contract_version: 'service.v3', error: { code: 'invalid_json', message: 'm' }, legacy_error: 'm' };
// @ts-expect-error A status is a number or null.
classifyEnvelope('400', '');
// @ts-expect-error No such question.
describeEnvelope(200, '', { answer: 'ask' });

// @ts-expect-error A document that is missing is null, said aloud.
check({ pin: '{}', matrix: '' });
// @ts-expect-error Numbers are no documents.
check({ pin: 7, matrix: '', manifest: '' });
// @ts-expect-error Misspelt.
check({ ...input, todays: '2026-11-20' });
// @ts-expect-error A file has content.
runProgram(['check'], { files: { 'pin.json': null } });
// @ts-expect-error Words are a list.
runProgram('check');
// @ts-expect-error No such format.
render(input, 'yaml');
// @ts-expect-error Only lockstep makes its errors.
new LockstepArgumentError('pin', 'is wrong');

export function explained(error: unknown): string | number | null {
  if (error instanceof LockstepArgumentError) return error.argument;
  if (error instanceof LockstepPolicyError) return error.line;
  if (error instanceof LockstepEngineError) return error.code satisfies 'LOCKSTEP_ENGINE';
  return error instanceof LockstepError ? error.message : null;
}

export const values = { className, classes, reason, state, draft, sent, misspelt, late, verdict, schema, places, texts, page, loading, kind, ended };
