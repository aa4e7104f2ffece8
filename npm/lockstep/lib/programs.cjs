'use strict';
// Running git, and commands that the user or the configuration declared; loaded only when that is asked for.

const { spawn, spawnSync } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');
const { isAbsolute, join } = require('node:path');

/** The most bytes of standard error that are kept. */
const MESSAGE_LIMIT = 64 * 1024;
/** What a timer can count to. */
const LONGEST = 2 ** 31 - 1;

/** What comes before git's arguments and what the environment says, as in cli/src/native/git.rs, which has the reasons. */
const OPTIONS = [
  ...['--no-pager', '--no-optional-locks', '--no-replace-objects'],
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'diff.external='].flatMap((setting) => ['-c', setting]),
];
const SETTINGS = { LC_ALL: 'C', GIT_PAGER: 'cat', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };
const STAYS = /^(?!GIT_)|^GIT_(CONFIG_.*|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/s;

/** On Windows, Node looks for a program in the folder where it is started first, and a repository could hold one. */
function located(program) {
  if (process.platform !== 'win32') return program;
  const folders = (process.env.PATH ?? '').split(';').filter(isAbsolute);
  const found = folders.map((folder) => join(folder, `${program}.exe`)).find(existsSync);
  if (found === undefined) throw Object.assign(new Error(program), { code: 'ENOENT' });
  return found;
}

/** Why a program was not started in a folder; `missing` where there is no such program. */
function unstarted(error, root, { words }) {
  try {
    statSync(root);
  } catch (folder) {
    return { kind: 'failed', text: words(folder) };
  }
  return error.code === 'ENOENT' ? { kind: 'missing' } : { kind: 'failed', text: words(error) };
}

/** Starts a program and calls back once with what `ended` makes of its exit code, or with why it was not started. */
function start(program, words, options, host, ended, callback) {
  let child;
  try {
    child = spawn(located(program), words, options);
  } catch (error) {
    // Not before the caller has returned: many of them must not pile up on the stack.
    setImmediate(() => callback(unstarted(error, options.cwd, host)));
    return undefined;
  }
  let failure;
  child.on('error', (error) => (failure ??= unstarted(error, options.cwd, host)));
  child.on('close', (exitCode) => callback(failure ?? ended(exitCode < 0 ? null : exitCode)));
  return child;
}

/** Runs git to its end. */
function git({ root, arguments: given, input, limit }, host, callback) {
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => STAYS.test(name))), ...SETTINGS };
  const output = [];
  const message = [];
  let size = 0;
  let told = 0;
  const ended = (exitCode) => {
    if (size > limit) return { kind: 'too-large', size: limit + 1 };
    const stderr = Buffer.concat(message).subarray(0, MESSAGE_LIMIT);
    return { kind: 'ran', exitCode, stdout: Buffer.concat(output, size), stderr };
  };
  const child = start('git', [...OPTIONS, ...given], { cwd: root, env, windowsHide: true }, host, ended, callback);
  child?.stdout.on('data', (chunk) => {
    size += chunk.length;
    if (size > limit) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child?.stderr.on('data', (chunk) => {
    if (told < MESSAGE_LIMIT) message.push(chunk);
    told += chunk.length;
  });
  // One that does not read its input closes it early.
  child?.stdin.on('error', () => {}).end(input);
}

/** The shell with a command line, in a process group of its own where there are such. */
function shell(command, options, ...rest) {
  if (process.platform !== 'win32') return start('sh', ['-c', command], { ...options, detached: true }, ...rest);
  // Quotes in the line are the shell's own.
  return start('cmd', ['/d', '/s', '/c', `"${command}"`], { ...options, windowsVerbatimArguments: true }, ...rest);
}

/** Ends a command with all that it started. */
function end(child) {
  try {
    if (process.platform === 'win32') spawnSync(located('taskkill'), ['/t', '/f', '/pid', String(child.pid)], { stdio: 'ignore' });
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/** Runs a command line in a folder to its end, or ends it after a time with all that it started. */
function run({ root, command, timeoutMs }, host, callback) {
  let late = false;
  let received;
  // The signals that would end this program do not reach a process group of its own.
  const follow = (signal) => {
    received = signal;
    end(child);
  };
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, follow);
  const timer = setTimeout(() => {
    late = true;
    end(child);
  }, Math.min(timeoutMs, LONGEST));
  const ended = (exitCode) => {
    if (!late) return { kind: 'ran', exitCode, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
    return { kind: 'unanswered', reason: 'timeout', text: `it took longer than ${timeoutMs} milliseconds` };
  };
  const child = shell(command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }, host, ended, (reply) => {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, follow);
    if (received !== undefined) process.kill(process.pid, received);
    else callback(reply.kind === 'missing' ? { kind: 'failed', text: 'there is no shell' } : reply);
  });
}

/** How long outputs are read on when the program has ended: only what has left its process group can hold them open. */
const GRACE = 1000;

/** The bytes of an output up to a limit. */
class Output {
  chunks = [];
  size = 0;

  constructor(stream, limit, over) {
    stream?.on('data', (chunk) => {
      this.chunks.push(chunk.subarray(0, limit - this.size));
      this.size += chunk.length;
      if (this.size <= limit) return;
      this.size = limit;
      over();
    });
  }

  get bytes() {
    return Buffer.concat(this.chunks);
  }
}

/** Runs a program to its end, or ends it with all that it started, and keeps what it writes. */
function capture({ root, words, shell: isShell, environment, timeoutMs, limit }, host, callback) {
  let stopped = null;
  let received;
  let code = null;
  const begin = process.hrtime.bigint();
  const stop = (why) => {
    stopped ??= why;
    end(child);
  };
  const follow = (signal) => {
    received = signal;
    end(child);
  };
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, follow);
  const timer = setTimeout(() => stop('timeout'), Math.min(timeoutMs, LONGEST));
  const env = Object.fromEntries(environment.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]));
  const options = { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true };
  let outputs = [];
  const ended = () => {
    const durationMs = Number((process.hrtime.bigint() - begin) / 1_000_000n);
    const [stdout, stderr] = outputs.map(({ bytes }) => bytes);
    return { kind: 'captured', exitCode: stopped === null && code >= 0 ? code : null, stopped, stdout, stderr, durationMs };
  };
  const settle = (reply) => {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, follow);
    if (received !== undefined) process.kill(process.pid, received);
    else callback(reply);
  };
  const detached = process.platform !== 'win32';
  const child = isShell ? shell(words[0], options, host, ended, settle) : start(words[0], words.slice(1), { ...options, detached }, host, ended, settle);
  outputs = [child?.stdout, child?.stderr].map((stream) => new Output(stream, limit, () => stop('output')));
  child?.on('exit', (exitCode) => {
    code = exitCode;
    // What is left of its process group ends with it, and lets go of the outputs.
    end(child);
    const streams = [child.stdout, child.stderr];
    setTimeout(() => streams.forEach((stream) => stream.destroy()), GRACE).unref();
  });
}

module.exports = { capture, git, run };
