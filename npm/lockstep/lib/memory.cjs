'use strict';
// The program over files in memory: no disk, no network, no clock, no environment but what the caller gives.
// npm/build.mjs wraps this file for browsers as lib/memory.js, so it requires nothing.

const encoder = new TextEncoder();

const yes = { kind: 'yes' };
const no = { kind: 'no' };
const missing = { kind: 'missing' };
const outside = { kind: 'outside' };
const folder = { kind: 'not-regular', text: 'a folder' };

/** The path of `name` below `root`, without `.` and `..`; undefined where it leads out of the working directory. */
function joined(root, name) {
  const parts = [];
  for (const part of `${root}/${name}`.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (!['', '.', '..'].includes(part)) parts.push(part);
  }
  return parts.join('/');
}

/** Whether a path leads out of a folder; both as `joined` gives them. */
function leavesFolder(path, folderPath) {
  return path === undefined || folderPath === undefined || !(folderPath === '' || path === folderPath || path.startsWith(`${folderPath}/`));
}

/** By the bytes of their UTF-8, which are in the order of code points. */
function byBytes(left, right) {
  const a = encoder.encode(left);
  const b = encoder.encode(right);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

/** A host whose disk is a `Map` from path to bytes, which it changes. */
class MemoryHost {
  #files;
  #environment;
  #today;
  #offsets = new Map();
  stdout = '';
  stderr = '';

  constructor(files, environment, today) {
    this.#files = files;
    this.#environment = environment;
    this.#today = today;
  }

  answer(request) {
    // What needs a process or a connection is what a machine without them says.
    return this[request.kind]?.(request) ?? { kind: 'failed', text: 'there is nothing of the kind in memory' };
  }

  #isFolder(path) {
    if (path === '') return true;
    for (const name of this.#files.keys()) if (name.startsWith(`${path}/`)) return true;
    return false;
  }

  /** The path that a request means, or the reply where there is none. */
  #place({ root, path }) {
    const found = joined(root, path);
    return leavesFolder(found, joined(root, '.')) ? { reply: outside } : { path: found };
  }

  'read-file'(request) {
    const { path, reply } = this.#place(request);
    if (reply !== undefined) return reply;
    const bytes = this.#files.get(path);
    if (bytes === undefined) return this.#isFolder(path) ? folder : missing;
    return bytes.length > request.limit ? { kind: 'too-large', size: bytes.length } : { kind: 'bytes', bytes };
  }

  'list-files'({ root, folder: name, endings, limit }) {
    const { path, reply } = this.#place({ root, path: name });
    if (reply !== undefined) return reply;
    if (this.#files.has(path)) return { kind: 'not-regular', text: 'a file' };
    if (!this.#isFolder(path)) return missing;
    const base = joined(root, '.');
    const prefix = path === '' ? '' : `${path}/`;
    const names = [...this.#files.keys()]
      .filter((file) => file.startsWith(prefix) && !file.slice(prefix.length).split('/').includes('.git'))
      .map((file) => (base === '' ? file : file.slice(base.length + 1)))
      .filter((file) => endings.length === 0 || endings.some((ending) => file.endsWith(ending)));
    return names.length > limit ? { kind: 'too-large', size: names.length } : { kind: 'names', names: names.sort(byBytes) };
  }

  'write-file'(request) {
    const { path, reply } = this.#place(request);
    if (reply !== undefined) return reply;
    if (this.#isFolder(path)) return folder;
    this.#files.set(path, Uint8Array.from(request.bytes, (character) => character.charCodeAt(0)));
    return yes;
  }

  rename({ root, from, to }) {
    const moved = this.#place({ root, path: from });
    const place = this.#place({ root, path: to });
    if (moved.reply !== undefined || place.reply !== undefined) return outside;
    const bytes = this.#files.get(moved.path);
    if (bytes === undefined) return missing;
    this.#files.delete(moved.path);
    this.#files.set(place.path, bytes);
    return yes;
  }

  remove(request) {
    const { path, reply } = this.#place(request);
    return reply ?? (this.#files.delete(path) ? yes : missing);
  }

  'append-file'({ path, text }) {
    const place = joined('.', path);
    if (place === undefined) return { kind: 'failed', text: 'it lies outside' };
    const before = this.#files.get(place) ?? new Uint8Array();
    const added = encoder.encode(text);
    const whole = new Uint8Array(before.length + added.length);
    whole.set(before);
    whole.set(added, before.length);
    this.#files.set(place, whole);
    return yes;
  }

  'folder-exists'({ path }) {
    const place = joined('.', path);
    return place !== undefined && !this.#files.has(place) && this.#isFolder(place) ? yes : no;
  }

  'read-chunk'({ input, limit }) {
    if (input === '-') return { kind: 'bytes', bytes: new Uint8Array() };
    const path = joined('.', input);
    const bytes = path === undefined ? undefined : this.#files.get(path);
    if (bytes === undefined) return path !== undefined && this.#isFolder(path) ? folder : missing;
    const start = this.#offsets.get(path) ?? 0;
    this.#offsets.set(path, start + limit);
    return { kind: 'bytes', bytes: bytes.subarray(start, start + limit) };
  }

  'read-standard-input'() {
    return { kind: 'bytes', bytes: new Uint8Array() };
  }

  'standard-input-is-terminal'() {
    return no;
  }

  environment({ name }) {
    const text = this.#environment[name];
    return text === undefined ? missing : { kind: 'text', text };
  }

  today() {
    return this.#today === undefined ? { kind: 'failed', text: 'there is no clock' } : { kind: 'text', text: this.#today };
  }

  git() {
    return missing;
  }

  'run-program'() {
    return missing;
  }

  'run-command'() {
    return { kind: 'failed', text: 'there is no shell' };
  }

  fetch() {
    return { kind: 'unanswered', reason: 'connect', text: 'there is no network' };
  }

  write({ text }) {
    this.stdout += text;
    return yes;
  }

  'show-progress'({ text }) {
    this.stderr += text;
    return yes;
  }
}

/** The function of an engine's session: one run, which changes `files`, a `Map` from path to bytes. */
function programFunctions({ Session }) {
  return {
    run(words, files, environment, today) {
      const host = new MemoryHost(files, environment, today);
      const session = new Session({ arguments: words, stdoutIsTerminal: false, stderrIsTerminal: false, threads: 0 });
      for (let replies = []; ; ) {
        const step = session.resume(replies);
        if (step.done) return { exitCode: step.exitCode, stdout: host.stdout + step.stdout, stderr: host.stderr + step.stderr };
        replies = step.requests.map((request) => host.answer(request));
      }
    },
  };
}

module.exports = { programFunctions };
