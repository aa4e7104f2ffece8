// The real application, judged by configuration alone as its own scripts judge it: AssistSupport at a75eabd, as it is, in
// the fixtures of its negative test, and in mutations of everything that its scripts look at. Where verdicts differ, the
// kind of mutation is on the list below with the reason.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from './cases.mjs';
import { vehicles } from './vehicles.mjs';

const COMMIT = 'a75eabd';
const CONFIGURATION = join(root, 'tests/assistsupport/lockstep.toml');
const repository = [process.env.LOCKSTEP_ASSISTSUPPORT, join(root, '../.mirror/saagar210+AssistSupport/repo')].find((path) => path && existsSync(path));
const absent = repository === undefined && 'AssistSupport is not present (LOCKSTEP_ASSISTSUPPORT names its git directory)';

/** The old scripts, and the calls that take their places. */
const CHECKS = {
  pin: ['validate_memorykernel_pin_sync.mjs', ['check', '--only', 'documents']],
  governance: ['validate_memorykernel_governance_bundle.mjs', ['governance']],
  cutover: ['validate_memorykernel_cutover_policy.mjs', ['check', '--only', 'cutover,handoff']],
  boundary: ['validate_memorykernel_boundary.mjs', ['boundary']],
};

/** Kinds of mutations with the verdict of the script, that of lockstep, and why they differ. */
const DIFFERENCES = {
  'in a comment': ['pass', 'fail', 'what is commented out is not said'],
  'in a block quote': ['pass', 'fail', 'what is quoted is not said'],
  'struck out': ['pass', 'fail', 'what is struck out is not said'],
  contradicted: ['pass', 'fail', 'a line that stands twice with different values is no statement'],
  'no whole words': ['pass', 'fail', 'a longer word or command is another one'],
  'with another bullet': ['fail', 'pass', 'a bullet sign is form'],
  'without back ticks': ['fail', 'pass', 'back ticks are form'],
  'no day of the calendar': ['pass', 'fail', 'a date is a day that the calendar has'],
  'date in a list': ['fail', 'pass', 'an item says it as well as a line'],
  'pin of the rollback target': ['pass', 'fail', 'the drill states the pinned release under its heading, not anywhere'],
  'folder gone': ['fail', 'error', 'what cannot be searched has no verdict'],
};

const DOCS = 'docs/implementation/';
const PIN = 'config/memorykernel-integration-pin.json';
const MATRIX = 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md';
const SHA = '7e4806a34b98e6c06ee33fa9f11499a975e7b922';
const TAG = '- MemoryKernel release tag: `v0.4.0`';
const COMMIT_LINE = `- MemoryKernel commit SHA: \`${SHA}\``;
const HANDOFF = 'services/memorykernel/docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';
const UPDATED = 'Updated: 2026-02-08';

/** Lines of `label: value` that a script demands: check, file, line, the value as it stands there, another value. */
const STATEMENTS = [
  ['JOINT_CHECKPOINT_STATUS_2026-02-08.md', TAG, '`v0.4.0`', '`v9.9.9`'],
  ['JOINT_CHECKPOINT_STATUS_2026-02-08.md', `- MemoryKernel commit: \`${SHA}\``, `\`${SHA}\``, `\`${'a'.repeat(40)}\``],
  ['WEEKLY_INTEGRATION_REVIEW_2026-02-08.md', TAG, '`v0.4.0`', '`v9.9.9`'],
  ['WEEKLY_INTEGRATION_REVIEW_2026-02-08.md', COMMIT_LINE, `\`${SHA}\``, `\`${'a'.repeat(40)}\``],
  ['MEMORYKERNEL_ROLLBACK_DRILL_2026-02-08.md', '- release_tag: `v0.4.0`', '`v0.4.0`', '`v9.9.9`'],
  ['MEMORYKERNEL_ROLLBACK_DRILL_2026-02-08.md', `- commit_sha: \`${SHA}\``, `\`${SHA}\``, `\`${'a'.repeat(40)}\``],
  ['../MEMORYKERNEL_COMPATIBILITY_MATRIX.md', TAG, '`v0.4.0`', '`v9.9.9`'],
  ['../MEMORYKERNEL_COMPATIBILITY_MATRIX.md', COMMIT_LINE, `\`${SHA}\``, `\`${'a'.repeat(40)}\``],
  ['../MEMORYKERNEL_COMPATIBILITY_MATRIX.md', '- Expected service contract version: `service.v3`', '`service.v3`', '`service.v30`'],
  ['ACTIVE_RUNTIME_STATUS_2026-02-08.md', TAG, '`v0.4.0`', '`v9.9.9`'],
  ['ACTIVE_RUNTIME_STATUS_2026-02-08.md', COMMIT_LINE, `\`${SHA}\``, `\`${'a'.repeat(40)}\``],
  ['ACTIVE_RUNTIME_STATUS_2026-02-08.md', '- Service/API/baseline: `service.v3` / `api.v1` / `integration/v1`', '`service.v3`', '`service.v2`'],
  ['RUNTIME_CUTOVER_DECISION_RECORD_2026-02-08.md', '2. Runtime cutover execution: **GO**', '**GO**', '**NO-GO**', 'cutover'],
  ['JOINT_RUNTIME_CUTOVER_GATE_REVIEW_2026-02-08.md', '2. Runtime cutover: **GO**', '**GO**', '**NO-GO**'],
  ['SERVICE_V3_CUTOVER_DECISION_CHECKPOINT_2026-02-08.md', '- Runtime cutover decision: GO', ': GO', ': NO-GO'],
].map(([file, line, value, other, also]) => ({ checks: ['governance', also].filter(Boolean), file, line, value, other }));
STATEMENTS.push({ checks: ['cutover'], file: 'PHASE4_CONSUMER_REHEARSAL_CLOSEOUT_2026-02-08.md', line: '- Rehearsal continuation verdict: `GO`', value: '`GO`', other: '`NO-GO`' });

