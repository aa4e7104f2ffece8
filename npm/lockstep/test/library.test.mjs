// The library's functions under both engines: results, arguments, errors.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { install, trio } from './installation.mjs';

const require = createRequire(import.meta.url);

/** The library with an engine of one's choice; each copy of the package loads its own. */
function library(test, kind) {
  const { installed } = install(test);
  process.env.LOCKSTEP_ENGINE = kind;
  try {
    const loaded = require(join(installed, 'index.cjs'));
    assert.equal(loaded.engine(), kind);
    return loaded;
  } finally {
    delete process.env.LOCKSTEP_ENGINE;
  }
}

const drifted = { ...trio, matrix: trio.matrix.toString().replaceAll('service.v', 'service.w') };

test('both engines give the same values and the same bytes', (t) => {
  const [native, wasm] = [library(t, 'native'), library(t, 'wasm')];
  for (const input of [trio, drifted, { pin: null, matrix: '', manifest: '{' }, { ...trio, today: '2026-11-20' }]) {
    assert.deepEqual(wasm.check(input), native.check(input));
    assert.deepEqual(JSON.parse(native.render(input, 'json')), native.check(input));
    for (const [format, options] of [['json'], ['human'], ['human', { color: true }], ['sarif'], ['github'], ['junit'], ['markdown']]) {
      assert.equal(wasm.render(input, format, options), native.render(input, format, options));
    }
  }
  assert.deepEqual(wasm.rules(), native.rules());
  assert.ok(native.rules().length > 0);
  for (const { id } of native.rules()) assert.equal(wasm.explain(id), native.explain(id));
  assert.deepEqual([wasm.policy(), wasm.version()], [native.policy(), native.version()]);
});

