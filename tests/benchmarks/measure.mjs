// What the benchmarks share: building, timing whole processes, and medians.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const folder = import.meta.dirname;
export const root = join(folder, '..', '..');
/** Its repository states the documents and nothing else. */
export const documents = join(root, 'examples', 'consumer-v0.3.2');
/** Its repository asks for every check. */
export const gate = join(root, 'examples', 'consumer');
export const npmPackage = join(root, 'npm', 'lockstep');

/** Ratios are taken in so many parts of a run, for their range. */
const PARTS = 11;

// With certificates to read, every Node starts three times slower: no comparison should flatter us by that.
delete process.env.NODE_EXTRA_CA_CERTS;
delete process.env.NODE_OPTIONS;
delete process.env.LOCKSTEP_ENGINE;

export function run(program, options, { cwd = root, environment = {}, output = 'pipe' } = {}) {
  const env = { ...process.env, ...environment };
  const { error, status, stdout } = spawnSync(program, options, {
    cwd,
    env,
    stdio: ['ignore', output, 'inherit'],
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`failed: ${program} ${options.join(' ')}`);
  return stdout;
}

/** Builds what the benchmarks run; each thing once. */
const builders = {
  /** The program, its floors and the timer, optimised and linked alike; gives the path of each by its name. */
  native() {
    const { target_directory } = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1']));
    const target = join(target_directory, 'benchmarks');
    const host = run('rustc', ['-vV']).match(/^host: (.+)$/m)[1];
    const flags = process.platform === 'linux' ? '-C target-feature=+crt-static -C relocation-model=static' : '';
    for (const crate of [['-p', 'lockstep-cli'], ['--manifest-path', join(folder, 'floor', 'Cargo.toml')]]) {
      run('cargo', ['build', '--quiet', '--locked', '--release', '--target', host, ...crate], {
        environment: { CARGO_TARGET_DIR: target, RUSTFLAGS: flags },
      });
    }
    // Installed, that is copied: what a linker leaves in the page cache is in smaller pieces, and all of them start slower.
    const installed = join(target, 'bin');
    rmSync(installed, { recursive: true, force: true });
    mkdirSync(installed);
    for (const name of ['lockstep', 'check_floor', 'empty', 'fleet_floor', 'timer']) {
      copyFileSync(join(target, host, 'release', name), join(installed, name));
    }
    return (name) => join(installed, name);
  },
  /** The addon and the modules, as they are published. */
  npm() {
    run(process.execPath, [join('npm', 'build.mjs'), 'addon', 'engine', 'program'], { output: 'ignore' });
  },
  /** What classifies in the npm package. */
  classifier() {
    run(process.execPath, [join('npm', 'build.mjs'), 'addon', 'classifier'], { output: 'ignore' });
  },
  /** The program that classifies with crates; gives its path. Without `--locked`: its lock file follows the engine's. */
  classify() {
    const manifest = join(folder, 'classify', 'Cargo.toml');
    const { target_directory } = JSON.parse(run('cargo', ['metadata', '--no-deps', '--format-version', '1']));
    const environment = { CARGO_TARGET_DIR: join(target_directory, 'benchmarks') };
    run('cargo', ['build', '--quiet', '--release', '--manifest-path', manifest], { environment });
    return join(environment.CARGO_TARGET_DIR, 'release', 'lockstep-classify-benchmark');
  },
};

const built = {};

export function build(name) {
  built[name] ??= { product: builders[name]() };
  return built[name].product;
}

export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The ratio of two interleaved series: the median of those in parts of the run, with their range. */
export function ratio(series, floor) {
  const size = Math.max(1, Math.floor(series.length / PARTS));
  const ratios = [];
  for (let start = 0; start + size <= series.length; start += size) {
    const part = (numbers) => median(numbers.slice(start, start + size));
    ratios.push(part(series) / part(floor));
  }
  return { value: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}

/**
 * Times whole processes in a repository, a round at a time; `subjects` are `{ command, input?, environment? }` by name.
 * Every one must succeed. Gives for each `{ milliseconds, peak }`: the times of the rounds, and the most memory in KiB.
 */
export function timeProcesses(rounds, repository, subjects) {
  const commands = Object.values(subjects).flatMap(({ command, input = '/dev/null', environment = {} }) => [
    '--',
    input,
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ...command,
  ]);
  const lines = run(build('native')('timer'), [String(rounds), ...commands], { cwd: repository }).trim().split('\n');
  return Object.fromEntries(Object.keys(subjects).map((name, index) => {
    const [status, peak, ...nanoseconds] = lines[index].split(' ').map(Number);
    if (status !== 0) throw new Error(`${subjects[name].command.join(' ')} ended with ${status}`);
    return [name, { milliseconds: nanoseconds.map((time) => time / 1e6), peak }];
  }));
}

/** The command that runs a script of `workers/`. */
export function worker(name) {
  return [process.execPath, join(folder, 'workers', `${name}.cjs`)];
}

/** Runs a script of `workers/` in a fresh process and reads the JSON it prints. */
export function runWorker(name, options, environment = {}) {
  const [program, script] = worker(name);
  return JSON.parse(run(program, [script, ...options], { environment }));
}
