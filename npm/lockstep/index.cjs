'use strict';
// The library under Node.

const { loadEngine } = require('./lib/engines.cjs');
const { LockstepError, LockstepArgumentError, LockstepPolicyError, LockstepEngineError, createLibrary } = require('./lib/library.cjs');

let engineInUse;

/** Loading waits for the first call, so that importing the package never fails. */
function loaded() {
  if (engineInUse === undefined) {
    try {
      engineInUse = loadEngine('engine');
    } catch (cause) {
      throw new LockstepEngineError(`no engine of lockstep can run here: ${cause.message}`, { cause });
    }
  }
  return engineInUse;
}

async function init() {
  loaded();
}

const { check, render, rules, explain, policy, version, engine } = createLibrary(loaded);

module.exports = {
  init,
  check,
  render,
  rules,
  explain,
  policy,
  version,
  engine,
  LockstepError,
  LockstepArgumentError,
  LockstepPolicyError,
  LockstepEngineError,
};
