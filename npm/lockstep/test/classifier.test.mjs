// Classification of envelopes under both engines: classes, details, arguments, guards, the consumer's state machine.
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
    loaded.envelopeClasses();
    return loaded;
  } finally {
    delete process.env.LOCKSTEP_ENGINE;
  }
}

const v3 = { service_contract_version: 'service.v3', error: { code: 'invalid_json', message: 'no JSON: größer' } };
const v2 = { ...v3, service_contract_version: 'service.v2', legacy_error: 'no JSON' };
const success = { service_contract_version: 'service.v3', api_contract_version: 'api.v1', data: { status: 'ok' } };
const { legacy_error: _, ...missing } = v2;

/** Status, value, name of the class. */
const cases = [
  [400, v3, 'conforming'],
  [null, v2, 'conforming'],
  [200, success, 'conforming'],
  [400, missing, 'envelope-missing-field'],
  [400, { ...v3, legacy_error: null }, 'envelope-forbidden-field'],
  [400, { ...v3, error: { ...v3.error, code: 'no_such_code' } }, 'envelope-unknown-code'],
  [500, v3, 'envelope-status-code'],
  [400, { ...v3, service_contract_version: 'service.v9' }, 'envelope-contract-version'],
  [200, { ...success, api_contract_version: 'api.v9' }, 'envelope-api-contract-version'],
  [400, { ...v3, error: { ...v3.error, details: [] } }, 'envelope-field-type'],
  [400, [], 'envelope-top-level'],
];

