// What a session asks of the operating system is done alike by every host: the same replies, and the same files after.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cargo, root } from './cases.mjs';

cargo('build', '--quiet', '--package', 'lockstep-cli', '--example', 'native-host');
const npm = ['--require', join(root, 'tests/hosts/scripted-session.cjs'), join(root, 'npm/lockstep/bin/lockstep.cjs')];
const vehicles = {
  native: [[join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'examples', 'native-host')], {}],
  addon: [[process.execPath, ...npm], { LOCKSTEP_ENGINE: 'native' }],
  wasm: [[process.execPath, ...npm], { LOCKSTEP_ENGINE: 'wasm' }],
};
const { PATH, HOME } = process.env;

/** A folder that is removed when the test has ended. */
function temporaryFolder(t) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What stands below a folder besides `.git`: kind, permissions, and what a file holds or where a link leads. */
function tree(folder, prefix = '') {
  const names = readdirSync(folder, 'latin1').sort().filter((name) => name !== '.git');
  return names.flatMap((name) => {
    const path = Buffer.concat([Buffer.from(`${folder}/`, 'latin1'), Buffer.from(name, 'latin1')]);
    const stat = lstatSync(path);
    if (stat.isDirectory()) return [`${prefix}${name}/`, ...tree(path.toString('latin1'), `${prefix}${name}/`)];
    if (stat.isSymbolicLink()) return [`${prefix}${name} -> ${readlinkSync(path)}`];
    return [`${prefix}${name} ${(stat.mode & 0o777).toString(8)} ${stat.isFile() ? readFileSync(path) : ''}`];
  });
}

/** How a vehicle is started with requests; `wrapped` is a shell's line that starts `"$@"`. */
function command(t, vehicle, requests, { environment = {}, wrapped } = {}) {
  const [words, chosen] = vehicles[vehicle];
  const script = join(temporaryFolder(t), 'requests.json');
  writeFileSync(script, JSON.stringify(requests));
  const [program, ...options] = [...(wrapped ? ['/bin/sh', '-c', wrapped, 'sh'] : []), ...words, script];
  return [program, options, { PATH, HOME, ...chosen, ...environment }];
}

