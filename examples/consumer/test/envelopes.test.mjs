// What the service may answer under both contracts, and what it may not: every error code, every field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClassifier, isServiceV2ErrorEnvelope, isServiceV3ErrorEnvelope, isSuccessEnvelope, policy } from 'lockstep-contracts';
import { context, failure, success } from './service.mjs';

/** The codes that this application was written for, with the status that each comes with. */
const CODES = {
  invalid_json: 400,
  validation_error: 400,
  context_package_not_found: 404,
  write_conflict: 409,
  write_failed: 500,
  schema_unavailable: 503,
  migration_failed: 500,
  query_failed: 500,
  context_lookup_failed: 500,
  internal_error: 500,
};

const GUARDS = { 'service.v2': isServiceV2ErrorEnvelope, 'service.v3': isServiceV3ErrorEnvelope };

for (const version of Object.keys(GUARDS)) {
  const other = version === 'service.v2' ? 'service.v3' : 'service.v2';
  const classifier = createClassifier({ contract: version });
  const describe = ({ status, body }) => classifier.describe(status, JSON.stringify(body));

  /** Asserts that the envelope breaks this rule first, blocks promotion, and still has a fallback. */
  function breaks(rule, envelope) {
    const { class: found, conforming, blocks_promotion: blocks, fallback } = describe(envelope);
    assert.equal(found, rule, JSON.stringify(envelope));
    assert.equal(conforming, false);
    assert.equal(blocks, true);
    assert.ok(fallback.reason);
  }

  test(`${version}: the application knows every error code, and no other`, () => {
    const { error_codes: known } = JSON.parse(policy()).service_contracts[version];
    assert.deepEqual(known.map(({ code }) => code).sort(), Object.keys(CODES).sort());
  });

  for (const [code, status] of Object.entries(CODES)) {
    test(`${version}: ${code} conforms with status ${status} and is routed by its code`, () => {
      const envelope = failure(version, status, code);
      const { conforming, code: found, fallback, violations } = describe(envelope);
      assert.deepEqual(violations, []);
      assert.equal(conforming, true);
      assert.deepEqual(found, { text: code, known: true, agrees_with_status: true });
      assert.equal(fallback.route, 'error-code');
      assert.deepEqual([GUARDS[version](envelope.body), GUARDS[other](envelope.body)], [true, false]);
      breaks('envelope-status-code', { ...envelope, status: 418 });
    });
  }

  test(`${version}: a success conforms`, () => {
    const envelope = success(version, context);
    assert.equal(describe(envelope).conforming, true);
    assert.equal(isSuccessEnvelope(envelope.body), true);
  });

  test(`${version}: an envelope of ${other} does not conform`, () => {
    breaks('envelope-contract-version', success(other, context));
    breaks('envelope-contract-version', failure(other, 500, 'query_failed'));
  });

  test(`${version}: a code that the contract does not know is drift`, () => {
    const envelope = failure(version, 500, 'rate_limited');
    breaks('envelope-unknown-code', envelope);
    assert.equal(GUARDS[version](envelope.body), false);
  });

  test(`${version}: an error without a required field or with a forbidden one does not conform`, () => {
    const { status, body } = failure(version, 500, 'query_failed');
    for (const field of Object.keys(body)) {
      const { [field]: _, ...rest } = body;
      breaks('envelope-missing-field', { status, body: rest });
    }
    for (const field of Object.keys(body.error)) {
      const { [field]: _, ...rest } = body.error;
      breaks('envelope-missing-field', { status, body: { ...body, error: rest } });
    }
    breaks('envelope-forbidden-field', { status, body: { ...body, api_contract_version: 'api.v1' } });
    if (version === 'service.v3') breaks('envelope-forbidden-field', { status, body: { ...body, legacy_error: null } });
  });

  test(`${version}: a body that is no envelope does not conform`, () => {
    for (const body of ['', '<!doctype html>', '{"service_contract_version":', '[]', '{}{}']) {
      for (const status of [200, 500]) assert.equal(classifier.describe(status, body).conforming, false, body);
    }
  });
}