for (const kind of ['native', 'wasm']) {
  describe(kind, () => {
    test('a body has one class, as text, as bytes and as a line', (t) => {
      const { classifyBatch, classifyEnvelope, createClassifier, describeEnvelope, envelopeClassName } = library(t, kind);
      const classifier = createClassifier();
      for (const [status, value, expected] of cases) {
        const text = JSON.stringify(value);
        const bytes = Buffer.from(text);
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
        shared.set(bytes);
        for (const body of [text, bytes, new Uint8Array(bytes), shared]) {
          assert.equal(envelopeClassName(classifyEnvelope(status, body)), expected);
          assert.equal(classifier.classify(status, body), classifyEnvelope(status, body));
          assert.equal(describeEnvelope(status, body).class, expected);
        }
      }
      const lines = cases.map(([, value]) => JSON.stringify(value));
      const alone = Uint8Array.from(lines, (line) => classifyEnvelope(null, line));
      assert.deepEqual(classifyBatch(lines.join('\n')), alone);
      assert.deepEqual(classifyBatch(Buffer.from(`${lines.join('\n')}\n`)), alone);
      assert.equal(classifyBatch('').length, 0);
    });

    test('texts of every length, with half a surrogate pair too, are judged as their bytes', (t) => {
      const { classifyEnvelope, envelopeClassName } = library(t, kind);
      for (const filling of ['a', 'é', '日', '\u{1f6e0}', '\ud800', '\udc00']) {
        for (const length of [0, 1, 5000, 9990, 19_900, 21_845, 65_536, 200_000]) {
          const text = JSON.stringify({ ...v3, error: { ...v3.error, message: 'm' } }).replace('"m"', `"m${filling.repeat(length)}"`);
          assert.equal(classifyEnvelope(400, text), 0, `${length} of ${escape(filling)}`);
          assert.equal(classifyEnvelope(400, new TextEncoder().encode(text)), 0);
          assert.equal(envelopeClassName(classifyEnvelope(400, text.slice(0, -1))), 'envelope-syntax');
        }
      }
      assert.equal(envelopeClassName(classifyEnvelope(null, '')), 'envelope-empty');
      assert.equal(envelopeClassName(classifyEnvelope(null, new Uint8Array())), 'envelope-empty');
    });

    test('a contract or policy of the caller\'s judges', (t) => {
      const { createClassifier, policy, LockstepArgumentError, LockstepPolicyError } = library(t, kind);
      const only = createClassifier({ contract: 'service.v3' });
      assert.equal(only.classify(400, JSON.stringify(v3)), 0);
      assert.notEqual(only.classify(400, JSON.stringify(v2)), 0);
      const own = policy().replaceAll('"invalid_json"', '"not_json"');
      const classifier = createClassifier({ policy: Buffer.from(own) });
      assert.equal(classifier.describe(400, JSON.stringify(v3)).class, 'envelope-unknown-code');
      assert.throws(() => createClassifier({ contract: 'service.v9' }), (error) => error instanceof LockstepArgumentError && error.argument === 'contract');
      assert.throws(() => createClassifier({ policy: '{}' }), LockstepPolicyError);
    });

    test('details come on demand, and by the question that was answered', (t) => {
      const { describeEnvelope } = library(t, kind);
      const described = describeEnvelope(500, JSON.stringify(v3));
      assert.deepEqual([described.schema, described.code.agrees_with_status, described.violations[0].path], ['lockstep-classification.v1', false, '$.error.code']);
      assert.equal(describeEnvelope(200, JSON.stringify(success), { answer: 'schema-version' }).class, 'envelope-answer-data');
      assert.equal(describeEnvelope(200, JSON.stringify(success), { answer: 'health' }).fallback, null);
    });

    test('wrong arguments are typed errors that name the argument', (t) => {
      const { classifyBatch, classifyEnvelope, createClassifier, describeEnvelope, envelopeClassName, preflight, LockstepArgumentError } = library(t, kind);
      const wrong = (argument, call) => assert.throws(call, (error) => error instanceof LockstepArgumentError && error.argument === argument);
      for (const status of ['400', 1.5, -1, 65_536, NaN, {}, undefined]) wrong('status', () => classifyEnvelope(status, ''));
      for (const body of [null, undefined, 7, {}, new Uint16Array(2)]) wrong('body', () => classifyEnvelope(400, body));
      const detached = new Uint8Array(8);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      wrong('body', () => classifyEnvelope(400, detached));
      wrong('bytes', () => classifyBatch(7));
      wrong('options.answer', () => describeEnvelope(200, '', { answer: 'ask' }));
      wrong('options.contracts', () => createClassifier({ contracts: 'overlap' }));
      wrong('policy', () => createClassifier({ policy: 7 }));
      wrong('number', () => envelopeClassName(99));
      wrong('input', () => preflight({ pin: '{}' }));
      wrong('input.pins', () => preflight({ pins: '' }));
    });

    test('a preflight leads from request to request to an enrichment', (t) => {
      const { enrichment, preflight } = library(t, kind);
      const exchanges = [];
      const first = preflight({ pin: trio.pin, exchanges }).next;
      assert.deepEqual([first.method, first.path], ['GET', '/v1/health']);
      exchanges.push({ failure: 'connect', text: 'refused \ud800' });
      const { next, result } = preflight({ pin: trio.pin.toString(), exchanges });
      assert.deepEqual([next, result.status, result.fallback_reason], [null, 'offline', 'offline']);
      const end = enrichment({ pin: trio.pin, exchanges, notes: 'mine' });
      assert.deepEqual([end.enrichment.status, end.enrichment.fallback_reason, end.notes], ['fallback', 'offline', 'mine']);
      assert.equal(preflight({ pin: trio.pin, environment: { ASSISTSUPPORT_ENABLE_MEMORY_KERNEL: '0' } }).result.status, 'disabled');
    });

    test('the guards agree with the classifier', (t) => {
      const { classifyEnvelope, isErrorEnvelope, isServiceV2ErrorEnvelope, isServiceV3ErrorEnvelope, isSuccessEnvelope } = library(t, kind);
      for (const [status, value] of cases.filter(([, , expected]) => expected !== 'envelope-status-code')) {
        const conforms = classifyEnvelope(status, JSON.stringify(value)) === 0;
        assert.equal(isErrorEnvelope(value) || isSuccessEnvelope(value), conforms, JSON.stringify(value));
        assert.equal(isServiceV2ErrorEnvelope(value), conforms && value === v2);
        assert.equal(isServiceV3ErrorEnvelope(value), conforms && value === v3);
      }
      for (const value of [null, undefined, 7, 'text', [], {}, Object.create(v3)]) assert.equal(isErrorEnvelope(value), false);
    });
  });
}

test('both engines describe alike', (t) => {
  const [native, wasm] = [library(t, 'native'), library(t, 'wasm')];
  assert.deepEqual(wasm.envelopeClasses(), native.envelopeClasses());
  for (const [status, value] of cases) assert.deepEqual(wasm.describeEnvelope(status, JSON.stringify(value)), native.describeEnvelope(status, JSON.stringify(value)));
  assert.deepEqual(wasm.describeEnvelope(400, '"\ud800'), native.describeEnvelope(400, '"\ufffd'));
});

test('memoryKernelErrorCodes are the codes that the guard knows', (t) => {
  const { classifyEnvelope, isMemoryKernelErrorCode, memoryKernelErrorCodes } = library(t, 'native');
  for (const code of memoryKernelErrorCodes) {
    assert.ok(isMemoryKernelErrorCode(code));
    assert.equal(classifyEnvelope(null, JSON.stringify({ ...v3, error: { ...v3.error, code } })), 0);
  }
  for (const other of ['Invalid_Json', '', null, 0]) assert.equal(isMemoryKernelErrorCode(other), false);
});