/** Has every vehicle fulfil requests in a folder of its own, and returns what they agree on. */
async function ask(t, requests, { prepare = () => {}, ...settings } = {}) {
  const outcomes = [];
  for (const vehicle of Object.keys(vehicles)) {
    const cwd = temporaryFolder(t);
    prepare(cwd);
    const [program, options, env] = command(t, vehicle, requests, settings);
    const child = spawn(program, options, { cwd, env, timeout: 60_000 });
    child.stdin.end();
    const streams = [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
    const [[status], stdout, stderr] = await Promise.all([once(child, 'close'), ...streams]);
    assert.equal(status, 0, `${vehicle}: ${stderr}`);
    const timed = (reply) => (reply.kind === 'captured' ? { ...reply, durationMs: typeof reply.durationMs } : reply);
    const replies = JSON.parse(stderr).map((reply) => (reply.kind === 'answer' ? { contentType: null, ...reply } : timed(reply)));
    outcomes.push({ vehicle, replies, stdout, files: tree(cwd) });
  }
  const [first, ...others] = outcomes;
  for (const other of others) assert.deepEqual({ ...other, vehicle: first.vehicle }, first, other.vehicle);
  return first;
}

const place = { root: '.' };
const write = (path, bytes, like = null) => ({ kind: 'write-file', ...place, path, bytes, like });
const rename = (from, to) => ({ kind: 'rename', ...place, from, to });
const remove = (path) => ({ kind: 'remove', ...place, path });
const append = (path, text) => ({ kind: 'append-file', path, text });
const list = (folder, endings = [], limit = 100) => ({ kind: 'list-files', ...place, folder, endings, limit });
const git = (words, settings = {}) => ({ kind: 'git', ...place, arguments: words, input: '', limit: 1 << 20, ...settings });
const run = (line, timeoutMs = 60_000) => ({ kind: 'run-command', ...place, command: line, timeoutMs });
const program = (words, settings = {}) => ({ kind: 'run-program', ...place, words, shell: false, environment: ['PATH'], timeoutMs: 60_000, limit: 1000, ...settings });
const line = (text, settings = {}) => program([text], { shell: true, ...settings });

const yes = { kind: 'yes' };
const missing = { kind: 'missing' };
const outside = { kind: 'outside' };
const failed = (text) => ({ kind: 'failed', text });
const names = (...names) => ({ kind: 'names', names });
const notRegular = (text) => ({ kind: 'not-regular', text });
const tooLarge = (size) => ({ kind: 'too-large', size });
const ran = (exitCode, stdout = '', stderr = '') => ({ kind: 'ran', exitCode, stdout, stderr });
const captured = (exitCode, stdout = '', stderr = '', stopped = null) => ({ kind: 'captured', exitCode, stopped, stdout, stderr, durationMs: 'number' });
const noFolder = failed('a folder of the path does not exist');
const notAFolder = failed('a part of the path is no folder');

/** Has the requests of a list of pairs made, and compares the replies. */
async function expect(t, pairs, settings) {
  const outcome = await ask(t, pairs.map(([request]) => request), settings);
  pairs.forEach(([request, reply], index) => assert.deepEqual(outcome.replies[index], reply, JSON.stringify(request)));
  return outcome;
}

test('files are written, moved and removed', async (t) => {
  const prepare = (folder) => {
    writeFileSync(join(folder, 'like'), 'what was longer', { mode: 0o640 });
    symlinkSync('like', join(folder, 'link'));
    spawnSync('mkfifo', [join(folder, 'pipe')]);
  };
  const { files } = await expect(t, [
    [write('a/b/new', '\x00\xe4\xff', 'like'), yes],
    [write('a/b/new', 'text', 'no-such-file'), yes],
    [write('like', 'l'), yes],
    [write('a', ''), notRegular('a folder')],
    [write('pipe', ''), notRegular('a pipe')],
    [write('link', ''), notRegular('a symbolic link')],
    [write('like/below', ''), notAFolder],
    [write('', ''), failed('the name is not valid')],
    [write('a\0b', ''), failed('the name is not valid')],
    [write('n'.repeat(300), ''), failed('the name is too long')],
    [{ ...write('new', ''), root: 'no-such-folder' }, noFolder],
    [write('raw', '\x00\xe4\xff'), yes],
    [rename('a/b/new', 'link'), notRegular('a symbolic link')],
    [rename('a/b/new', 'other'), yes],
    [rename('a/b/new', 'link'), missing],
    [rename('like', 'nowhere/like'), noFolder],
    [rename('like', 'a'), failed('it is a folder')],
    [remove('a'), failed('the folder is not empty')],
    [remove('a/b'), yes],
    [remove('a/b'), missing],
    [remove('a'), yes],
    [{ ...remove('like'), root: 'no-such-folder' }, missing],
    [remove('pipe'), yes],
    [append('log', 'one\n'), yes],
    [append('./log', 'ä\n'), yes],
    [append('.', ''), notRegular('a folder')],
    [append('nowhere/log', ''), noFolder],
    [append('log/below', ''), notAFolder],
  ], { prepare });
  assert.deepEqual(files, ['like 640 l', 'link -> like', 'log 644 one\nä\n', 'other 640 text', `raw 644 ${Buffer.from([0, 0xe4, 0xff])}`]);
});

test('nothing is changed or listed outside', async (t) => {
  const prepare = (folder) => {
    for (const name of ['app', 'app/config', 'secret']) mkdirSync(join(folder, name));
    for (const name of ['secret/file', 'app/file']) writeFileSync(join(folder, name), name);
    for (const [target, name] of [['../secret', 'out'], ['../nowhere', 'out-to-nowhere'], ['config', 'in'], ['../secret/file', 'config/out'], ['nowhere', 'dangling']]) {
      symlinkSync(target, join(folder, 'app', name));
    }
    symlinkSync('.', join(folder, 'app/config/itself'));
  };
  const app = (request) => ({ ...request, root: 'app' });
  const { files } = await expect(t, [
    [app(write('out/file', '')), outside],
    [app(write('out/new/file', '')), outside],
    [app(write('out-to-nowhere/file', '')), noFolder],
    [app(write('config/out', '')), notRegular('a symbolic link')],
    [app(rename('file', 'out/file')), outside],
    [app(rename('out/file', 'file')), outside],
    [app(remove('out/file')), outside],
    [app(list('out')), outside],
    [app(list('out-to-nowhere')), notRegular('a symbolic link that leads nowhere')],
    [app(list('dangling')), notRegular('a symbolic link that leads nowhere')],
    [app(write('in/new', 'n', 'out/file')), yes],
    [app(list('in')), names('in/new')],
    [app(list('.')), names('config/new', 'file')],
    [app(remove('config/out')), yes],
    [app(remove('out')), yes],
  ], { prepare });
  assert.deepEqual(files.filter((line) => /secret|new|out/.test(line)), ['app/config/new 644 n', 'app/out-to-nowhere -> ../nowhere', 'secret/', 'secret/file 644 secret/file']);
});

test('files are listed in the order of their bytes', async (t) => {
  const prepare = (folder) => {
    for (const name of ['a', 'a/b', 'a/b/.git', '.git', 'empty']) mkdirSync(join(folder, name));
    for (const name of ['a/z.rs', 'a/b/y.rs', 'a.rs', 'a/b/x.md', 'a/\uffff', 'a/\u{1f512}', 'a/.gitignore', '.git/HEAD', 'a/b/.git/HEAD']) {
      writeFileSync(join(folder, name), '');
    }
    symlinkSync('z.rs', join(folder, 'a/link.rs'));
  };
  const all = ['a.rs', 'a/.gitignore', 'a/b/x.md', 'a/b/y.rs', 'a/z.rs', 'a/\uffff', 'a/\u{1f512}'];
  const pairs = [
    [list('.', [], 7), names(...all)],
    [list('', [], 6), tooLarge(7)],
    [list('./a//b/'), names('a/b/x.md', 'a/b/y.rs')],
    [list('a', ['.rs', '.md'], 3), names('a/b/x.md', 'a/b/y.rs', 'a/z.rs')],
    [list('empty', [], 0), names()],
    [list('a.rs'), notRegular('a file')],
    [list('nowhere'), missing],
    [list('a.rs/below'), missing],
    [{ ...list('.'), root: 'nowhere' }, missing],
  ];
  await expect(t, pairs, { prepare });
  const strange = (folder) => {
    prepare(folder);
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'a')), Buffer.from([0x2f, 0xff, 0x0a, 0x27, 0xc3])]), '');
  };
  await expect(t, [[list('a', ['.rs']), names('a/b/y.rs', 'a/z.rs')], [list('a'), failed("the name of a file is not UTF-8: `a/\\xff\\n\\'\\xc3`")]], { prepare: strange });
});

