#!/usr/bin/env node
'use strict';
// The program under Node: its session runs in the engine, and this host fulfils what it asks for.
// What a check asks for is synchronous and needs only `fs`: starting Node is most of what it takes. The rest is loaded
// when it is asked for.

const fs = require('node:fs');
const { join, sep } = require('node:path');

const COULD_NOT_JUDGE = 2;
const CHUNK = 65536;
const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants;

let functions;

/** What went wrong, in the words that every host has in common. */
function words({ code = '', errno, message }) {
  // Node refuses a name with a NUL itself; the operating system would say EINVAL.
  const name = code.startsWith('ERR_INVALID_ARG') ? 'EINVAL' : code;
  return functions.cause(name) ?? (typeof errno === 'number' ? `operating system error ${Math.abs(errno)}` : message);
}

function failed(error) {
  return error.code === 'ENOENT' || error.code === 'ENOTDIR' ? { kind: 'missing' } : { kind: 'failed', text: words(error) };
}

function describe(stat) {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  if (stat.isSocket()) return 'a socket';
  return stat.isCharacterDevice() || stat.isBlockDevice() ? 'a device' : 'something else';
}

/** Reads to the end, but no more than `limit` bytes and one. */
function readAll(descriptor, expected, limit) {
  const chunks = [];
  let total = 0;
  // One byte more than is expected: a read that leaves it free has met the end.
  for (let room = expected + 1; total <= limit; room = CHUNK) {
    const chunk = Buffer.allocUnsafe(Math.min(room, limit - total + 1));
    const count = readSome(descriptor, chunk);
    total += count;
    chunks.push(chunk.subarray(0, count));
    if (count === 0 || (room === expected + 1 && total === expected)) break;
  }
  if (total > limit) return { kind: 'too-large', size: total };
  return { kind: 'bytes', bytes: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, total) };
}