/** Words that a script demands: file, the line that has them, and what makes it say something else. */
const PHRASES = [
  ['MEMORYKERNEL_RUNTIME_DIAGNOSTICS_MATRIX.md', '2. MemoryKernel enrichment is optional and non-blocking.', 'non-blocking', 'blocking'],
  ['ACTIVE_RUNTIME_STATUS_2026-02-08.md', '- Canonical producer runtime/service contract source of truth: `/Users/d/Projects/MemoryKernel` on `main`.', '`main`', '`master`'],
  ['MONOREPO_CONSOLIDATION_AUTHORITY_MODEL.md', '## Atomic Update Rule', 'Atomic', 'Partial'],
  ['MONOREPO_MIGRATION_GATE_CHECKLIST.md', '## Gate D: Negative Drift Proof', 'Negative', 'Positive'],
  ['MONOREPO_OPERATOR_HANDOFF_RUNBOOK.md', '## Incident Rollback Workflow', 'Rollback', 'Response'],
  ['PHASE_EXECUTION_STATUS_2026-02-08.md', '| Phase 8: runtime cutover execution | Joint | Complete |', 'Complete', 'Blocked (by policy)'],
].map(([file, line, word, other]) => ({ file, line, word, other }));

const COMMANDS = ['pin', 'governance', 'handoff', 'handoff:service-v3-candidate', 'boundary', 'cutover-policy'].map((name) => `pnpm run check:memorykernel-${name}`);
COMMANDS.push(...['cutover-dry-run', 'contract', 'governance-negative'].map((name) => `pnpm run test:memorykernel-${name}`));

const UPDATED_FILES = [...new Set(STATEMENTS.map(({ file }) => file))].slice(0, 5).concat('../OPERATIONS.md', 'NEXT_EXECUTION_QUEUE.md');
UPDATED_FILES.push('MONOREPO_CONSOLIDATION_AUTHORITY_MODEL.md', 'MONOREPO_MIGRATION_GATE_CHECKLIST.md', 'MONOREPO_OPERATOR_HANDOFF_RUNBOOK.md');

const LEAKS = ['src-tauri/src/main.rs', 'src/App.tsx', 'src/hooks/useInitialize.ts'];
const ADAPTER = 'src-tauri/src/commands/memory_kernel.rs';

/** A mutation of a file: its kind, the checks that look at it, and what becomes of its text; null where it goes. */
function mutation(kind, checks, file, change) {
  const path = /^(src|config|services)/.test(file) ? file : join(DOCS, file);
  return { kind, checks, files: [path], change };
}

/** Puts a text in the place of another, which must be there. */
function replacing(from, to, { everywhere = false } = {}) {
  return (text) => {
    assert.ok(text.includes(from), from);
    return everywhere ? text.replaceAll(from, () => to) : text.replace(from, () => to);
  };
}

