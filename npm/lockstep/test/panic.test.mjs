// A panic in Rust is one typed error in JavaScript, and the next call works. The engines here are built with a feature
// that makes a pin of a certain name panic; no published one has it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { findWasmToolchain } from '../../wasm-toolchain.mjs';
import { install, root, trio } from './installation.mjs';

const require = createRequire(import.meta.url);
const panicking = { ...trio, pin: { name: 'panic!', content: '' } };

function run(program, options, environment = {}) {
  const { status, stdout, stderr } = spawnSync(program, options, { cwd: root, env: { ...process.env, ...environment }, encoding: 'utf8', maxBuffer: Infinity });
  assert.equal(status, 0, `${program} ${options.join(' ')}: ${stderr}`);
  return stdout;
}

function targetFolder() {
  return JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1'])).target_directory;
}

function survives(installed, kind) {
  process.env.LOCKSTEP_ENGINE = kind;
  const { check, classifyEnvelope, createClassifier, engine, runProgram, LockstepEngineError } = require(join(installed, 'index.cjs'));
  assert.equal(engine(), kind);
  const classifier = createClassifier();
  delete process.env.LOCKSTEP_ENGINE;
  for (let round = 0; round < 3; round += 1) {
    assert.throws(() => check(panicking), (error) => {
      assert.ok(error instanceof LockstepEngineError);
      assert.equal(error.message, 'the engine failed: this is a fault in lockstep itself, please report it');
      return /input\.rs:\d+:\d+:\na panic for a test/.test(error.cause.message);
    });
    assert.equal(check(trio).verdict, 'pass');
    assert.throws(() => classifyEnvelope(null, 'panic!'), (error) => error instanceof LockstepEngineError && /a panic for a test/.test(error.cause.message));
    assert.throws(() => runProgram(['panic!']), (error) => error instanceof LockstepEngineError && /a panic for a test/.test(error.cause.message));
    assert.equal(runProgram(['--version']).exitCode, 0);
    // One that was made before the failure, too.
    assert.equal(classifier.classify(null, ''), classifyEnvelope(null, ''));
  }
}

test('in the addon', (t) => {
  const { installed, addonFolder } = install(t);
  run('cargo', ['build', '--quiet', '--locked', '--package', 'lockstep-node', '--features', 'test-panic', '--target-dir', join(targetFolder(), 'panic')]);
  const library = { linux: 'liblockstep_node.so', darwin: 'liblockstep_node.dylib', win32: 'lockstep_node.dll' }[process.platform];
  copyFileSync(join(targetFolder(), 'panic', 'debug', library), join(addonFolder, 'lockstep.node'));
  survives(installed, 'native');
});

test('in WebAssembly', (t) => {
  const { installed } = install(t, { addon: false });
  const target = join(targetFolder(), 'panic', 'wasm');
  run('cargo', [
    'build', '--quiet', '--locked', '--package', 'lockstep-wasm', '--no-default-features', '--features', 'program,classifier,test-panic',
    '--target', 'wasm32-unknown-unknown', '--target-dir', target, '--config', 'profile.dev.panic="abort"',
  ], findWasmToolchain().environment);
  const module = join(target, 'wasm32-unknown-unknown', 'debug', 'lockstep_wasm.wasm');
  for (const [name, files] of [['engine', ['engine']], ['program', ['program']], ['classifier', ['classifier', 'classifier-scalar']]]) {
    run('wasm-bindgen', ['--target', 'no-modules', '--no-typescript', '--out-dir', target, '--out-name', name, module]);
    for (const file of files) copyFileSync(join(target, `${name}_bg.wasm`), join(installed, 'wasm', `${file}.wasm`));
    writeFileSync(join(installed, 'wasm', `${name}.cjs`), `module.exports = (document) => {\n${readFileSync(join(target, `${name}.js`), 'utf8')}\nreturn wasm_bindgen;\n};\n`);
  }
  survives(installed, 'wasm');
});