function readSome(descriptor, chunk) {
  for (;;) {
    try {
      return fs.readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      if (error.code === 'EOF') return 0; // Windows, at the end of a pipe
      if (error.code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** A standard stream may be set not to block, by whoever shares it; waiting is all that can be done then. */
function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

/** Without O_NONBLOCK among its flags it waits for the writer of a pipe; regular files do not care. */
function open(path, flags) {
  try {
    return { descriptor: fs.openSync(path, O_RDONLY | O_NOCTTY | flags) };
  } catch (error) {
    // A socket cannot be opened, nor a folder on Windows.
    if (!['ENXIO', 'EISDIR', 'EPERM', 'EOPNOTSUPP'].includes(error.code)) throw error;
    const stat = fs.statSync(path);
    if (stat.isFile()) throw error;
    return { reply: { kind: 'not-regular', text: describe(stat) } };
  }
}

const resolvedRoots = new Map();

function resolved(root) {
  let path = resolvedRoots.get(root);
  if (path === undefined) {
    path = fs.realpathSync.native(root);
    resolvedRoots.set(root, path);
  }
  return path;
}

function readFile({ root, path, limit }) {
  const folder = resolved(root);
  let file;
  try {
    file = fs.realpathSync.native(join(folder, path));
  } catch (error) {
    const link = error.code === 'ENOENT' && fs.lstatSync(join(folder, path), { throwIfNoEntry: false })?.isSymbolicLink();
    if (link) return { kind: 'not-regular', text: 'a symbolic link that leads nowhere' };
    throw error;
  }
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep) && file !== folder) return { kind: 'outside' };
  const { descriptor, reply } = open(file, O_NONBLOCK);
  if (reply !== undefined) return reply;
  try {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile()) return { kind: 'not-regular', text: describe(stat) };
    if (stat.size > limit) return { kind: 'too-large', size: stat.size };
    return readAll(descriptor, stat.size, limit);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** The descriptors of the inputs that are open, by the names the user gave them. */
const inputs = new Map([['-', 0]]);

function readChunk({ input, limit }) {
  let descriptor = inputs.get(input);
  if (descriptor === undefined) {
    const opened = open(input, 0);
    if (opened.reply !== undefined) return opened.reply;
    descriptor = opened.descriptor;
    inputs.set(input, descriptor);
    // Where a folder can be opened, it can only not be read.
    if (fs.fstatSync(descriptor).isDirectory()) return endInput(input, { kind: 'not-regular', text: 'a folder' });
  }
  try {
    const chunk = Buffer.allocUnsafe(limit);
    const count = readSome(descriptor, chunk);
    const reply = { kind: 'bytes', bytes: chunk.subarray(0, count) };
    return count > 0 ? reply : endInput(input, reply);
  } catch (error) {
    return endInput(input, failed(error));
  }
}

function endInput(input, reply) {
  if (input !== '-') {
    fs.closeSync(inputs.get(input));
    inputs.delete(input);
  }
  return reply;
}

/**
 * The UTC date of a day counted from 1970-01-01. The first `Date` of a process reads the system's time zone and its
 * rules, which takes longer than judging. Years are taken to begin in March, so that a leap day ends one:
 * https://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
function utcDate(days) {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month < 10 ? 0 : 1);
  const digits = (value, width) => String(value).padStart(width, '0');
  return `${digits(year, 4)}-${digits(month < 10 ? month + 3 : month - 9, 2)}-${digits(day, 2)}`;
}

const answers = {
  'read-file': readFile,
  'folder-exists': ({ path }) => ({ kind: fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ? 'yes' : 'no' }),
  'read-standard-input': ({ limit }) => readAll(0, CHUNK, limit),
  environment({ name }) {
    const text = process.env[name];
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  },
  'read-chunk': readChunk,
  'standard-input-is-terminal': () => ({ kind: isTerminal(0) ? 'yes' : 'no' }),
  write: ({ text }) => ({ kind: write(1, text) ? 'yes' : 'no' }),
  'show-progress'({ text }) {
    show(text);
    return { kind: 'yes' };
  },
  today: () => ({ kind: 'text', text: utcDate(Math.floor(Date.now() / 86_400_000)) }),
};

/** What the files that are loaded later need of this one. */
const host = { words, failed, describe, resolved };

/** Effects that call back with their reply. */
const laterAnswers = {
  fetch: (request, callback) => require('../lib/fetch.cjs').fetch(request, functions, callback),
  git: (request, callback) => require('../lib/programs.cjs').git(request, host, callback),
  'run-command': (request, callback) => require('../lib/programs.cjs').run(request, host, callback),
  'run-program': (request, callback) => require('../lib/programs.cjs').capture(request, host, callback),
};

function answer(request) {
  try {
    const known = answers[request.kind];
    return known === undefined ? require('../lib/files.cjs').answer(request, host) : known(request);
  } catch (error) {
    const reply = failed(error);
    return request.kind === 'folder-exists' && reply.kind === 'missing' ? { kind: 'no' } : reply;
  }
}

/** Asking `fs` is several milliseconds quicker than loading `tty`, and settles every pipe and file. */
function isTerminal(descriptor) {
  try {
    return fs.fstatSync(descriptor).isCharacterDevice() && require('node:tty').isatty(descriptor);
  } catch {
    return false;
  }
}

/** Writes all of it, waiting for a pipe that is full; `false` where nobody reads any more. */
function write(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(fs.writeSync(descriptor, rest));
    } catch (error) {
      if (error.code === 'EPIPE' || error.code === 'EOF') return false;
      if (error.code !== 'EAGAIN') throw error;
      pause();
    }
  }
  return true;
}

/** Writes to standard error, where a failure changes nothing about the outcome. */
function show(text) {
  try {
    write(2, text);
  } catch {
    // As said.
  }
}

function complain(message) {
  show(`error: ${message}\n`);
}

/** Answers what is asked and goes on until the end, where an answer comes later from its callback. */
function advance(session, requests, replies) {
  for (;;) {
    for (const request of requests.slice(replies.length)) {
      const later = laterAnswers[request.kind];
      if (later !== undefined) {
        later(request, (reply) => guarded(() => advance(session, requests, [...replies, reply])));
        return;
      }
      replies.push(answer(request));
    }
    const step = session.resume(replies);
    // Everything is written then; without `exit` Node would take its heap apart first.
    if (step.done) process.exit(finish(step));
    requests = step.requests;
    replies = [];
  }
}

function guarded(work) {
  try {
    work();
  } catch (error) {
    complain(`this is a fault in lockstep itself, please report it: ${error.message}`);
    process.exit(COULD_NOT_JUDGE);
  }
}

function finish({ stdout, stderr, exitCode }) {
  show(stderr);
  try {
    write(1, stdout);
    return exitCode;
  } catch (error) {
    complain(`standard output could not be written: ${words(error)}`);
    return COULD_NOT_JUDGE;
  }
}

/** An error's message with those of its causes, one a line. */
function withCauses(error) {
  const lines = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) lines.push(cause.message.split('\n', 1)[0]);
  return lines.join('\n  because ');
}

/** The addon where it is in its usual place; loading the file that knows every other case takes as long as a check. */
function load() {
  const { env, platform, arch } = process;
  if (!env.LOCKSTEP_ENGINE) {
    try {
      return require(`@lockstep-contracts/engine-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`);
    } catch {
      // The loader below tries again and says why.
    }
  }
  const { loadEngine, postponeOptimising } = require('../lib/engines.cjs');
  postponeOptimising();
  return loadEngine('program').functions;
}

function main() {
  try {
    functions = load();
  } catch (error) {
    complain(`no engine of lockstep can run here: ${withCauses(error)}`);
    process.exit(COULD_NOT_JUDGE);
  }
  guarded(() => {
    const session = new functions.Session({
      arguments: process.argv.slice(2),
      stdoutIsTerminal: isTerminal(1),
      stderrIsTerminal: isTerminal(2),
      threads: 0,
    });
    advance(session, [], []);
  });
}

main();
