// The producer example as its consumers meet it: the built service on a loopback port, asked by `lockstep preflight` and
// `lockstep probe` in every vehicle of the program.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cargo, root } from './cases.mjs';
import { run, vehicles } from './vehicles.mjs';

const EXAMPLE = 'examples/producer';
const CONSUMER = `${EXAMPLE}/consumers/assistsupport`;
const OPENAPI = `${EXAMPLE}/openapi/openapi.yaml`;
const RECORDED = [`${EXAMPLE}/interactions.json`, `${CONSUMER}/interactions.json`];

const text = (...path) => readFileSync(join(root, ...path), 'utf8');
const json = (...path) => JSON.parse(text(...path));

const MANIFEST = 'contracts/integration/v1/producer-contract-manifest.json';
const HANDOFF = 'docs/implementation/PRODUCER_RELEASE_HANDOFF_LATEST.json';

/** Each script that judges: what breaks it, and the words that it then says. */
const JUDGES = {
  verify_producer_contract_manifest: [MANIFEST, '"minimum_sprint_days": 14', '"minimum_sprint_days": 7', /error\[stability-window\]/],
  verify_service_contract_alignment: ['openapi/openapi.yaml', '  version: service.v3', '  version: service.v2', /error\[alignment-service-contract\]/],
  verify_contract_parity: [`components/outcome-memory/${MANIFEST}`, 'v0.4.0', 'v0.3.2', /error\[parity-content\]/],
  verify_trilogy_compatibility_artifacts: ['components/outcome-memory/trilogy-compatibility.v1.json', '"integration/v1"', '"integration/v2"', /error\[component-baseline\]/],
  verify_producer_handoff_payload: [HANDOFF, '"handoff_mode": "stable"', '"handoff_mode": "maybe"', /error\[handoff-mode\]/],
  verify_release_evidence_bundle: ['openapi/openapi.yaml', 'title: A local memory service', 'title: Another', /error\[bundle-digest\]/],
  verify_service_slo_policy: ['docs/spec/service-slo-policy.md', '`gate_p95_max`: `8`', '`gate_p95_max`: `9`', /error\[slo-document\]/],
  test_producer_governance_negative: ['lockstep.toml', '[producer.changelog]', '[producer.changelogs]', /error: /],
};

/** Runs the words in every vehicle, and returns what they agree on. */
async function everywhere(...words) {
  const [first, ...others] = await Promise.all(Object.values(vehicles).map((vehicle) => run(vehicle, words)));
  for (const other of others) assert.deepEqual(other, first);
  return first;
}