test('a file that could not be written whole is removed', { skip: process.platform === 'win32' }, async (t) => {
  // The most that a file may grow to is one block, and the signal that says so is off.
  const wrapped = 'trap "" XFSZ; ulimit -f 1; exec "$@"';
  const prepare = (folder) => writeFileSync(join(folder, 'there'), 'old');
  const large = 'x'.repeat(10_000);
  const pairs = [[write('new', large), failed('the file is too large')], [write('there', large), failed('the file is too large')], [write('small', 's'), yes]];
  const { files } = await expect(t, pairs, { prepare, wrapped });
  assert.deepEqual(files, ['small 644 s']);
});

/** A repository with one commit. */
function repository(folder) {
  writeFileSync(join(folder, 'file'), 'one\n');
  for (const words of [['init', '--quiet', '--initial-branch', 'main'], ['add', 'file'], ['commit', '--quiet', '--message', 'one']]) prepareGit(folder, words);
}

function prepareGit(cwd, words, input = '') {
  const identity = ['-c', 'user.name=n', '-c', 'user.email=e@example.com'];
  const options = { cwd, input, env: { PATH, GIT_CONFIG_GLOBAL: '/dev/null' }, encoding: 'utf8' };
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...words], options);
  assert.equal(status, 0, stderr);
  return stdout;
}

