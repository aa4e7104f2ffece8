// The declarations under every way in which TypeScript resolves modules.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { install, packageFolder } from './installation.mjs';

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

test('the declarations fit ESM, CommonJS and bundlers', (t) => {
  const { project } = install(t, { wasm: false });
  mkdirSync(join(project, 'source'));
  for (const extension of ['mts', 'cts']) {
    copyFileSync(join(packageFolder, 'test', 'types', 'usage.mts'), join(project, 'source', `usage.${extension}`));
  }
  for (const [module, moduleResolution, files] of [
    ['nodenext', 'nodenext', ['usage.mts', 'usage.cts']],
    ['node16', 'node16', ['usage.mts', 'usage.cts']],
    ['esnext', 'bundler', ['usage.mts']],
  ]) {
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
      // No library of the browser's and no types of Node's: the declarations may need neither.
      compilerOptions: { module, moduleResolution, strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [], skipLibCheck: false },
      files: files.map((file) => `source/${file}`),
    }));
    const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, '--project', project], { encoding: 'utf8' });
    assert.equal(status, 0, `${moduleResolution}: ${stdout}${stderr}`);
  }
});

test('everything declared exists, and the other way round', (t) => {
  const { project, installed } = install(t);
  const entry = join(project, 'names.mts');
  const names = Object.keys(createRequire(import.meta.url)(join(installed, 'index.cjs')));
  writeFileSync(entry, `import * as lockstep from 'lockstep-contracts';
    type Declared = keyof typeof lockstep;
    type Existing = ${names.map((name) => `'${name}'`).join(' | ')};
    const declared: Record<Existing, unknown> = lockstep;
    const existing: (name: Declared) => Existing = (name) => name;
    export { declared, existing };\n`);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { module: 'nodenext', strict: true, noEmit: true, target: 'es2022', types: [] }, files: ['names.mts'],
  }));
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', project], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the module that the program prints for a policy compiles', (t) => {
  const { project, installed } = install(t, { wasm: false });
  const program = spawnSync(process.execPath, [join(installed, 'bin', 'lockstep.cjs'), 'policy', '--format', 'typescript', project], { encoding: 'utf8' });
  assert.deepEqual([program.status, program.stderr], [0, '']);
  writeFileSync(join(project, 'contract.mts'), program.stdout);
  writeFileSync(join(project, 'usage.mts'), `import { isErrorEnvelope, type MemoryKernelErrorCode } from './contract.mjs';
    export const code = (value: unknown): MemoryKernelErrorCode | null => (isErrorEnvelope(value) ? value.error.code : null);\n`);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { module: 'nodenext', strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [] }, files: ['usage.mts'],
  }));
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', project], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
