// A producer's repository of the size of MemoryKernel's, judged by the native program as a whole process, against a process
// that does nothing; where MemoryKernel itself is present, against its own four scripts, too.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, median, ratio, root, timeProcesses } from '../measure.mjs';

const EXAMPLE = join(root, 'examples', 'producer');
const SERVICE = 'crates/memory-kernel-service/src/main.rs';
const OPEN_API = 'openapi/openapi.yaml';
/** The bytes of these two files in MemoryKernel at 1f8af2a. */
const SIZES = { [SERVICE]: 46_640, [OPEN_API]: 22_722 };
/** It has the digest of each. */
const BUNDLE = 'docs/implementation/RELEASE_EVIDENCE_BUNDLE_LATEST.json';
const COMMIT = '1f8af2a';
const SCRIPTS = ['verify_producer_contract_manifest', 'verify_service_contract_alignment', 'verify_contract_parity', 'verify_producer_handoff_payload'];

/** The example with its two large files as large as MemoryKernel's, by functions and schemas that nobody uses. */
function enlarged() {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-producer-'));
  cpSync(EXAMPLE, folder, { recursive: true });
  const read = (path) => readFileSync(join(folder, path), 'utf8');
  const digest = (text) => createHash('sha256').update(text).digest('hex');
  const fill = (path, piece) => {
    const before = read(path);
    let text = before;
    for (let number = 0; text.length < SIZES[path]; number += 1) text += piece(number);
    writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, BUNDLE), read(BUNDLE).replace(digest(before), digest(text)));
  };
  fill(SERVICE, (number) => `\nfn unused_${number}(value: &str) -> Option<String> {\n    // "not a version": \`service.v9\`\n    (!value.is_empty()).then(|| format!("{value}-${number}"))\n}\n`);
  if (!read(OPEN_API).trimEnd().split('\n').some((line) => line === '  schemas:')) throw new Error('the OpenAPI file has no schemas');
  fill(OPEN_API, (number) => `    Unused${number}:\n      type: object\n      required: [name]\n      properties:\n        name:\n          type: string\n`);
  return folder;
}

/** MemoryKernel's files at the commit, or `undefined` where it is not present or its scripts cannot run. */
function original() {
  const repository = [process.env.LOCKSTEP_MEMORYKERNEL, join(root, '../.mirror/saagar210+MemoryKernel/repo')].find((path) => path && existsSync(path));
  const has = (program) => ['/usr/bin', '/bin'].some((folder) => existsSync(join(folder, program)));
  if (repository === undefined || !has('rg') || !has('python3')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-memorykernel-'));
  const archive = execFileSync('git', ['-C', repository, 'archive', COMMIT], { maxBuffer: 1 << 28 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  return folder;
}

export default function measure() {
  const native = build('native');
  const folder = enlarged();
  const row = (what, series, floor, against, ratioTarget) => ({ what, value: median(series), unit: 'ms', floor: against, ratio: ratio(series, floor), ratioTarget });
  const rows = [];
  const { program, empty } = timeProcesses(1100, folder, {
    program: { command: [native('lockstep'), 'producer', 'check'] },
    empty: { command: [native('empty')] },
  });
  rows.push(row('`lockstep producer check` of a tree of MemoryKernel\'s size, whole process', program.milliseconds, empty.milliseconds, 'an empty program', 3.33));
  rmSync(folder, { recursive: true });
  const there = original();
  if (there !== undefined) {
    const checks = ['--only', 'manifest,alignment,parity,handoff'];
    const script = SCRIPTS.map((name) => `bash scripts/${name}.sh ${name.endsWith('parity') ? '--canonical-root' : '--memorykernel-root'} .`).join(' && ');
    const { scripts, ours } = timeProcesses(33, there, {
      scripts: { command: ['/bin/bash', '-c', script], environment: { PATH: '/usr/bin:/bin' } },
      ours: { command: [native('lockstep'), 'producer', 'check', ...checks] },
    });
    rows.push(row(`four scripts of MemoryKernel ${COMMIT} in a row`, scripts.milliseconds, ours.milliseconds, '`lockstep producer check` by the same four checks'));
    rmSync(there, { recursive: true });
  }
  return rows;
}