test('git reads the repository of the folder', async (t) => {
  const batch = { input: 'HEAD:file\n'.repeat(20_000), limit: 1 << 26 };
  const blob = '5626abf0f72e58d7a153368ba57db4c673c0e171 blob 4\none\n\n';
  const noise = 'alias.noise=!head -c 300000 /dev/zero | tr "\\0" x >&2; echo done; exit 3';
  const pairs = [
    [git(['cat-file', 'blob', 'HEAD:file']), ran(0, 'one\n')],
    [git(['rev-parse', '--verify', 'nothing']), ran(128, '', 'fatal: Needed a single revision\n')],
    [git(['cat-file', '--batch'], batch), ran(0, blob.repeat(20_000))],
    [git(['cat-file', '--batch'], { ...batch, limit: 1000 }), tooLarge(1001)],
    [git(['cat-file', 'blob', 'HEAD:file'], { limit: 4 }), ran(0, 'one\n')],
    [git(['cat-file', 'blob', 'HEAD:file'], { limit: 3 }), tooLarge(4)],
    [git(['rev-parse', '--abbrev-ref', 'HEAD'], { input: 'x'.repeat(1 << 20) }), ran(0, 'main\n')],
    [git(['-c', noise, 'noise']), ran(3, 'done\n', 'x'.repeat(65_536))],
    [git(['-c', 'alias.ended=!kill -9 $PPID', 'ended']), ran(null)],
    [git(['a\0b']), failed('the name is not valid')],
    [git([], { root: 'no-such-folder' }), noFolder],
    [git([], { root: 'file' }), notAFolder],
  ];
  // As in a hook of another repository, and before a user who speaks another language.
  const environment = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', GIT_WORK_TREE: '/nowhere', GIT_OBJECT_DIRECTORY: '/nowhere', LANG: 'de_DE.UTF-8' };
  await expect(t, pairs, { prepare: repository, environment });
  const withoutGit = { PATH: '/nowhere' };
  await expect(t, [[git(['--version']), missing], [run('true'), failed('there is no shell')]], { prepare: repository, environment: withoutGit });
});

test('a repository starts no programs, and nothing of it is changed', async (t) => {
  const prepare = (folder) => {
    repository(folder);
    // Showing a commit with a signature starts the program that verifies it.
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n';
    const signed = prepareGit(folder, ['cat-file', 'commit', 'HEAD']).replace('\n\n', `\n${signature}`);
    prepareGit(folder, ['update-ref', 'HEAD', prepareGit(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], signed).trim()]);
    mkdirSync(join(folder, 'hooks'));
    for (const name of ['trap', 'hooks/post-index-change']) {
      writeFileSync(join(folder, name), '#!/bin/sh\ntouch "$0-sprung"\n');
      chmodSync(join(folder, name), 0o755);
    }
    const trap = join(folder, 'trap');
    const keys = ['core.fsmonitor', 'core.pager', 'pager.diff', 'diff.external', 'gpg.program', 'core.sshCommand', 'core.askPass', 'credential.helper'];
    const settings = { ...Object.fromEntries(keys.map((key) => [key, trap])), 'log.showSignature': 'true', 'core.hooksPath': join(folder, 'hooks') };
    Object.assign(settings, { 'remote.origin.url': 'ssh://localhost/repository', 'remote.origin.promisor': 'true' });
    for (const [key, value] of Object.entries(settings)) prepareGit(folder, ['config', key, value]);
    cpSync(join(folder, '.git/index'), join(folder, '.git/index-before'));
    // The same bytes at another time: the index could be brought up to date.
    utimesSync(join(folder, 'file'), 1, 1);
  };
  const requests = [
    git(['status', '--porcelain', '--', 'file']),
    run('cmp .git/index .git/index-before'),
    run('echo two > file'),
    git(['diff', '--name-status']),
    git(['log', '--format=%s']),
    git(['cat-file', 'blob', '1'.repeat(40)]),
    git(['diff']),
    git(['update-index', 'file']),
  ];
  const { replies, files } = await ask(t, requests, { prepare });
  assert.deepEqual(replies.map(({ stdout }) => stdout), ['', '', '', 'M\tfile\n', 'one\n', '', '', '']);
  assert.deepEqual(replies.map(({ exitCode }) => exitCode), [0, 0, 0, 0, 0, 128, 128, 0]);
  assert.deepEqual(files.filter((line) => line.includes('-sprung ')), []);
});