function* statements() {
  for (const { checks, file, line, value, other } of STATEMENTS) {
    const changed = line.replace(value, other);
    const said = line.replace(/^(-|\d\.) /, '');
    const one = (kind, to) => mutation(kind, checks, file, replacing(line, to));
    yield one('removed', 'nothing');
    yield one('changed', changed);
    yield one('doubled', `${line}\n${line}`);
    yield one('contradicted', `${line}\n${changed}`);
    yield one('contradicted', `${changed}\n${line}`);
    yield one('in a comment', `<!-- ${line} -->`);
    yield one('in a block quote', `> ${line}`);
    yield one('struck out', line.startsWith('-') ? `~~${line}~~` : `- ~~${said}~~`);
    if (line.startsWith('-')) yield one('with another bullet', `* ${said}`);
    if (value.startsWith('`')) yield one('without back ticks', line.replaceAll('`', ''));
  }
}

function* phrases() {
  for (const { file, line, word, other } of PHRASES) {
    const said = line.replace(/^(-|\d\.|##) /, '').replace(/ \|$/, ' | none |');
    const one = (kind, to) => mutation(kind, ['governance'], file, replacing(line, to));
    yield one('removed', line.startsWith('|') ? '| Phase | none | none |' : 'nothing');
    yield one('changed', line.replace(word, other));
    if (line.startsWith('|')) continue;
    yield one('in a comment', `<!-- ${line} -->`);
    yield one('in a block quote', `> ${said}`);
    yield one('struck out', `~~${said}~~`);
    yield one('doubled', `${line}\n\n${said}`);
  }
}

function* others() {
  for (const command of COMMANDS) {
    const whole = new RegExp(`${command}(?![:\\w-])`, 'g');
    yield mutation('removed', ['governance'], '../OPERATIONS.md', (text) => text.replaceAll(command, 'true'));
    yield mutation('no whole words', ['governance'], '../OPERATIONS.md', (text) => text.replaceAll(whole, `${command}:later`));
  }
  for (const file of UPDATED_FILES) {
    yield mutation('removed', ['governance'], file, replacing(UPDATED, 'Touched: 2026-02-08'));
    yield mutation('changed', ['governance'], file, replacing(UPDATED, 'Updated: last week'));
    yield mutation('no day of the calendar', ['governance'], file, replacing(UPDATED, 'Updated: 2026-02-30'));
    yield mutation('date in a list', ['governance'], file, replacing(UPDATED, `- ${UPDATED}`));
    yield mutation('with a remark', ['governance'], file, replacing(UPDATED, `${UPDATED} (looked at)`));
    yield mutation('with CRLF', ['governance'], file, (text) => text.replaceAll('\n', '\r\n'));
  }
  const governed = new Set([...STATEMENTS.filter(({ checks }) => checks.includes('governance')), ...PHRASES].map(({ file }) => file).concat(UPDATED_FILES));
  for (const file of governed) yield mutation('file gone', ['governance'], file, () => null);
  for (const file of ['SERVICE_V3_CUTOVER_GATES.md', 'PHASE6_CONSUMER_CUTOVER_GOVERNANCE_2026-02-08.md', 'PHASE4_CONSUMER_REHEARSAL_CLOSEOUT_2026-02-08.md', 'RUNTIME_CUTOVER_DECISION_RECORD_2026-02-08.md']) {
    yield mutation('file gone', ['cutover'], file, () => null);
  }
  yield mutation('removed', ['cutover'], 'SERVICE_V3_CUTOVER_GATES.md', replacing('service.v3', 'service.v2', { everywhere: true }));
  yield mutation('no whole words', ['cutover'], 'SERVICE_V3_CUTOVER_GATES.md', replacing('service.v3', 'service.v30', { everywhere: true }));
}

function* pins() {
  const both = ['governance', 'cutover'];
  const pin = (key, value) => (text) => JSON.stringify({ ...JSON.parse(text), [key]: value }, null, 2);
  for (const contract of ['service.v2', 'service.v4', 'service.v30']) yield mutation('pin changed', both, PIN, pin('expected_service_contract_version', contract));
  yield mutation('pin changed', both, PIN, pin('expected_api_contract_version', 'api.v2'));
  yield mutation('pin changed', both, PIN, pin('expected_integration_baseline', 'integration/v2'));
  yield mutation('pin changed', ['governance'], PIN, pin('release_tag', 'v0.3.2'));
  yield mutation('pin changed', ['governance'], PIN, pin('commit_sha', 'b'.repeat(40)));
  yield mutation('file gone', both, PIN, () => null);
  yield mutation('no JSON', both, PIN, () => '{');
  // The drill alone is left behind, and names the release to roll back to, too.
  const files = [PIN, MATRIX, ...STATEMENTS.map(({ file }) => join(DOCS, file)).filter((file) => !/DRILL|MATRIX/.test(file))];
  const change = (text) => text.replaceAll('v0.4.0', 'v0.3.2').replaceAll(SHA, 'cf331449e1589581a5dcbb3adecd3e9ae4509277');
  yield { kind: 'pin of the rollback target', checks: ['governance'], files: new Set(files), change };
}

function* handoffs() {
  const payload = (kind, change) => {
    return mutation(kind, ['cutover'], HANDOFF, (text) => {
      const value = JSON.parse(text);
      change(value);
      return JSON.stringify(value, null, 2);
    });
  };
  for (const key of ['release_tag', 'commit_sha', 'expected_service_contract_version', 'expected_api_contract_version', 'handoff_mode']) {
    yield payload('removed', (value) => delete value[key]);
    yield payload('changed', (value) => (value[key] = 'other'));
  }
  const policy = (value) => value.non_2xx_envelope_policy.service_v3_stable;
  yield payload('removed', (value) => delete value.non_2xx_envelope_policy);
  yield payload('removed', (value) => delete value.non_2xx_envelope_policy.service_v3_stable);
  for (const key of ['requires', 'forbids']) {
    yield payload('removed', (value) => delete policy(value)[key]);
    yield payload('removed', (value) => policy(value)[key].pop());
    yield payload('doubled', (value) => policy(value)[key].reverse());
  }
  yield mutation('no JSON', ['cutover'], HANDOFF, () => '{');
  yield mutation('payload gone', ['cutover'], HANDOFF, () => null);
}

function* sources() {
  for (const endpoint of ['/v1/health', '/v1/db/schema-version', '/v1/query/ask']) {
    for (const file of LEAKS) {
      yield mutation('leak', ['boundary'], file, (text) => `${text}\nconst LEAK: &str = "http://127.0.0.1:4010${endpoint}";\n`);
      yield mutation('leak', ['boundary'], file, (text) => `// ${endpoint}\n${text}`);
    }
    yield mutation('leak', ['boundary'], 'src/deep/new/Client.tsx', () => `fetch('${endpoint}z')`);
    yield mutation('not searched', ['boundary'], 'src/notes.md', () => endpoint);
  }
  for (const text of ['/v1/health', '/v1/db/schema-version', 'memory_kernel_query_ask']) {
    yield mutation('removed', ['boundary'], ADAPTER, replacing(text, 'elsewhere', { everywhere: true }));
    yield mutation('no whole words', ['boundary'], ADAPTER, replacing(text, `${text}_2`, { everywhere: true }));
  }
  yield mutation('file gone', ['boundary'], ADAPTER, () => null);
  for (const [file, command] of [['src/hooks/useMemoryKernelEnrichment.ts', 'memory_kernel_query_ask'], ['src/hooks/useInitialize.ts', 'get_memory_kernel_preflight_status']]) {
    yield mutation('removed', ['boundary'], file, replacing(`'${command}'`, "'other'", { everywhere: true }));
    yield mutation('file gone', ['boundary'], file, () => null);
  }
  yield { kind: 'folder gone', checks: ['boundary'], files: ['src'] };
}

/** AssistSupport as far as its scripts look at it, with our configuration. */
function exported(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const paths = ['config', 'docs', 'scripts', 'src', 'src-tauri/src', 'package.json', HANDOFF];
  const archive = execFileSync('git', ['-C', repository, 'archive', COMMIT, ...paths], { maxBuffer: Infinity, stdio: ['ignore', 'pipe', 'ignore'] });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  cpSync(CONFIGURATION, join(folder, 'lockstep.toml'));
  return folder;
}

/** Changes a file, or takes a folder away; the answer undoes it. */
function mutated(folder, file, change) {
  const path = join(folder, file);
  if (change === undefined) {
    renameSync(path, `${path}-gone`);
    return () => renameSync(`${path}-gone`, path);
  }
  const was = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const is = change(was ?? '');
  mkdirSync(dirname(path), { recursive: true });
  if (is === null) rmSync(path);
  else writeFileSync(path, is);
  return () => (was === null ? rmSync(path) : writeFileSync(path, was));
}

function verdict(program, words, cwd, names) {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(program, words, { cwd, env: { PATH, HOME } }, (error, stdout, stderr) => {
      const name = names[error === null ? 0 : error.code];
      resolve({ name: name ?? `ended with ${error?.code}`, output: `${stdout}${stderr}` });
    });
  });
}

