// `lockstep classify` says the same in every vehicle, and needs no more memory for an input that never ends.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cargo, root } from './cases.mjs';

cargo('build', '--quiet', '--package', 'lockstep-cli');
const native = join(root, 'target', 'debug', 'lockstep');
const bin = join(root, 'npm/lockstep/bin/lockstep.cjs');
const vehicles = {
  native: [native, [], {}],
  addon: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'native' }],
  wasm: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'wasm' }],
};

/** Answers with their statuses: mostly in order, some broken in ways that tell envelopes from lines. */
function* answers(count) {
  const success = (n) => JSON.stringify({ service_contract_version: 'service.v2', api_contract_version: 'api.v1', data: { n, text: 'é'.repeat(n % 90) } });
  const error = (version, code, message) => JSON.stringify({ service_contract_version: version, error: { code, message } });
  const rare = [
    [200, ''],
    [500, 'Internal Server Error'],
    [500, error('service.v3', 'no_such_code', '\ud800')],
    [418, error('service.v3', 'write_conflict', '\u202e')],
    [502, '{"service_contract_version":"service.v2","error":{'],
    [200, '[]'],
  ];
  for (let n = 0; n < count; n += 1) {
    if (n % 37 === 0) yield rare[(n / 37) % rare.length];
    else yield n % 3 === 0 ? [409, error('service.v3', 'write_conflict', `row ${n}`)] : [200, success(n)];
  }
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function write(folder, count) {
  const all = [...answers(count)];
  const record = ([status, body], n) => (n % 2 === 0 && isJson(body) ? `{"status":${status},"body":${body}}` : JSON.stringify({ body, status }));
  const entry = ([status, text], n) => ({
    response: { status, content: n % 2 === 0 ? { text } : { text: Buffer.from(text).toString('base64'), encoding: 'base64' } },
  });
  const files = {
    'answers.ndjson': all.map(([, body]) => body).join('\n'),
    'answers.records': all.map(record).join('\r\n'),
    'answers.har': JSON.stringify({ log: { entries: all.slice(0, 5000).map(entry) } }),
    'answer.json': all[1][1],
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return Object.keys(files);
}

test('every vehicle prints the same', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const names = write(folder, 50_000);
  const { PATH, HOME } = process.env;
  for (const files of [...names.map((name) => [name]), [...names, 'none'], []]) {
    for (const format of ['human', 'json', 'ndjson']) {
      const words = ['classify', '--format', format, ...files];
      const outcomes = Object.values(vehicles).map(([program, options, chosen]) => {
        const env = { PATH, HOME, ...chosen };
        const input = files.length === 0 ? readFileSync(join(folder, 'answers.ndjson')) : '';
        const { status, stdout, stderr } = spawnSync(program, [...options, ...words], { cwd: folder, env, input, maxBuffer: Infinity });
        return { status, stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1') };
      });
      const [first, ...others] = outcomes;
      // Not `deepEqual`, whose message would hold megabytes.
      assert.ok(others.every(({ stdout }) => stdout === first.stdout), words.join(' '));
      for (const { status, stderr } of others) assert.deepEqual({ status, stderr }, { status: first.status, stderr: first.stderr });
      assert.equal(first.status, files.length > 1 ? 2 : files[0] === 'answer.json' ? 0 : 1, words.join(' '));
      assert.ok(first.stdout.length > 100, words.join(' '));
    }
  }
});

test('memory stays the same over a pipe that does not end', { skip: process.platform === 'linux' ? false : 'only Linux tells it in /proc' }, async (t) => {
  const MIB = 1024 * 1024;
  const line = `${JSON.stringify({ service_contract_version: 'service.v2', error: { code: 'write_conflict', message: 'x'.repeat(6000) } })}\n`;
  // An empty line is an envelope without a body, so that something is written, too.
  const block = Buffer.from(`${line.repeat(Math.ceil(MIB / line.length))}\n`);
  const child = spawn(native, ['classify', '--input', 'ndjson', '--format', 'ndjson'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  let written = 0;
  child.stdout.on('data', (bytes) => (written += bytes.length));
  const peak = () => Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) * 1024;
  const peaks = [];
  for (let fed = 0; fed < 300; fed += 1) {
    if (!child.stdin.write(block)) await once(child.stdin, 'drain');
    if (fed === 50 || fed === 299) peaks.push(peak());
  }
  t.diagnostic(`${peaks.map((bytes) => Math.round(bytes / MIB)).join(' MiB after 50 MiB, ')} MiB after 300 MiB`);
  assert.ok(written > 0, 'lines are written while the pipe is open');
  assert.ok(peaks[1] < 48 * MIB, `${peaks[1]} bytes`);
  assert.ok(peaks[1] - peaks[0] < 8 * MIB, `${peaks.join(', ')} bytes`);
  child.stdin.end();
  const [code] = await once(child, 'exit');
  assert.equal(code, 1);
});

test('a reader that goes away ends it quietly', async () => {
  const child = spawn(native, ['classify', '--input', 'ndjson', '--format', 'ndjson'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += text));
  child.stdin.on('error', () => {}); // it is closed early
  child.stdout.destroy();
  const timer = setInterval(() => child.stdin.write('\n'.repeat(1000)), 1);
  const [code] = await once(child, 'exit');
  clearInterval(timer);
  assert.deepEqual({ code, complaints }, { code: 1, complaints: '' });
});
