// The program in each of its vehicles, for tests that ask a service of their own process.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { cargo, root } from './cases.mjs';

cargo('build', '--quiet', '--package', 'lockstep-cli');
const bin = join(root, 'npm/lockstep/bin/lockstep.cjs');
export const vehicles = {
  native: [join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'lockstep'), [], {}],
  addon: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'native' }],
  wasm: [process.execPath, [bin], { LOCKSTEP_ENGINE: 'wasm' }],
};

/** Runs one vehicle to its end without blocking this process, in which the service lives. */
export async function run([program, options, chosen], words, { cwd = root } = {}) {
  const { PATH, HOME } = process.env;
  const child = spawn(program, [...options, ...words], { cwd, env: { PATH, HOME, ...chosen } });
  child.stdin.end();
  const streams = [child.stdout, child.stderr].map(async (stream) => Buffer.concat(await stream.toArray()).toString());
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [stdout, stderr] = await Promise.all(streams);
  return { status, stdout, stderr };
}
