'use strict';
// Listing and changing files below a folder; loaded only when that is asked for.

const { isUtf8 } = require('node:buffer');
const fs = require('node:fs');
const { basename, dirname, join, sep } = require('node:path');

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants;
/** Bytes that have a short form of their own where a name is shown. */
const SHORT = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 39: "\\'", 92: '\\\\' };

/** What `lib/files.cjs` asks of the host: `words` and `failed` for errors, `describe`, and `resolved` for a root. */
let host;

class Outside extends Error {}

/** Where a path below a folder leads, all links followed. */
function within(root, path) {
  const folder = host.resolved(root);
  const found = fs.realpathSync.native(join(folder, path));
  if (!found.startsWith(folder.endsWith(sep) ? folder : folder + sep) && found !== folder) throw new Outside();
  return found;
}

/** The folder at a path; with `make`, made where it lacks. */
function folderAt(root, path, make) {
  try {
    return within(root, path);
  } catch (error) {
    if (!make || error.code !== 'ENOENT' || path === '.') throw error;
  }
  const above = folderAt(root, dirname(path), true);
  try {
    fs.mkdirSync(join(above, basename(path)));
    sync(above);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return within(root, path);
}

/** The folder and the whole path of a name, which itself is not followed. */
function spot(root, path, make = false) {
  const name = basename(path);
  if (['', '.', '..'].includes(name)) throw Object.assign(new Error(), { code: 'EINVAL' });
  const folder = folderAt(root, dirname(path), make);
  return { folder, path: join(folder, name) };
}

/** Has the names of a folder on the disk; Windows opens no folder as a file. */
function sync(folder) {
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, fs.constants.O_RDONLY);
  try {
    fs.fsyncSync(descriptor);
  } catch (error) {
    // Some file systems have no such thing.
    if (error.code !== 'EINVAL') throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

const found = (path) => fs.lstatSync(path, { throwIfNoEntry: false });
const kind = (stat) => (stat.isFile() ? 'a file' : stat.isSymbolicLink() ? 'a symbolic link' : host.describe(stat));

/** The reply where something was to be found. */
const absent = (error) => (error instanceof Outside ? { kind: 'outside' } : host.failed(error));
/** The reply where something was to be put. */
const unfit = (error) => (error instanceof Outside ? { kind: 'outside' } : { kind: 'failed', text: host.words(error) });

function attempt(work, refuse) {
  try {
    return work() ?? { kind: 'yes' };
  } catch (error) {
    return refuse(error);
  }
}

function permissions(root, path) {
  try {
    const stat = fs.statSync(within(root, path));
    return stat.isFile() ? stat.mode & 0o7777 : undefined;
  } catch {
    return undefined;
  }
}

function fill(descriptor, bytes, mode) {
  fs.ftruncateSync(descriptor, 0);
  if (mode !== undefined) fs.fchmodSync(descriptor, mode);
  for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(fs.writeSync(descriptor, rest));
  fs.fsyncSync(descriptor);
}

function writeFile({ root, path, bytes, like }) {
  return attempt(() => {
    const place = spot(root, path, true);
    const stat = found(place.path);
    if (stat !== undefined && !stat.isFile()) return { kind: 'not-regular', text: kind(stat) };
    const flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | (stat === undefined ? O_CREAT | O_EXCL : 0);
    const descriptor = fs.openSync(place.path, flags, 0o666);
    try {
      try {
        fill(descriptor, Buffer.from(bytes, 'latin1'), like ? permissions(root, like) : undefined);
      } finally {
        fs.closeSync(descriptor);
      }
      sync(place.folder);
    } catch (error) {
      // The first failure is the one to tell; half a file must not pass for a whole one.
      attempt(() => fs.unlinkSync(place.path), unfit);
      throw error;
    }
  }, unfit);
}

function rename({ root, from, to }) {
  let moved;
  try {
    moved = spot(root, from);
  } catch (error) {
    return absent(error);
  }
  return attempt(() => {
    const place = spot(root, to);
    if (found(moved.path) === undefined) return { kind: 'missing' };
    const stat = found(place.path);
    if (stat?.isSymbolicLink()) return { kind: 'not-regular', text: kind(stat) };
    fs.renameSync(moved.path, place.path);
    sync(place.folder);
    sync(moved.folder);
  }, unfit);
}

function remove({ root, path }) {
  let place;
  try {
    place = spot(root, path);
  } catch (error) {
    return absent(error);
  }
  return attempt(() => {
    const stat = found(place.path);
    if (stat === undefined) return { kind: 'missing' };
    if (stat.isDirectory()) fs.rmdirSync(place.path);
    else fs.unlinkSync(place.path);
    sync(place.folder);
  }, unfit);
}

function appendFile({ path, text }) {
  return attempt(() => {
    // A pipe must be recognised before it is opened: opening it would wait for a reader.
    const stat = fs.statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isFile()) return { kind: 'not-regular', text: kind(stat) };
    fs.appendFileSync(path, text);
  }, unfit);
}

function listFiles({ root, folder, endings, limit }) {
  let start;
  try {
    start = within(root, folder);
  } catch (error) {
    const reply = absent(error);
    const dangling = reply.kind === 'missing' && found(join(root, folder))?.isSymbolicLink();
    return dangling ? { kind: 'not-regular', text: 'a symbolic link that leads nowhere' } : reply;
  }
  return attempt(() => {
    const stat = fs.statSync(start);
    if (!stat.isDirectory()) return { kind: 'not-regular', text: kind(stat) };
    // As the caller calls them, whatever links were followed to the folder.
    const prefix = folder.split('/').filter((part) => part !== '' && part !== '.').join('/');
    const names = walk(Buffer.from(start), Buffer.from(prefix), endings.map((ending) => Buffer.from(ending)), limit);
    return names.length > limit ? { kind: 'too-large', size: names.length } : inOrder(names);
  }, unfit);
}

/** The names of files as bytes, of at most one more than the limit. */
function walk(folder, prefix, endings, limit) {
  const names = [];
  const below = (path, name) => Buffer.concat(path.length === 0 ? [name] : [path, Buffer.from('/'), name]);
  for (const folders = [[folder, prefix]]; folders.length > 0; ) {
    const [folder, prefix] = folders.pop();
    for (const entry of entries(folder)) {
      if (entry.name.equals(Buffer.from('.git'))) continue;
      const path = below(prefix, entry.name);
      if (entry.isDirectory()) folders.push([below(folder, entry.name), path]);
      else if (entry.isFile() && (endings.length === 0 || endings.some((ending) => path.subarray(-ending.length || path.length).equals(ending)))) {
        names.push(path);
        if (names.length > limit) return names;
      }
    }
  }
  return names;
}

function entries(folder) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    // It was removed since its name was read.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  }
}

function inOrder(names) {
  names.sort(Buffer.compare);
  const strange = names.find((name) => !isUtf8(name));
  if (strange === undefined) return { kind: 'names', names: names.map(String) };
  const shown = Array.from(strange, (byte) => SHORT[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`));
  return { kind: 'failed', text: `the name of a file is not UTF-8: \`${shown.join('')}\`` };
}

const answers = { 'list-files': listFiles, 'write-file': writeFile, rename, remove, 'append-file': appendFile };

/** Fulfils one request. */
function answer(request, asking) {
  host = asking;
  return answers[request.kind](request);
}

module.exports = { answer };
