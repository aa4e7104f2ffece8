'use strict';
// The library over an engine: arguments are checked here, everything else happens in the engine.
// npm/build.mjs wraps this file for browsers as lib/library.js, so it requires nothing.

/** What every error of this package is. */
class LockstepError extends Error {
  // A literal, since a minifier renames classes.
  get name() {
    return 'LockstepError';
  }
}

/** An argument is wrong; nothing was judged. */
class LockstepArgumentError extends LockstepError {
  get name() {
    return 'LockstepArgumentError';
  }

  constructor(argument, reason) {
    super(`${argument} ${reason}`);
    this.code = 'LOCKSTEP_ARGUMENT';
    this.argument = argument;
  }
}

/** The policy that was given cannot be used. */
class LockstepPolicyError extends LockstepError {
  get name() {
    return 'LockstepPolicyError';
  }

  constructor(reason, line, column) {
    super(`the policy cannot be used: line ${line}, column ${column}: ${reason}`);
    this.code = 'LOCKSTEP_POLICY';
    this.line = line;
    this.column = column;
  }
}

/** No engine could be loaded, or the engine failed. */
class LockstepEngineError extends LockstepError {
  get name() {
    return 'LockstepEngineError';
  }

  constructor(message, options) {
    super(message, options);
    this.code = 'LOCKSTEP_ENGINE';
  }
}

const encoder = new TextEncoder();
const kinds = ['pin', 'matrix', 'manifest'];
const keys = new Set([...kinds, 'today', 'policy']);

const documentKeys = new Set(['name', 'content']);
const optionKeys = new Set(['color']);

/** Refuses keys that would be ignored: most of them are slips of the pen. */
function only(known, argument, given) {
  for (const key in given) {
    if (!known.has(key)) throw new LockstepArgumentError(`${argument}.${key}`, 'is nothing that lockstep knows');
  }
}

function options(given) {
  if (typeof given !== 'object' || given === null) throw new LockstepArgumentError('options', 'must be an object');
  only(optionKeys, 'options', given);
  const { color = false } = given;
  if (typeof color !== 'boolean') throw new LockstepArgumentError('options.color', 'must be true or false');
  return { color };
}

/** Not `instanceof`: bytes made in another realm, as in test runners, are bytes too. */
function isBytes(value) {
  return ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Uint8Array';
}

function isShared({ buffer }) {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}

function isWellFormed(text) {
  return typeof text.isWellFormed === 'function' ? text.isWellFormed() : !/\p{Surrogate}/u.test(text);
}

function bytes(argument, value) {
  if (typeof value === 'string') {
    // Encoding would put U+FFFD in its place without a word: the bytes judged would not be those meant.
    if (!isWellFormed(value)) throw new LockstepArgumentError(argument, 'holds a lone surrogate, which no bytes stand for');
    return encoder.encode(value);
  }
  if (!isBytes(value)) return undefined;
  try {
    // Throws where the bytes are gone: a buffer that was transferred, or one that shrank.
    value.subarray(0, 0).slice();
    return isShared(value) ? value.slice() : value;
  } catch {
    throw new LockstepArgumentError(argument, 'is detached from its bytes');
  }
}

function content(argument, value) {
  if (value === null) return null;
  const read = bytes(argument, value);
  if (read === undefined) {
    throw new LockstepArgumentError(argument, 'must be a string, a Uint8Array, or null where the document is missing');
  }
  return read;
}

function document(kind, value) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return { name: undefined, content: content(kind, value) };
  only(documentKeys, kind, value);
  if (value.name !== undefined) text(`${kind}.name`, value.name);
  return { name: value.name, content: content(`${kind}.content`, value.content) };
}

function text(argument, value) {
  if (typeof value !== 'string') throw new LockstepArgumentError(argument, 'must be a string');
  if (!isWellFormed(value)) throw new LockstepArgumentError(argument, 'holds a lone surrogate, which no bytes stand for');
  return value;
}

function input(given) {
  if (typeof given !== 'object' || given === null) {
    throw new LockstepArgumentError('input', 'must be an object with the documents pin, matrix and manifest');
  }
  only(keys, 'input', given);
  const { pin, matrix, manifest, today, policy } = given;
  const rules = policy === undefined ? undefined : bytes('policy', policy);
  if (policy !== undefined && rules === undefined) throw new LockstepArgumentError('policy', 'must be a string or a Uint8Array');
  return {
    pin: document('pin', pin),
    matrix: document('matrix', matrix),
    manifest: document('manifest', manifest),
    today: today === undefined ? undefined : text('today', today),
    policy: rules,
  };
}

/** The library's functions; `loaded` gives the engine or throws a `LockstepEngineError`. */
function createLibrary(loaded) {
  function call(name, ...values) {
    const engine = loaded();
    try {
      return engine.functions[name](...values);
    } catch (error) {
      if (error?.code === 'LOCKSTEP_ARGUMENT') throw new LockstepArgumentError(error.argument, error.message);
      if (error?.code === 'LOCKSTEP_POLICY') throw new LockstepPolicyError(error.message, error.line, error.column);
      engine.functions = engine.renew();
      throw new LockstepEngineError('the engine failed: this is a fault in lockstep itself, please report it', { cause: error });
    }
  }

  return {
    check: (given) => call('check', input(given)),
    render(given, format = 'human', how = {}) {
      if (format !== 'human' && format !== 'json') throw new LockstepArgumentError('format', 'must be `human` or `json`');
      return call('render', input(given), format, options(how).color);
    },
    rules: () => call('rules'),
    explain: (id) => call('explain', text('id', id)),
    policy: () => call('policy'),
    version: () => call('version'),
    engine: () => loaded().kind,
  };
}

module.exports = { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError, createLibrary };
