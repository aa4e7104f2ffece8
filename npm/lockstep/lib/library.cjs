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
/** Keeps a byte order mark: it is part of what is judged. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const kinds = ['pin', 'matrix', 'manifest'];
const keys = new Set([...kinds, 'today', 'policy']);

const documentKeys = new Set(['name', 'content']);
const optionKeys = new Set(['color']);
const runKeys = new Set(['files', 'environment', 'today', 'stdin']);
const describeKeys = new Set(['answer']);
const classifierKeys = new Set(['policy', 'contract']);
const preflightKeys = new Set(['pin', 'policy', 'environment', 'exchanges']);
const enrichmentKeys = new Set([...preflightKeys, 'question', 'notes', 'error']);

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
    Uint8Array.prototype.slice.call(value, 0, 0);
    // Not `slice`, which for a Buffer is no copy.
    return isShared(value) ? new Uint8Array(value) : value;
  } catch {
    throw new LockstepArgumentError(argument, 'is detached from its bytes');
  }
}

/** The bytes of what is given. */
function required(argument, value) {
  const read = bytes(argument, value);
  if (read === undefined) throw new LockstepArgumentError(argument, 'must be a string or a Uint8Array');
  return read;
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
  return {
    pin: document('pin', pin),
    matrix: document('matrix', matrix),
    manifest: document('manifest', manifest),
    today: today === undefined ? undefined : text('today', today),
    policy: policy === undefined ? undefined : required('policy', policy),
  };
}

/** A record's entries, each value checked. */
function entries(argument, given, check) {
  // A list or a `Map` has no such entries: it would pass for an empty record.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) throw new LockstepArgumentError(argument, 'must be a plain object');
  return Object.entries(given).map(([key, value]) => [text(`a key of ${argument}`, key), check(`${argument}[${JSON.stringify(key)}]`, value)]);
}

/** An error of the engine's as callers get it; after a failure the engine is a new one. */
function typed(error, engine) {
  if (error?.code === 'LOCKSTEP_ARGUMENT') return new LockstepArgumentError(error.argument, error.message);
  if (error?.code === 'LOCKSTEP_POLICY') return new LockstepPolicyError(error.message, error.line, error.column);
  engine.functions = engine.renew();
  return new LockstepEngineError('the engine failed: this is a fault in lockstep itself, please report it', { cause: error });
}

/** What calls an engine's functions by name. */
function caller(loaded) {
  return (name, ...values) => {
    const engine = loaded();
    try {
      return engine.functions[name](...values);
    } catch (error) {
      throw typed(error, engine);
    }
  };
}

const answers = new Set(['any', 'health', 'readiness', 'schema-version']);

function isStatus(status) {
  // A number of 16 bits: everything else, and every other type, is changed by the operation.
  return (status & 0xffff) === status;
}

/** Refuses what is neither a status nor a body, and gives bytes that can be judged; a text is good as it is. */
function checked(status, body) {
  if (!isStatus(status) && status !== null) throw new LockstepArgumentError('status', 'must be a whole number from 0 to 65535, or null');
  return typeof body === 'string' ? body : required('body', body);
}

/** A text with U+FFFD for every half of a surrogate pair: here, as everywhere in a body, it blocks nobody. */
function wellFormed(value) {
  return typeof value === 'string' && !isWellFormed(value) ? decoder.decode(encoder.encode(value)) : value;
}

/** A text, or bytes as the text they are in UTF-8. */
function decoded(value) {
  return isBytes(value) ? decoder.decode(bytes('input', value)) : wellFormed(value);
}

function exchange(value) {
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, body: decoded(value.body), text: wellFormed(value.text) };
}

/** The JSON text of what `preflight` and `enrichment` are given; the engine says what is wrong with it. */
function adapterInput(given, known) {
  if (typeof given !== 'object' || given === null) throw new LockstepArgumentError('input', 'must be an object');
  only(known, 'input', given);
  const { pin, policy, exchanges, question, notes, error } = given;
  const parts = {
    ...given,
    pin: decoded(pin),
    policy: decoded(policy),
    exchanges: Array.isArray(exchanges) ? exchanges.map(exchange) : exchanges,
    question: exchange(question),
    notes: wellFormed(notes),
    error: wellFormed(error),
  };
  try {
    return JSON.stringify(parts);
  } catch {
    throw new LockstepArgumentError('input', 'must hold texts and numbers only');
  }
}

