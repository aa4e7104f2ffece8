// The declarations describe what the engine gives: every report of the conformance cases, as TypeScript sees it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { conformanceCases, root } from './cases.mjs';

test('every report has the declared type, with no key missing and none too many', (t) => {
  const folder = mkdtempSync(join(root, 'npm', 'node_modules', '.types-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const declarations = JSON.stringify(join(root, 'npm', 'lockstep', 'index.d.cts'));
  // As literals, so that a key which the declarations lack is an error.
  const reports = conformanceCases().filter((_, position) => position % 5 === 0).map(({ json }) => json);
  const script = `import type { Report } from ${declarations};\nexport const reports: Report[] = [${reports}];\n`;
  const check = (text) => {
    writeFileSync(join(folder, 'reports.mts'), text);
    const compiler = createRequire(join(root, 'npm', 'package.json')).resolve('typescript/package.json');
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
    return spawnSync(process.execPath, [join(compiler, '..', 'bin', 'tsc'), ...options, join(folder, 'reports.mts')], { encoding: 'utf8' });
  };
  const { status, stdout } = check(script);
  assert.equal(status, 0, stdout.slice(0, 2000));
  assert.notEqual(check(script.replace('"rules_run"', '"rules_walked"')).status, 0, 'a wrong key was not noticed');
});
