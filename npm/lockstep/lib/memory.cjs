'use strict';
// The program over files in memory: no disk, no network, no clock, no environment but what the caller gives.
// npm/build.mjs wraps this file for browsers as lib/memory.js, so it requires nothing.

const encoder = new TextEncoder();

const yes = { kind: 'yes' };
const no = { kind: 'no' };
const missing = { kind: 'missing' };
const notRegular = (text) => ({ kind: 'not-regular', text });
const tooLarge = (size) => ({ kind: 'too-large', size });

/** What stands above the working directory: a folder that holds nothing else and cannot be changed. */
const ABOVE = new Map();
/** The most bytes of a name, as on most disks. */
const LONGEST_NAME = 255;

/** Why a request is not fulfilled: an operating system's symbolic name, `missing` or `outside`. */
class Refusal extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** A folder is a `Map` from names to folders and to the bytes of files. */
function isFolder(node) {
  return node instanceof Map;
}

/**
 * The way that a path leads: from the folders of `way`, the last of which it begins in, to what it names.
 * `lacking` makes a folder that lacks, or throws.
 */
function follow(way, path, lacking = absent) {
  if (path.includes('\0')) throw new Refusal('EINVAL');
  for (const name of path.split('/')) {
    const folder = way.at(-1);
    if (!isFolder(folder)) throw new Refusal('ENOTDIR');
    if (name === '..') way = way.slice(0, Math.max(way.length - 1, 1));
    else if (name !== '' && name !== '.') way = [...way, held(folder, name) ?? lacking(name, way)];
  }
  return way;
}

function absent() {
  throw new Refusal('ENOENT');
}

/** What a folder holds under a name; undefined where it is nothing. */
function held(folder, name) {
  if (name.includes('\0')) throw new Refusal('EINVAL');
  const node = folder.get(name);
  if (node === undefined && encoder.encode(name).length > LONGEST_NAME) throw new Refusal('ENAMETOOLONG');
  return node;
}

/** Where nothing stands, what was sought is missing; where something was to be put, that is a failure. */
function sought(work) {
  try {
    return work();
  } catch (error) {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? new Refusal('missing') : error;
  }
}

function put(folder, name, node) {
  if (folder === ABOVE) throw new Refusal('EACCES');
  folder.set(name, node);
  return node;
}

/** The files below a folder with their paths, in no order; those in a `.git` are not among them unless `all` is said. */
function* walk(folder, prefix, all = false) {
  for (const folders = [[folder, prefix]]; folders.length > 0; ) {
    const [open, path] = folders.pop();
    for (const [name, node] of open) {
      if (name === '.git' && !all) continue;
      if (isFolder(node)) folders.push([node, `${path}${name}/`]);
      else yield [`${path}${name}`, node];
    }
  }
}

const isSurrogate = (unit) => (unit & 0xf800) === 0xd800;

