'use strict';
// Makes a WebAssembly module ready to be called, once; prints the milliseconds of each step.
// Usage: node load.cjs MODULE

const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const path = join(__dirname, '..', '..', '..', 'npm', 'lockstep', 'wasm', process.argv[2]);
const bytes = readFileSync(`${path}.wasm`);
const factory = require(`${path}.cjs`);

const start = performance.now();
const module_ = new WebAssembly.Module(bytes);
const compiled = performance.now();
factory().initSync({ module: module_ });
const ready = performance.now();
console.log(JSON.stringify({ compile: compiled - start, instantiate: ready - compiled }));