/** What the script and lockstep say in a folder. */
async function compared(check, scripts, cwd) {
  const [script, words] = CHECKS[check];
  const [program, options] = vehicles.native;
  const [old, ours] = await Promise.all([
    verdict(process.execPath, [join(scripts, 'scripts', script)], cwd, ['pass', 'fail']),
    verdict(program, [...options, ...words], cwd, ['pass', 'fail', 'error']),
  ]);
  return { old, ours };
}

test('the configuration for AssistSupport is a good one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [program] = vehicles.native;
  for (const [check, count, expected] of [['governance', 16, 'fail'], ['cutover', 5, 'fail'], ['boundary', 0, 'error']]) {
    const { name, output } = await verdict(program, [check, '--format', 'json', '--config', CONFIGURATION], folder, ['pass', 'fail', 'error']);
    const { findings } = JSON.parse(output);
    assert.ok(findings.filter(({ rule }) => rule === 'document-missing').length >= count, check);
    assert.equal(name, expected, check);
  }
});

test('AssistSupport passes as it is', { skip: absent }, async (t) => {
  const folder = exported(t);
  for (const check of Object.keys(CHECKS)) {
    const { old, ours } = await compared(check, folder, folder);
    assert.deepEqual([old.name, ours.name], ['pass', 'pass'], `${check}: ${old.output}${ours.output}`);
  }
});

