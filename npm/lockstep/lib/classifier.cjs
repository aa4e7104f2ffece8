'use strict';
// Classification with the same signatures over either engine. To the addon, a classifier is a number. For WebAssembly, a
// body is written into a buffer of the module's memory, and the call passes numbers only.
// npm/build.mjs wraps this file for browsers as lib/classifier.js, so it requires nothing.

const encoder = new TextEncoder();

/** How many bytes the buffer has at least. */
const ROOM = 65_536;

/** A longer text is encoded on its own: buffers with room for three bytes a code unit would stay that large. */
const LONGEST_TEXT = 20_000;

/** How many bytes of a batch are judged at a time. */
const BATCH = 262_144;

/** A module whose one function uses vectors of 128 bits. */
const vectorModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

/** Whether the module `classifier` runs here; where vectors are unknown it does not even load, and `classifier-scalar` does. */
function hasVectors() {
  return WebAssembly.validate(vectorModule);
}

/** Behind the last line end of a batch that begins at `start`; a line longer than a batch is a batch of its own. */
function batchEnd(bytes, start) {
  if (bytes.length - start <= BATCH) return bytes.length;
  const last = bytes.lastIndexOf(10, start + BATCH - 1);
  if (last >= start) return last + 1;
  const next = bytes.indexOf(10, start + BATCH);
  return next < 0 ? bytes.length : next + 1;
}

function joined(parts) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The functions of the addon. */
function addonFunctions(addon) {
  const { classOf, classOfText } = addon;
  const unused = new FinalizationRegistry(addon.releaseClassifier);
  const whole = (body) => (typeof body === 'string' ? encoder.encode(body) : body);

  class Classifier {
    #number;

    constructor(policy, contract) {
      this.#number = addon.createClassifier(policy, contract);
      unused.register(this, this.#number);
    }

    classOf(status, body) {
      const known = status === undefined ? -1 : status;
      if (typeof body === 'string' && body.length <= LONGEST_TEXT) return classOfText(this.#number, known, body);
      const bytes = whole(body);
      // Shared bytes may change while they are judged: the addon leaves them alone and gives nothing.
      return classOf(this.#number, known, bytes) ?? classOf(this.#number, known, new Uint8Array(bytes));
    }

    classes(bytes) {
      return addon.classes(this.#number, bytes);
    }

    describe(status, answer, body) {
      return addon.describe(this.#number, status ?? -1, answer, whole(body));
    }
  }

  return { Classifier, classNames: addon.classNames, preflight: addon.preflight, enrichment: addon.enrichment };
}

/** The functions of a fresh instance of `module`. */
function moduleFunctions(createBindings, module) {
  const bindings = createBindings();
  const { memory } = bindings.initSync({ module });

  class Classifier {
    #inner;
    #buffer = new Uint8Array();

    constructor(policy, contract) {
      this.#inner = new bindings.Classifier(policy, contract);
    }

    /** The buffer with room for more than `length` bytes: one whose memory has grown is detached, has none and is made anew. */
    #room(length) {
      if (this.#buffer.length <= length) {
        const room = Math.max(length + 1, ROOM);
        const address = this.#inner.scratch(room);
        this.#buffer = new Uint8Array(memory.buffer, address, room);
      }
      return this.#buffer;
    }

    /** Writes a body into the buffer and returns its length in bytes. */
    #write(body) {
      if (typeof body === 'string') {
        if (body.length <= LONGEST_TEXT) return encoder.encodeInto(body, this.#room(3 * body.length)).written;
        body = encoder.encode(body);
      }
      // Read once: shared bytes may grow meanwhile.
      const { length } = body;
      this.#room(length).set(body);
      return length;
    }

    classOf(status, body) {
      return this.#inner.classOf(status, this.#write(body));
    }

    classes(bytes) {
      const parts = [];
      for (let start = 0, end; start < bytes.length; start = end) {
        end = batchEnd(bytes, start);
        parts.push(this.#inner.classes(this.#write(bytes.subarray(start, end))));
      }
      return joined(parts);
    }

    describe(status, answer, body) {
      return this.#inner.describe(status, answer, this.#write(body));
    }
  }

  return { Classifier, classNames: bindings.classNames, preflight: bindings.preflight, enrichment: bindings.enrichment };
}

module.exports = { hasVectors, addonFunctions, moduleFunctions };
