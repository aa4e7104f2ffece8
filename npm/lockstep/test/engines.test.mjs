// Which engine runs, and what is said where none can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { addonPackage, install, packageFolder, root } from './installation.mjs';

const consumer = join(root, 'examples', 'consumer');

function node(project, engine, ...options) {
  const { LOCKSTEP_ENGINE: _, ...environment } = process.env;
  if (engine !== undefined) environment.LOCKSTEP_ENGINE = engine;
  return spawnSync(process.execPath, options, { cwd: project, env: environment, encoding: 'utf8' });
}

/** What the library says of itself in a fresh process: the engine's kind, or the messages of an error and its causes. */
function library(project, engine) {
  const script = `
    const { engine } = require('lockstep-contracts');
    const messages = (error) => (error ? [error.message, ...messages(error.cause)] : []);
    try { console.log(JSON.stringify(engine())); } catch (error) { console.log(JSON.stringify([error.name, error.code, ...messages(error)])); }`;
  const { stdout, stderr } = node(project, engine, '-e', script);
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

function program(project, engine, ...options) {
  return node(project, engine, join(project, 'node_modules/lockstep-contracts/bin/lockstep.cjs'), ...options);
}

test('the addon runs where there is one, else WebAssembly, and the environment forces either', (t) => {
  const { project } = install(t);
  assert.equal(library(project), 'native');
  assert.equal(library(project, ''), 'native');
  assert.equal(library(project, 'native'), 'native');
  assert.equal(library(project, 'wasm'), 'wasm');
  const withoutAddon = install(t, { addon: false }).project;
  assert.equal(library(withoutAddon), 'wasm');
});

test('an addon that does not load is passed over', (t) => {
  const { project, addonFolder } = install(t);
  writeFileSync(join(addonFolder, 'lockstep.node'), 'no library');
  assert.equal(library(project), 'wasm');
  const [name, code, message, attempt] = library(project, 'native');
  assert.deepEqual([name, code], ['LockstepEngineError', 'LOCKSTEP_ENGINE']);
  assert.match(message, /^no engine of lockstep can run here: the native addon @lockstep-contracts\/engine-.* cannot be loaded: /);
  assert.match(attempt, /cannot be loaded/);
});

test('with neither engine one error lists every attempt', (t) => {
  const { project } = install(t, { addon: false, wasm: false });
  const [name, code, , ...causes] = library(project);
  assert.deepEqual([name, code], ['LockstepEngineError', 'LOCKSTEP_ENGINE']);
  assert.ok(causes.some((message) => message.startsWith('the native addon is not installed: there is no package @lockstep-contracts/')));
  assert.ok(causes.some((message) => message.startsWith('the WebAssembly engine cannot be loaded: ')));
  const { status, stdout, stderr } = program(project, undefined, 'check', consumer);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^error: no engine of lockstep can run here: the native addon is not installed: .*\n {2}because the WebAssembly/);
});

test('without the file of the pages only `explain` fails, and not over the addon', (t) => {
  const { project, installed } = install(t);
  rmSync(join(installed, 'wasm', 'pages.json'));
  const script = `
    const { explain, initPages, rules, LockstepEngineError } = require('lockstep-contracts');
    const failure = (error) => (error instanceof LockstepEngineError ? error.message : 'untyped: ' + error);
    const [{ id }] = rules();
    const explained = () => { try { return explain(id); } catch (error) { return failure(error); } };
    initPages().then(() => 'loaded', failure).then((loaded) => console.log(JSON.stringify([loaded, explained()])));`;
  const said = (engine) => JSON.parse(node(project, engine, '-e', script).stdout);
  const [loaded, page] = said('native');
  assert.equal(loaded, 'loaded');
  assert.match(page, /^# /);
  for (const message of said('wasm')) assert.match(message, /^the file of the rules' pages cannot be loaded: ENOENT/);
});

test('another value of LOCKSTEP_ENGINE is an error', (t) => {
  const { project } = install(t);
  const [name, , message] = library(project, 'Native');
  assert.equal(name, 'LockstepEngineError');
  assert.match(message, /LOCKSTEP_ENGINE must be `native` or `wasm`, it is `Native`$/);
  assert.equal(program(project, 'Native', '--version').status, 2);
});

test('the modules and the addon export the same names', () => {
  const require = createRequire(import.meta.url);
  const glue = new Set(['initSync', '__wbg_init']);
  const names = (exported) => Object.keys(exported).filter((name) => !glue.has(name)).sort();
  const module = (name) => names(require(join(packageFolder, 'wasm', `${name}.cjs`))());
  const addon = require(addonPackage().folder);
  // What the addon has of classification is behind what makes objects of it.
  const own = ['classNames', 'classOf', 'classOfText', 'classes', 'createClassifier', 'describe', 'enrichment', 'preflight', 'releaseClassifier'];
  const documents = names(addon).filter((name) => !own.includes(name));
  assert.deepEqual(module('program'), documents);
  // What runs commands, and the pages, is what the engine alone leaves out.
  assert.deepEqual(module('engine'), documents.filter((name) => !['Session', 'cause', 'explain'].includes(name)));
  const { addonFunctions } = require(join(packageFolder, 'lib', 'classifier.cjs'));
  assert.deepEqual(module('classifier'), names(addonFunctions(addon)));
});

test('a project finds the package under every condition', (t) => {
  const { project } = install(t);
  mkdirSync(join(project, 'source'));
  writeFileSync(join(project, 'source', 'entry.mjs'), `
    import { createRequire } from 'node:module';
    import * as imported from 'lockstep-contracts';
    const required = createRequire(import.meta.url)('lockstep-contracts');
    const same = Object.keys(required).every((name) => imported[name] === required[name]);
    const files = ['engine.wasm', 'pages.json'].filter((file) => import.meta.resolve('lockstep-contracts/' + file).endsWith('/wasm/' + file));
    console.log(same, Object.keys(imported).length === Object.keys(required).length, files.length === 2);`);
  const { stdout, stderr } = node(project, undefined, 'source/entry.mjs');
  assert.deepEqual([stdout, stderr], ['true true true\n', '']);
});