test('the fixtures of its negative test get the same verdicts', { skip: absent }, async (t) => {
  const whole = exported(t);
  const list = readFileSync(join(whole, 'scripts/test_memorykernel_governance_negative.mjs'), 'utf8');
  const files = list.slice(0, list.indexOf('];')).match(/(?:config|docs)\/[\w./-]+/g);
  assert.equal(files.length, 17);
  const manifest = (text) => `${JSON.stringify({ ...JSON.parse(text), commit_sha: 'a'.repeat(40) }, null, 2)}\n`;
  const drift = replacing(TAG, TAG.replace('v0.4.0', 'v9.9.9'));
  const record = `${DOCS}RUNTIME_CUTOVER_DECISION_RECORD_2026-02-08.md`;
  const fixtures = [
    ['pin', PIN, (text) => text, 'pass'],
    ['governance', PIN, (text) => text, 'pass'],
    ['pin', MATRIX, drift, 'fail'],
    ['pin', 'config/memorykernel-producer-manifest.json', manifest, 'fail'],
    ['governance', `${DOCS}ACTIVE_RUNTIME_STATUS_2026-02-08.md`, drift, 'fail'],
    ['governance', record, replacing('execution: **GO**', 'execution: **NO-GO**'), 'fail'],
  ];
  for (const [number, [check, file, change, expected]] of fixtures.entries()) {
    const folder = join(whole, 'fixtures', String(number));
    for (const path of files) cpSync(join(whole, path), join(folder, path));
    cpSync(CONFIGURATION, join(folder, 'lockstep.toml'));
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
    const { old, ours } = await compared(check, whole, folder);
    assert.deepEqual([old.name, ours.name], [expected, expected], `${file}: ${old.output}${ours.output}`);
  }
});

test('mutations get the same verdicts, or others for a reason', { skip: absent }, async (t) => {
  const folder = exported(t);
  const seen = new Set();
  let count = 0;
  for (const { kind, checks, files, change } of [...statements(), ...phrases(), ...others(), ...pins(), ...handoffs(), ...sources()]) {
    const undo = [...files].map((file) => mutated(folder, file, change));
    for (const check of checks) {
      const { old, ours } = await compared(check, folder, folder);
      count += 1;
      if (old.name === ours.name) continue;
      assert.deepEqual([old.name, ours.name], DIFFERENCES[kind]?.slice(0, 2), `${check}, ${kind}: ${[...files]}\n${old.output}\n${ours.output}`);
      seen.add(kind);
    }
    for (const back of undo) back();
  }
  t.diagnostic(`${count} comparisons`);
  assert.ok(count >= 300, `${count} comparisons`);
  assert.deepEqual([...seen].sort(), Object.keys(DIFFERENCES).sort());
});
