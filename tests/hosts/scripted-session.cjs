'use strict';
// Loaded before the npm program: in its session's place stands the list of requests in the file that is its argument.
// The replies are printed to standard error, bytes as text, after the engine's own session has taken each of them.
const { readFileSync } = require('node:fs');
const engines = require('../../npm/lockstep/lib/engines.cjs');

const { loadEngine } = engines;
const plain = (key, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value);

engines.loadEngine = (name) => {
  const { functions, ...rest } = loadEngine(name);
  const terminals = { stdoutIsTerminal: false, stderrIsTerminal: false, threads: 0 };

  /** The engine must understand a reply, whatever it then makes of it. */
  function understood(reply) {
    const session = new functions.Session({ arguments: ['check', '--color', 'never', '--today', '2026-03-01'], ...terminals });
    const { requests } = session.resume([]);
    session.resume(requests.map(() => reply));
  }

  class Session {
    constructor({ arguments: [file] }) {
      this.steps = [JSON.parse(readFileSync(file, 'utf8'))];
    }

    resume(replies) {
      replies.forEach(understood);
      const requests = this.steps.shift();
      if (requests !== undefined) return { done: false, requests };
      return { done: true, stdout: '', stderr: JSON.stringify(replies, plain), exitCode: 0 };
    }
  }
  return { ...rest, functions: { ...functions, cause: functions.cause, version: functions.version, Session } };
};