for (const kind of ['native', 'wasm']) {
  describe(kind, () => {
    test('strings, bytes and named documents are the same documents', (t) => {
      const { check } = library(t, kind);
      const report = check(trio);
      assert.equal(report.verdict, 'pass');
      assert.deepEqual(check({ pin: trio.pin.toString(), matrix: trio.matrix.toString(), manifest: trio.manifest.toString() }), report);
      assert.deepEqual(check({ ...trio, pin: { content: new Uint8Array(trio.pin) } }), report);
      const shared = new Uint8Array(new SharedArrayBuffer(trio.pin.length));
      shared.set(trio.pin);
      assert.deepEqual(check({ ...trio, pin: shared }), report);
      const named = check({ ...trio, pin: { name: 'Ünpin.json', content: trio.pin } });
      assert.deepEqual(named.documents.map(({ name }) => name), ['Ünpin.json', ...report.documents.slice(1).map(({ name }) => name)]);
    });

    test('a missing document is a finding, not an exception', (t) => {
      const report = library(t, kind).check({ ...trio, manifest: null });
      assert.equal(report.verdict, 'fail');
      assert.equal(report.documents[2].bytes, null);
    });

    test('an unknown rule has no page', (t) => {
      const { explain, rules } = library(t, kind);
      assert.equal(explain('no-such-rule'), null);
      assert.match(explain(rules()[0].id), /^# /);
    });

    test('wrong arguments are typed errors that name the argument', (t) => {
      const { check, explain, render, LockstepArgumentError, LockstepError } = library(t, kind);
      const wrong = (argument, call) => {
        assert.throws(call, (error) => {
          assert.ok(error instanceof LockstepArgumentError && error instanceof LockstepError && error instanceof Error);
          assert.deepEqual([error.name, error.code, error.argument], ['LockstepArgumentError', 'LOCKSTEP_ARGUMENT', argument]);
          return error.message.startsWith(argument);
        });
      };
      wrong('input', () => check());
      wrong('input', () => check(null));
      wrong('pin', () => check({ matrix: '', manifest: '' }));
      wrong('matrix', () => check({ ...trio, matrix: 7 }));
      wrong('matrix.content', () => check({ ...trio, matrix: {} }));
      wrong('manifest.name', () => check({ ...trio, manifest: { name: 7, content: '' } }));
      wrong('manifest.name', () => check({ ...trio, manifest: { name: '\udc00', content: '' } }));
      wrong('pin', () => check({ ...trio, pin: new Uint16Array(4) }));
      const detached = new Uint8Array(8);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      wrong('pin', () => check({ ...trio, pin: detached }));
      wrong('policy', () => check({ ...trio, policy: detached }));
      wrong('pin.contents', () => check({ ...trio, pin: { content: '', contents: '' } }));
      wrong('options', () => render(trio, 'human', null));
      wrong('options.colour', () => render(trio, 'human', { colour: true }));
      wrong('options.color', () => render(trio, 'human', { color: 'yes' }));
      wrong('today', () => check({ ...trio, today: new Date() }));
      wrong('today', () => check({ ...trio, today: '2026-02-30' }));
      wrong('policy', () => check({ ...trio, policy: {} }));
      wrong('input.todays', () => check({ ...trio, todays: '2026-11-20' }));
      wrong('format', () => render(trio, 'yaml'));
      wrong('id', () => explain(7));
    });

    test('a run takes files, variables, a day and an input, and leaves them as they are', (t) => {
      const { runProgram } = library(t, kind);
      const files = { 'old.ndjson': '', 'a/report.json': 'old', ['__proto__']: '{}' };
      const stdin = new Uint8Array(new SharedArrayBuffer(3)).fill(0x7b);
      const before = { ...files };
      const { exitCode, stdout, stderr, written, removed } = runProgram(['classify', '-'], { files, stdin });
      assert.deepEqual([exitCode, stderr, written, removed], [1, '', {}, []]);
      assert.match(stdout, /envelope-syntax/);
      assert.match(runProgram(['classify', '__proto__'], { files }).stdout, /--> __proto__/);
      const report = runProgram(['check', '--output', 'json=a/report.json', '--output', 'sarif=new/report.sarif'], {
        files: { ...files, 'config/memorykernel-integration-pin.json': trio.pin }, today: '2026-03-02',
      });
      assert.deepEqual(Object.keys(report.written), ['a/report.json', 'new/report.sarif']);
      assert.equal(JSON.parse(Buffer.from(report.written['a/report.json'])).verdict, 'fail');
      assert.deepEqual(files, before);
      // Without a clock, what needs one says so.
      const undated = runProgram(['check'], { files: { 'config/memorykernel-integration-pin.json': trio.pin } });
      assert.deepEqual([undated.exitCode, undated.stderr], [2, "error: today's date is unknown: there is no clock\n  = help: give it with `--today YYYY-MM-DD`\n"]);
      assert.match(runProgram(['check', '--color', 'auto'], { files: { 'config/memorykernel-integration-pin.json': '' }, today: '2026-03-02', environment: { CLICOLOR_FORCE: '1' } }).stdout, /\x1b/);
      const afar = runProgram(['preflight'], { files: { 'config/memorykernel-integration-pin.json': trio.pin } });
      assert.match(afar.stdout + afar.stderr, /no way leads to the host/);
    });

    test('what no run can be given is a typed error that names it', (t) => {
      const { runProgram, LockstepArgumentError } = library(t, kind);
      const wrong = (argument, ...given) => assert.throws(() => runProgram(...given), (error) => {
        assert.ok(error instanceof LockstepArgumentError, error.stack);
        return error.argument === argument && error.message.startsWith(argument);
      }, argument);
      wrong('words', 'check');
      wrong('words', undefined);
      wrong('words[1]', ['check', 7]);
      wrong('words[0]', [, 'check']);
      wrong('input', ['check'], null);
      wrong('input.file', ['check'], { file: {} });
      wrong('files', ['check'], { files: null });
      wrong('files', ['check'], { files: new Map() });
      wrong('files', ['check'], { files: ['a'] });
      wrong('files["a"]', ['check'], { files: { a: null } });
      wrong('a key of files', ['check'], { files: { '\ud800': '' } });
      for (const path of ['', '/', '/a', 'a/', 'a//b', '.', './a', 'a/./b', '..', '../a', 'a/..', 'a\\b', 'C:\\a', 'a\0b']) {
        wrong(`files[${JSON.stringify(path)}]`, ['check'], { files: { [path]: '' } });
      }
      wrong('files["a/b"]', ['check'], { files: { a: '', 'a/b': '' } });
      wrong('files["a/b/c"]', ['check'], { files: { 'a/b': '', 'a/b/c': '' } });
      wrong('files["a"]', ['check'], { files: { 'a/b/c': '', a: '' } });
      wrong('environment', ['check'], { environment: [] });
      wrong('environment["A"]', ['check'], { environment: { A: 1 } });
      for (const today of ['2026-02-30', '2026-3-2', 'yesterday', '', '2026-03-02T00:00:00Z', '-2026-03-02']) wrong('today', ['check'], { today });
      wrong('today', ['check'], { today: new Date() });
      wrong('stdin', ['check'], { stdin: null });
      wrong('stdin', ['check'], { stdin: '\ud800' });
    });

    test('a lone surrogate is refused, a pair is not', (t) => {
      const { check, LockstepArgumentError } = library(t, kind);
      for (const text of ['"\ud800"', '\udc00', 'a\ud800']) {
        assert.throws(() => check({ ...trio, pin: text }), (error) => error instanceof LockstepArgumentError && error.argument === 'pin');
      }
      assert.equal(check({ ...trio, pin: '"\u{1f512}"' }).documents[0].bytes, 6);
    });

    test('a policy of the caller\'s judges, and a bad one says what and where', (t) => {
      const { check, policy, rules, LockstepPolicyError } = library(t, kind);
      const own = JSON.parse(policy());
      own.name = 'a policy of our own';
      assert.equal(check({ ...trio, policy: JSON.stringify(own) }).policy, own.name);
      // No policy changes what a violation of an interaction weighs.
      const weighed = rules().filter(({ group }) => group !== 'interaction');
      own.severities = Object.fromEntries(weighed.map(({ id }) => [id, 'off']));
      assert.equal(check({ ...trio, policy: Buffer.from(JSON.stringify(own)) }).verdict, 'error');
      assert.throws(() => check({ ...trio, policy: '{\n  "surprise": 1 }' }), (error) => {
        assert.ok(error instanceof LockstepPolicyError);
        assert.deepEqual([error.code, error.line], ['LOCKSTEP_POLICY', 2]);
        return error.column > 0 && /surprise/.test(error.message);
      });
      own.policy_version = 'policy.v9';
      assert.throws(() => check({ ...trio, policy: JSON.stringify(own) }), (error) => error.line === 1 && /policy_version/.test(error.message));
    });

    test('a document over the limit is a finding and is not copied', (t) => {
      const { check } = library(t, kind);
      const huge = new Uint8Array(256 * 1024 * 1024);
      check(trio);
      const before = process.memoryUsage();
      const report = check({ ...trio, matrix: huge });
      const after = process.memoryUsage();
      assert.equal(report.verdict, 'fail');
      assert.equal(report.documents[1].bytes, null);
      assert.ok(after.rss - before.rss < 64 * 1024 * 1024, `grew by ${after.rss - before.rss} bytes`);
    });
  });
}