test('a command ends as it says', async (t) => {
  const pairs = [[run('echo out; exit 3'), ran(3)], [run('! read line'), ran(0)], [run('kill -9 $$'), ran(null)], [{ ...run('true'), root: 'no-such-folder' }, noFolder]];
  const { stdout } = await expect(t, pairs);
  assert.equal(stdout, 'out\n');
});

test('a command that takes too long is ended with all that it started', async (t) => {
  // The standard output that they share closes only when both have gone.
  const late = { kind: 'unanswered', reason: 'timeout', text: 'it took longer than 300 milliseconds' };
  await expect(t, [[run('sleep 600 & sleep 600', 300), late], [run('true'), ran(0)]]);
});

test('what a program writes is kept, up to a limit', async (t) => {
  const prepare = (folder) => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'sub/script'), '#!/bin/sh\necho "$PWD" | sed s:.*/::\n', { mode: 0o755 });
  };
  const environment = { TOKEN: 'secret', OTHER: 'other' };
  const named = 'echo "${TOKEN:-none} ${OTHER:-none} ${UNSET:-none}"';
  const pairs = [
    [program(['sh', '-c', 'printf "%s|" "$@"; echo warned >&2; exit 3', 'x', 'a b', '', '$HOME', "it's"]), captured(3, "a b||$HOME|it's|", 'warned\n')],
    [line('echo out && ! read line'), captured(0, 'out\n')],
    [line('kill -9 $$'), captured(null)],
    [program(['./script'], { root: 'sub' }), captured(0, 'sub\n')],
    [line(named), captured(0, 'none none none\n')],
    [line(named, { environment: ['PATH', 'TOKEN', 'UNSET'] }), captured(0, 'secret none none\n')],
    [line('head -c 1000 /dev/zero | tr "\\0" x'), captured(0, 'x'.repeat(1000))],
    [line('head -c 1001 /dev/zero | tr "\\0" x'), captured(null, 'x'.repeat(1000), '', 'output')],
    [line('yes x | tr -d "\\n" >&2'), captured(null, '', 'x'.repeat(1000), 'output')],
    [program(['lockstep-has-no-such-program']), missing],
    [program(['./script'], { root: 'no-such-folder' }), noFolder],
    [program(['a\0b']), failed('the name is not valid')],
  ];
  await expect(t, pairs, { prepare, environment });
});

test('a program ends with all that it started', async (t) => {
  // Its outputs close only when nobody holds them any more, and so does the pipe.
  const pairs = [
    [line('echo begun; sleep 600 & sleep 600', { timeoutMs: 300 }), captured(null, 'begun\n', '', 'timeout')],
    [line('sleep 600 & echo left'), captured(0, 'left\n')],
  ];
  await expect(t, pairs);
});

