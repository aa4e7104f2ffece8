'use strict';
// Classifies a corpus of envelopes again and again with one engine; the Rust program in `classify/` does the same with others.
// Usage: node classify.cjs ENGINE CORPUS PASSES. CORPUS.ndjson has one envelope a line and CORPUS.expected one `1` (valid) or
// `0` for each. The first pass is compared with what is expected and not timed. Prints the nanoseconds of the process's
// time on a processor that an envelope took in each of the others, as a JSON array.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const schema = require('../classify/schema.json');

/** The class of a valid envelope; every other number is the class of one that is not. */
const VALID = 0;

const codes = new Set(schema.properties.error.properties.code.enum);

/** A pass over lines, as texts or as bytes, which were cut beforehand. */
const byLine = (form, classOf) => ({
  form,
  pass(lines) {
    const classes = new Uint8Array(lines.length);
    for (let at = 0; at < lines.length; at += 1) classes[at] = classOf(lines[at]);
    return classes;
  },
});

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The check as one writes it by hand. */
function isValid(envelope) {
  if (!isObject(envelope) || envelope.api_contract_version !== undefined) return false;
  const { service_contract_version: version, error, legacy_error: legacy } = envelope;
  if (version === 'service.v2') {
    if (typeof legacy !== 'string' && legacy !== null) return false;
  } else if (version !== 'service.v3' || legacy !== undefined) {
    return false;
  }
  if (!isObject(error) || !codes.has(error.code)) return false;
  const { message, details } = error;
  return typeof message === 'string' && message !== '' && (details === undefined || details === null || isObject(details));
}

/** A schema compiled by ajv; counting the characters of a message would take it longer, and none has to be counted. */
function compileSchema() {
  const { default: Ajv } = require('ajv');
  return new Ajv({ strict: false, unicode: false, logger: false }).compile(schema);
}

function zodSchema() {
  const { z } = require('zod');
  const forbidden = z.undefined().optional();
  const common = {
    error: z.object({ code: z.enum([...codes]), message: z.string().min(1), details: z.object({}).nullish() }),
    api_contract_version: forbidden,
  };
  return z.discriminatedUnion('service_contract_version', [
    z.object({ service_contract_version: z.literal('service.v2'), ...common, legacy_error: z.string().nullable() }),
    z.object({ service_contract_version: z.literal('service.v3'), ...common, legacy_error: forbidden }),
  ]);
}

const ours = () => require(join(__dirname, '..', '..', '..', 'npm', 'lockstep', 'index.cjs'));

const engines = {
  ajv() {
    const validate = compileSchema();
    return byLine('text', (text) => (validate(parse(text)) ? VALID : 1));
  },
  zod() {
    const envelopes = zodSchema();
    return byLine('text', (text) => (envelopes.safeParse(parse(text)).success ? VALID : 1));
  },
  hand: () => byLine('text', (text) => (isValid(parse(text)) ? VALID : 1)),
  'hand-bytes': () => byLine('bytes', (bytes) => (isValid(parse(bytes.toString())) ? VALID : 1)),
  text() {
    const { classifyEnvelope } = ours();
    return byLine('text', (text) => classifyEnvelope(null, text));
  },
  bytes() {
    const { classifyEnvelope } = ours();
    return byLine('bytes', (bytes) => classifyEnvelope(null, bytes));
  },
  batch: () => ({ form: 'file', pass: ours().classifyBatch }),
};

/** The corpus as an engine wants it; every line is a string or buffer of its own, as it would come out of an answer. */
function read(path, form) {
  const file = readFileSync(path);
  if (form === 'file') return file;
  const lines = [];
  for (let start = 0, end; (end = file.indexOf(10, start)) >= 0; start = end + 1) {
    const line = file.subarray(start, end);
    lines.push(form === 'text' ? line.toString() : line);
  }
  return lines;
}

const [engine, corpus, passes] = process.argv.slice(2);
const { form, pass } = engines[engine]();
const input = read(`${corpus}.ndjson`, form);
const expected = readFileSync(`${corpus}.expected`, 'latin1');
const judged = Array.from(pass(input), (class_) => (class_ === VALID ? '1' : '0')).join('');
if (judged !== expected) {
  const line = [...expected].findIndex((wanted, at) => judged[at] !== wanted);
  throw new Error(`${engine} is wrong about line ${line + 1} of ${judged.length}`);
}
const nanoseconds = Array.from({ length: Number(passes) }, () => {
  const start = process.cpuUsage();
  pass(input);
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1e3) / expected.length;
});
console.log(JSON.stringify(nanoseconds));
