// Runs the contract tests: every file in test/. Exit status: 0 where every test ran and passed, 1 where one failed or
// did not run. `lockstep evidence contract` runs this and writes down what came of it.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { project } from './project.mjs';

/** A file that hangs as a whole is stopped; in milliseconds. */
const LONGEST_FILE = 120_000;

/** Runs the tests of a file, prints each, and tells whether all of them passed; a file without tests is no pass. */
async function passes(path) {
  let [passed, others] = [0, 0];
  for await (const { type, data } of run({ files: [path], timeout: LONGEST_FILE })) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    // The file itself is reported where it has no tests, which is no pass, and where it breaks off.
    if (type === 'test:pass' && resolve(data.name) === path) continue;
    if (type === 'test:fail') {
      const { error } = data.details;
      others += 1;
      console.log(`FAIL  ${data.name}\n${String(error.cause?.message ?? error.message).replace(/^/gm, '      ')}`);
    } else if (data.skip !== undefined || data.todo !== undefined) {
      others += 1;
      console.log(`skip  ${data.name}`);
    } else {
      passed += 1;
      console.log(`ok    ${data.name}`);
    }
  }
  return passed > 0 && others === 0;
}

const folder = join(project, 'test');
const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
let failed = files.length === 0;
for (const name of files) {
  if (await passes(join(folder, name))) continue;
  failed = true;
  console.log(`not all of test/${name} ran and passed`);
}
process.exitCode = failed ? 1 : 0;