/** Compares as the bytes in UTF-8 do, which come in the order of code points: what takes a surrogate pair comes last. */
function byBytes(left, right) {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

/** The operating system as a session sees it. */
class MemoryHost {
  #top;
  #environment;
  #today;
  #cause;
  #inputs;
  stdout = '';
  stderr = '';

  constructor(top, { environment, today, stdin }, cause) {
    this.#top = [ABOVE, top];
    this.#environment = new Map(environment);
    this.#today = today;
    this.#cause = cause;
    this.#inputs = new Map([['-', { bytes: stdin, offset: 0 }]]);
  }

  answer(request) {
    try {
      return this[request.kind](request);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code } = error;
      return code === 'missing' || code === 'outside' ? { kind: code } : this.#failed(code);
    }
  }

  #failed(code) {
    return { kind: 'failed', text: this.#cause(code) };
  }

  /** The way to a path as the user gave it. */
  #at(path) {
    if (path === '') throw new Refusal('ENOENT');
    return follow(path.startsWith('/') ? [ABOVE] : this.#top, path);
  }

  /** The way to a folder that paths are below. */
  #root(root) {
    const way = this.#at(root);
    if (!isFolder(way.at(-1))) throw new Refusal('ENOTDIR');
    return way;
  }

  /** What stands at a path below a root. */
  #found(root, path) {
    return sought(() => {
      const start = this.#root(root);
      const way = follow(start, path);
      if (!way.includes(start.at(-1))) throw new Refusal('outside');
      return way.at(-1);
    });
  }

  /** The folder and the name of a path below a root; with `make`, folders that lack are made. */
  #spot(root, path, make = false) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (['', '.', '..'].includes(name)) throw new Refusal('EINVAL');
    const start = this.#root(root);
    const inside = (way) => {
      if (!way.includes(start.at(-1))) throw new Refusal('outside');
      return way.at(-1);
    };
    const making = (lack, way) => put(inside(way), lack, new Map());
    const folder = inside(follow(start, path.slice(0, -name.length), make ? making : undefined));
    return { folder, name, node: held(folder, name) };
  }

  'read-file'({ root, path, limit }) {
    const node = this.#found(root, path);
    if (isFolder(node)) return notRegular('a folder');
    return node.length > limit ? tooLarge(node.length) : { kind: 'bytes', bytes: node };
  }

  'list-files'({ root, folder, endings, limit }) {
    const start = this.#found(root, folder);
    if (!isFolder(start)) return notRegular('a file');
    // As the caller calls them.
    const prefix = folder.split('/').filter((part) => part !== '' && part !== '.').map((part) => `${part}/`).join('');
    const names = [];
    for (const [path] of walk(start, prefix)) {
      if (endings.length > 0 && !endings.some((ending) => path.endsWith(ending))) continue;
      if (names.push(path) > limit) return tooLarge(names.length);
    }
    return { kind: 'names', names: names.sort(byBytes) };
  }

  'write-file'({ root, path, bytes }) {
    const { folder, name, node } = this.#spot(root, path, true);
    if (isFolder(node)) return notRegular('a folder');
    const content = new Uint8Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) content[i] = bytes.charCodeAt(i);
    put(folder, name, content);
    return yes;
  }

  rename({ root, from, to }) {
    const moved = sought(() => this.#spot(root, from));
    const place = this.#spot(root, to);
    if (moved.node === undefined) return missing;
    if (isFolder(place.node) && !isFolder(moved.node)) throw new Refusal('EISDIR');
    moved.folder.delete(moved.name);
    put(place.folder, place.name, moved.node);
    return yes;
  }

  remove({ root, path }) {
    const { folder, name, node } = sought(() => this.#spot(root, path));
    if (node === undefined) return missing;
    if (isFolder(node) && node.size > 0) throw new Refusal('ENOTEMPTY');
    folder.delete(name);
    return yes;
  }

  'append-file'({ path, text }) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const folder = this.#at(path.slice(0, path.length - name.length) || '.').at(-1);
    const before = ['', '.', '..'].includes(name) ? folder : held(folder, name) ?? new Uint8Array();
    if (isFolder(before)) return notRegular('a folder');
    const added = encoder.encode(text);
    const whole = new Uint8Array(before.length + added.length);
    whole.set(before);
    whole.set(added, before.length);
    put(folder, name, whole);
    return yes;
  }

  'folder-exists'({ path }) {
    try {
      return isFolder(sought(() => this.#at(path)).at(-1)) ? yes : no;
    } catch (error) {
      if (error.code !== 'missing') throw error;
      return no;
    }
  }

  'read-chunk'({ input, limit }) {
    let open = this.#inputs.get(input);
    if (open === undefined) {
      const node = sought(() => this.#at(input)).at(-1);
      if (isFolder(node)) return notRegular('a folder');
      open = { bytes: node, offset: 0 };
      this.#inputs.set(input, open);
    }
    const bytes = open.bytes.subarray(open.offset, open.offset + limit);
    open.offset += bytes.length;
    if (bytes.length === 0 && input !== '-') this.#inputs.delete(input);
    return { kind: 'bytes', bytes };
  }

  'read-standard-input'({ limit }) {
    const { bytes } = this['read-chunk']({ input: '-', limit: limit + 1 });
    return bytes.length > limit ? tooLarge(bytes.length) : { kind: 'bytes', bytes };
  }

  'standard-input-is-terminal'() {
    return no;
  }

  environment({ name }) {
    const text = this.#environment.get(name);
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
    return { kind: 'unanswered', reason: 'connect', text: this.#cause('ENETUNREACH') };
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

/** An argument that the caller got wrong, as an engine says it. */
function wrong(argument, reason) {
  return Object.assign(new Error(reason), { code: 'LOCKSTEP_ARGUMENT', argument });
}

/** The working directory that files make. */
function planted(files) {
  const top = new Map();
  for (const [path, bytes] of files) {
    const names = path.split('/');
    if (/[\\\0]/.test(path) || names.some((name) => ['', '.', '..'].includes(name))) {
      throw wrong(`files[${JSON.stringify(path)}]`, 'must be named by a path below the working directory, with forward slashes');
    }
    const last = names.pop();
    let folder = top;
    for (const name of names) {
      if (!folder.has(name)) folder.set(name, new Map());
      folder = folder.get(name);
      if (!isFolder(folder)) throw wrong(`files[${JSON.stringify(path)}]`, 'stands below another file');
    }
    if (folder.has(last)) throw wrong(`files[${JSON.stringify(path)}]`, 'has other files below it');
    folder.set(last, bytes);
  }
  return top;
}

function isDate(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}

/** The function of an engine's session: one run over `{ files, environment, today, stdin }`, the first two lists of pairs. */
function programFunctions({ Session, cause }) {
  return {
    run(words, given) {
      if (given.today !== undefined && !isDate(given.today)) throw wrong('today', 'must be a date like `2026-11-20`');
      const top = planted(given.files);
      const host = new MemoryHost(top, given, cause);
      const session = new Session({ arguments: words, stdoutIsTerminal: false, stderrIsTerminal: false, threads: 0 });
      let step = session.resume([]);
      while (!step.done) step = session.resume(step.requests.map((request) => host.answer(request)));
      const before = new Map(given.files);
      const after = new Map(walk(top, '', true));
      return {
        exitCode: step.exitCode,
        stdout: host.stdout + step.stdout,
        stderr: host.stderr + step.stderr,
        written: Object.fromEntries([...after].filter(([path, bytes]) => before.get(path) !== bytes).sort(([a], [b]) => byBytes(a, b))),
        removed: [...before.keys()].filter((path) => !after.has(path)).sort(byBytes),
      };
    },
  };
}

module.exports = { programFunctions };
