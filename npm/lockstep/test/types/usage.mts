// Compiled, not run: what a TypeScript project writes, under `import` and, copied as .cts, under `require`.
import { check, engine, explain, init, LockstepArgumentError, LockstepEngineError, LockstepError, LockstepPolicyError, policy, render, rules, version } from 'lockstep-contracts';
import type { CheckInput, Finding, Report, Verdict } from 'lockstep-contracts';

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

// @ts-expect-error A document that is missing is null, said aloud.
check({ pin: '{}', matrix: '' });
// @ts-expect-error Numbers are no documents.
check({ pin: 7, matrix: '', manifest: '' });
// @ts-expect-error Misspelt.
check({ ...input, todays: '2026-11-20' });
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

export const values = { verdict, schema, places, texts, page, loading, kind };
