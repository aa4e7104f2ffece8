// The JavaScript host of the program: what it reads, what it refuses, what it writes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { packageFolder, root, temporaryFolder } from './installation.mjs';

const program = join(packageFolder, 'bin', 'lockstep.cjs');
const pin = 'config/memorykernel-integration-pin.json';
const posix = { skip: process.platform === 'win32' };

test('dates are those of the calendar', () => {
  // The program is one file that runs when it is loaded, so the function is taken out of its text.
  const [source] = /function utcDate[\s\S]*?\n}\n/.exec(readFileSync(program, 'utf8'));
  const utcDate = new Function(`${source}return utcDate;`)();
  for (let days = 0; days < 200_000; days += 1) {
    assert.equal(utcDate(days), new Date(days * 86_400_000).toISOString().slice(0, 10));
  }
});

for (const engine of ['native', 'wasm']) {
  const environment = { ...process.env, LOCKSTEP_ENGINE: engine, NO_COLOR: '1' };

  function run(options, settings = {}) {
    return spawnSync(process.execPath, [program, ...options], { env: environment, encoding: 'utf8', timeout: 60_000, ...settings });
  }

  function repository(t) {
    const folder = join(temporaryFolder(t), 'repository');
    cpSync(join(root, 'examples', 'consumer'), folder, { recursive: true, filter: (source) => !source.endsWith('node_modules') });
    return folder;
  }

  /** The first finding about the pin. */
  function pinFinding(folder) {
    const { status, stdout, stderr } = run(['check', folder, '--format', 'json']);
    assert.deepEqual([status, stderr], [1, '']);
    return JSON.parse(stdout).findings.find(({ primary }) => primary.document === pin);
  }

  describe(engine, () => {
    test('verdicts are exit codes', (t) => {
      const folder = repository(t);
      assert.equal(run(['check', folder]).status, 0);
      assert.equal(run(['check', '.'], { cwd: folder }).status, 0);
      writeFileSync(join(folder, pin), '{}');
      assert.equal(run(['check', folder]).status, 1);
      assert.equal(run(['no-such-command']).status, 2);
      assert.equal(run(['--version']).stdout, `lockstep ${JSON.parse(readFileSync(join(packageFolder, 'package.json'))).version}\n`);
    });

    test('a document that is missing, empty, a folder or too large is a finding', (t) => {
      const folder = repository(t);
      rmSync(join(folder, pin));
      assert.equal(pinFinding(folder).rule, 'document-missing');
      mkdirSync(join(folder, pin));
      assert.match(JSON.stringify(pinFinding(folder)), /a folder/);
      rmSync(join(folder, pin), { recursive: true });
      writeFileSync(join(folder, pin), Buffer.alloc((1 << 20) + 1, 32));
      assert.equal(pinFinding(folder).rule, 'document-too-large');
      writeFileSync(join(folder, pin), '');
      assert.ok(pinFinding(folder));
    });

    test('pipes, sockets and devices are never waited for', posix, async (t) => {
      const folder = repository(t);
      rmSync(join(folder, pin));
      spawnSync('mkfifo', [join(folder, pin)]);
      assert.match(JSON.stringify(pinFinding(folder)), /a pipe/);
      rmSync(join(folder, pin));
      const server = createServer();
      await new Promise((resolve) => server.listen({ path: join(folder, 'socket') }, resolve));
      symlinkSync('../socket', join(folder, pin));
      assert.match(JSON.stringify(pinFinding(folder)), /a socket/);
      server.close();
      rmSync(join(folder, pin));
      symlinkSync('/dev/zero', join(folder, pin));
      assert.match(pinFinding(folder).message, /symbolic link|outside|leads out/);
    });

    test('symbolic links are followed inside the repository and not out of it', posix, (t) => {
      const folder = repository(t);
      const text = readFileSync(join(folder, pin));
      rmSync(join(folder, pin));
      writeFileSync(join(folder, 'elsewhere.json'), text);
      symlinkSync('../elsewhere.json', join(folder, pin));
      assert.equal(run(['check', folder]).status, 0);
      rmSync(join(folder, pin));
      // A sibling whose name begins with the repository's.
      mkdirSync(`${folder}-evil`);
      writeFileSync(join(`${folder}-evil`, 'pin.json'), text);
      symlinkSync('../../repository-evil/pin.json', join(folder, pin));
      assert.match(pinFinding(folder).message, /symbolic link|outside|leads out/);
      rmSync(join(folder, 'config'), { recursive: true });
      cpSync(join(root, 'examples/consumer/config'), `${folder}-evil/config`, { recursive: true });
      symlinkSync('../repository-evil/config', join(folder, 'config'));
      assert.match(pinFinding(folder).message, /symbolic link|outside|leads out/);
      rmSync(join(folder, 'config'));
      symlinkSync('config', join(folder, 'config'));
      const { status, stdout } = run(['check', folder, '--format', 'json']);
      assert.equal(status, 2);
      assert.match(stdout, /too many symbolic links/);
    });

    test('output into a pipe that is slow is whole, and one that is closed is no failure', posix, async (t) => {
      const folder = repository(t);
      writeFileSync(join(folder, pin), `{${Array.from({ length: 3000 }, (_, index) => `"key${index}": 1, "key${index}": 2`).join(',\n')}}`);
      const whole = run(['check', folder, '--format', 'json'], { maxBuffer: Infinity }).stdout;
      assert.ok(whole.length > 300_000, `only ${whole.length} characters`);
      const child = spawn(process.execPath, [program, 'check', folder, '--format', 'json'], { env: environment, timeout: 60_000 });
      const chunks = [];
      // Nothing is read before there is a listener, so the program meets a full pipe.
      setTimeout(() => child.stdout.on('data', (chunk) => chunks.push(chunk)), 500);
      const status = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(status, 1);
      assert.equal(Buffer.concat(chunks).toString(), whole);
      const closed = spawnSync('sh', ['-c', `"$0" "$1" check "$2" --format json | head -c 1`, process.execPath, program, folder], { env: environment, encoding: 'utf8', timeout: 60_000 });
      assert.deepEqual([closed.stdout, closed.stderr], ['{', '']);
    });

    test('a device that is full is an error', { skip: process.platform !== 'linux' }, () => {
      const { status, stderr } = run(['rules'], { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'] });
      assert.equal(status, 2);
      assert.equal(stderr, 'error: standard output could not be written: no space left\n');
    });
  });
}