test('a program that is ended ends the one whose outputs it keeps, too', { skip: process.platform === 'win32' }, async (t) => {
  for (const vehicle of Object.keys(vehicles)) {
    const cwd = temporaryFolder(t);
    assert.equal(spawnSync('mkfifo', [join(cwd, 'pipe')]).status, 0);
    const reader = spawn('cat', ['pipe'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
    const read = once(reader, 'close');
    const [name, options, env] = command(t, vehicle, [line('exec 3> pipe; echo started >&3; sleep 600 & sleep 600')]);
    const child = spawn(name, options, { cwd, env, stdio: 'ignore' });
    await once(reader.stdout, 'data');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'close'), [null, 'SIGTERM'], vehicle);
    assert.deepEqual(await read, [0, null], vehicle);
  }
});

test('a program that is ended ends its command first', { skip: process.platform === 'win32' }, async (t) => {
  for (const vehicle of Object.keys(vehicles)) {
    const cwd = temporaryFolder(t);
    const [program, options, env] = command(t, vehicle, [run('echo started; sleep 600 & sleep 600')]);
    const child = spawn(program, options, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    // `close` comes when nobody holds its standard output any more.
    assert.deepEqual(await once(child, 'close'), [null, 'SIGTERM'], vehicle);
  }
});

test('an answer comes with what a refusal says about itself', async (t) => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.from([
      'HTTP/1.1 403 No', 'content-type: application/json', 'X-RateLimit-Reset: 17', 'x-ratelimit-remaining: 0', 'x-ratelimit-remaining: 5',
      'retry-after: \xe4', 'Location:  /elsewhere ', 'server: s', 'content-length: 2', '', '{}',
    ].join('\r\n'), 'latin1')));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const fetch = { kind: 'fetch', method: 'GET', url: `http://127.0.0.1:${server.address().port}/`, headers: [], body: null, timeoutMs: 10_000, limit: 100 };
  const headers = [['location', '/elsewhere'], ['x-ratelimit-remaining', '0'], ['x-ratelimit-reset', '17']];
  await expect(t, [[fetch, { kind: 'answer', status: 403, contentType: 'application/json', headers, body: '{}' }]]);
});

test('one read of a terminal gives a line', { skip: !existsSync('/usr/bin/script') }, async (t) => {
  const chunk = { kind: 'read-chunk', input: '-', limit: 65_536 };
  for (const vehicle of Object.keys(vehicles)) {
    const [program, options, env] = command(t, vehicle, [chunk, chunk]);
    const line = [program, ...options].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], { cwd: temporaryFolder(t), env });
    child.stdin.write('yes\n');
    child.stdin.write('more\n');
    const output = Buffer.concat(await child.stdout.toArray()).toString();
    const replies = output.slice(output.indexOf('['), output.lastIndexOf(']') + 1);
    assert.deepEqual(JSON.parse(replies), [{ kind: 'bytes', bytes: 'yes\n' }, { kind: 'bytes', bytes: 'more\n' }], vehicle);
    child.stdin.end();
  }
});

test('an engine takes replies in their form only', (t) => {
  const { loadEngine } = createRequire(import.meta.url)('../../npm/lockstep/lib/engines.cjs');
  t.after(() => delete process.env.LOCKSTEP_ENGINE);
  const body = new Uint8Array();
  for (const engine of ['native', 'wasm']) {
    process.env.LOCKSTEP_ENGINE = engine;
    const { Session } = loadEngine('program').functions;
    const session = new Session({ arguments: ['check', '--color', 'never'], stdoutIsTerminal: false, stderrIsTerminal: false, threads: 0 });
    session.resume([]);
    for (const headers of [[['location']], [['location', 'a', 'b']]]) {
      assert.throws(() => session.resume([{ kind: 'answer', status: 200, headers, body }]), /headers of a name and a value/, engine);
    }
    const bored = { kind: 'captured', exitCode: null, stopped: 'bored', stdout: body, stderr: body, durationMs: 1 };
    assert.throws(() => session.resume([bored]), /stopped for a reason that the program knows/, engine);
    assert.throws(() => session.resume([{ kind: 'went' }]), /of a kind that the program knows/, engine);
  }
});