/** The functions that classify; `loaded` gives the engine `classifier`. */
function createClassification(loaded) {
  const call = caller(loaded);

  class EnvelopeClassifier {
    #settings;
    #inner;
    #madeOf;

    constructor(settings) {
      this.#settings = settings;
      this.#engine();
    }

    /** The engine; after a failure it is a new one, and so is what is made of it. */
    #engine() {
      const engine = loaded();
      if (this.#madeOf !== engine.functions) {
        const { policy, contract } = this.#settings;
        try {
          this.#inner = new engine.functions.Classifier(policy, contract);
        } catch (error) {
          throw typed(error, engine);
        }
        this.#madeOf = engine.functions;
      }
      return engine;
    }

    classify(status, body) {
      // Few comparisons, as judging takes no longer than some dozens of them: bytes that are not empty are not detached,
      // and either engine copies those that are shared.
      const isPlain = typeof body === 'string' || (body instanceof Uint8Array && body.length > 0);
      const given = isPlain && (status === null || isStatus(status)) ? body : checked(status, body);
      const engine = this.#engine();
      try {
        return this.#inner.classOf(status === null ? undefined : status, given);
      } catch (error) {
        throw typed(error, engine);
      }
    }

    describe(status, body, options = {}) {
      const given = checked(status, body);
      if (typeof options !== 'object' || options === null) throw new LockstepArgumentError('options', 'must be an object');
      only(describeKeys, 'options', options);
      const { answer = 'any' } = options;
      if (!answers.has(answer)) throw new LockstepArgumentError('options.answer', 'must be `any`, `health`, `readiness` or `schema-version`');
      const engine = this.#engine();
      try {
        return this.#inner.describe(status ?? undefined, answer, given);
      } catch (error) {
        throw typed(error, engine);
      }
    }

    batch(given) {
      const lines = typeof given === 'string' ? encoder.encode(given) : required('bytes', given);
      const engine = this.#engine();
      try {
        return this.#inner.classes(lines);
      } catch (error) {
        throw typed(error, engine);
      }
    }
  }

  let classes;
  const envelopeClasses = () => (classes ??= Object.freeze(call('classNames')));

  let common;
  const embedded = () => (common ??= new EnvelopeClassifier({ policy: undefined, contract: 'overlap' }));

  return {
    classifyEnvelope: (status, body) => embedded().classify(status, body),
    describeEnvelope: (status, body, options) => embedded().describe(status, body, options),
    classifyBatch: (lines) => embedded().batch(lines),
    createClassifier(given = {}) {
      if (typeof given !== 'object' || given === null) throw new LockstepArgumentError('options', 'must be an object');
      only(classifierKeys, 'options', given);
      const { policy, contract = 'overlap' } = given;
      // A copy, since the classifier may have to be made again.
      const rules = policy === undefined ? undefined : new Uint8Array(required('policy', policy));
      return new EnvelopeClassifier({ policy: rules, contract: text('contract', contract) });
    },
    envelopeClasses,
    envelopeClassName(number) {
      const name = envelopeClasses()[number];
      if (typeof number !== 'number' || name === undefined) {
        throw new LockstepArgumentError('number', `must be a whole number from 0 to ${envelopeClasses().length - 1}`);
      }
      return name;
    },
    preflight: (given) => JSON.parse(call('preflight', adapterInput(given, preflightKeys))),
    enrichment: (given) => JSON.parse(call('enrichment', adapterInput(given, enrichmentKeys))),
  };
}

const formats = ['human', 'json', 'sarif', 'github', 'junit', 'markdown'];

/** What explains rules; `text` is that of wasm/pages.json. */
function pageFunctions(text) {
  const pages = new Map(Object.entries(JSON.parse(text)));
  return { explain: (id) => pages.get(id) ?? null };
}

/**
 * The library's functions; each argument gives what has those of documents, of envelopes, of pages and of the program, or
 * throws a `LockstepEngineError`.
 */
function createLibrary(loaded, loadedClassifier, loadedPages, loadedProgram) {
  const call = caller(loaded);
  const callPages = caller(loadedPages);
  const callProgram = caller(loadedProgram);

  return {
    check: (given) => call('check', input(given)),
    render(given, format = 'human', how = {}) {
      if (!formats.includes(format)) throw new LockstepArgumentError('format', `must be one of ${formats.join(', ')}`);
      return call('render', input(given), format, options(how).color);
    },
    runProgram(words, given = {}) {
      if (!Array.isArray(words)) throw new LockstepArgumentError('words', 'must be an array of strings');
      if (typeof given !== 'object' || given === null) throw new LockstepArgumentError('input', 'must be an object');
      only(runKeys, 'input', given);
      const { files = {}, environment = {}, today, stdin = '' } = given;
      return callProgram('run', Array.from(words, (word, index) => text(`words[${index}]`, word)), {
        files: entries('files', files, required),
        environment: entries('environment', environment, text),
        today: today === undefined ? undefined : text('today', today),
        stdin: required('stdin', stdin),
      });
    },
    rules: () => call('rules'),
    explain: (id) => callPages('explain', text('id', id)),
    policy: () => call('policy'),
    version: () => call('version'),
    engine: () => loaded().kind,
    ...createClassification(loadedClassifier),
  };
}

module.exports = { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError, createLibrary, pageFunctions };