describe('the service of the producer example', () => {
  let service;
  let url;
  before(async () => {
    cargo('build', '--quiet', '--package', 'memory-kernel-service');
    const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
    service = spawn(join(target, 'debug/memory-kernel-service'), ['--bind', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    [url] = await new Promise((resolve, reject) => {
      service.once('error', reject).once('exit', (status) => reject(new Error(`the service ended with ${status}`)));
      service.stdout.once('data', (line) => resolve(line.toString().trimEnd().split('\n')));
    });
  });
  after(() => service.kill());

  test('is ready for its consumer', async () => {
    const { status, stdout } = await everywhere('preflight', CONSUMER, '--base-url', url, '--timeout-ms', '20000', '--format', 'json');
    const { status: state, requests } = JSON.parse(stdout);
    assert.deepEqual([status, state], [0, 'ready'], stdout);
    assert.deepEqual(requests.map(({ path, status: answered }) => `${path} ${answered}`), ['/v1/health 200', '/v1/db/schema-version 200', '/v1/ready 200']);
  });

  for (const interactions of RECORDED) {
    test(`answers ${interactions} as its OpenAPI and the recording say`, async () => {
      const words = ['probe', '--interactions', interactions, '--openapi', OPENAPI, '--contract', 'service.v3', '--base-url', url, '--timeout-ms', '20000'];
      const { status, stdout } = await everywhere(...words, '--format', 'json');
      const found = JSON.parse(stdout);
      assert.deepEqual([status, found.findings, found.errors], [0, [], []], stdout);
      assert.deepEqual(found.interactions.map(({ service: side }) => side), json(interactions).interactions.map(() => 'as-expected'));
    });
  }

  test('is found out where its OpenAPI allows what it refuses', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-producer-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const openapi = join(folder, 'openapi.yaml');
    const was = 'required: [text, actor, action, resource]';
    assert.equal(text(OPENAPI).split(was).length, 2);
    writeFileSync(openapi, text(OPENAPI).replace(was, 'required: [text, actor, action]'));
    const interactions = join(folder, 'interactions.json');
    const ask = json(RECORDED[1]).interactions.find(({ name }) => name === 'ask');
    delete ask.request.body.resource;
    writeFileSync(interactions, JSON.stringify({ interactions_version: 'lockstep-interactions.v1', consumer: 'C', interactions: [ask] }));
    const { status, stdout } = await everywhere('probe', '--interactions', interactions, '--openapi', openapi, '--base-url', url, '--timeout-ms', '20000', '--format', 'json');
    const { findings } = JSON.parse(stdout);
    assert.deepEqual([status, findings.map(({ rule }) => rule)], [1, ['interaction-specification-service-disagreement']]);
    assert.match(findings[0].message, /for the lack of `resource`, which its OpenAPI declares as optional$/);
  });
});

describe('the scripts of the producer example', { concurrency: 2 }, () => {
  const folder = join(root, EXAMPLE, 'scripts');

  test('the table names every script that judges, and each is one call', () => {
    const names = readdirSync(folder).filter((name) => /^(verify|test)_/.test(name));
    assert.deepEqual(names.sort(), Object.keys(JUDGES).map((name) => `${name}.sh`).sort());
    for (const name of readdirSync(folder).filter((name) => name !== 'ask_service.sh')) {
      assert.match(text(EXAMPLE, 'scripts', name), /^#!\/usr\/bin\/env bash\ncd "\$\(dirname "\$0"\)\/\.\." && exec lockstep [a-z ]+ "\$@"\n$/);
    }
  });

  /** A copy of the example that a test may break, and what a script of it says with the program on its path. */
  function copy(t) {
    const project = mkdtempSync(join(tmpdir(), 'lockstep-producer-'));
    t.after(() => rmSync(project, { recursive: true, force: true }));
    cpSync(join(root, EXAMPLE), project, { recursive: true });
    const path = `${dirname(vehicles.native[0])}${delimiter}${process.env.PATH}`;
    const script = (name, ...words) => {
      const { status, stdout, stderr } = spawnSync(join(project, 'scripts', `${name}.sh`), words, { encoding: 'utf8', env: { PATH: path, HOME: project } });
      return { status, output: stdout + stderr };
    };
    return { project, script };
  }

  for (const name of ['generate_producer_handoff_payload', 'generate_release_evidence_bundle']) {
    test(`${name} makes what stands there, and notices what does not`, (t) => {
      const { project, script } = copy(t);
      const green = script(name, '--check');
      assert.equal(green.status, 0, green.output);
      writeFileSync(join(project, 'CHANGELOG.md'), `${readFileSync(join(project, 'CHANGELOG.md'), 'utf8')}\n`);
      if (name.endsWith('bundle')) writeFileSync(join(project, MANIFEST), `${readFileSync(join(project, MANIFEST), 'utf8')}\n`);
      const red = script(name, '--check');
      assert.notEqual(red.status, 0, red.output);
    });
  }

  for (const [name, [file, was, is, words]] of Object.entries(JUDGES)) {
    test(`${name} is green, and red where something is broken`, (t) => {
      const { project, script } = copy(t);
      const green = script(name);
      assert.equal(green.status, 0, green.output);
      assert.match(green.output, /^pass: /m);
      const path = join(project, file);
      const old = readFileSync(path, 'utf8');
      assert.equal(old.split(was).length, 2, `${file} holds this once: ${was}`);
      writeFileSync(path, old.replace(was, () => is));
      const red = script(name);
      assert.notEqual(red.status, 0, red.output);
      assert.match(red.output, words);
    });
  }
});

test('what the example holds of its consumer is what the consumer holds of it', () => {
  const pin = 'config/memorykernel-integration-pin.json';
  assert.equal(text(CONSUMER, pin), text('examples/consumer', pin));
  assert.deepEqual(json(RECORDED[1]).interactions, json('examples/consumer/interactions.json').interactions);
  assert.equal(text(EXAMPLE, MANIFEST), text('examples/consumer/config/memorykernel-producer-manifest.json'));
});

test('the consumer example takes the payload that the producer example hands over', (t) => {
  const project = mkdtempSync(join(tmpdir(), 'lockstep-consumer-'));
  t.after(() => rmSync(project, { recursive: true, force: true }));
  cpSync(join(root, 'examples/consumer'), project, { recursive: true, filter: (path) => !path.includes('node_modules') });
  cpSync(join(root, EXAMPLE, HANDOFF), join(project, 'services/memorykernel', HANDOFF));
  const { status, stdout } = spawnSync(vehicles.native[0], ['handoff', project], { encoding: 'utf8' });
  assert.deepEqual([status, stdout.split(';')[0]], [0, 'pass: no findings']);
});
