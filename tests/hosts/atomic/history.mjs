// Git repositories with a random history, made by one call of `git fast-import`.
import { execFileSync, spawnSync } from 'node:child_process';
import { agreed, changed, texts } from './documents.mjs';

const ENVIRONMENT = {
  PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'protocol.file.allow', GIT_CONFIG_VALUE_0: 'always',
};

/** Runs git, which must succeed. */
export function git(cwd, words, input = '') {
  return execFileSync('git', ['-c', 'advice.detachedHead=false', ...words], { cwd, input, env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] }).toString().trim();
}

/** Whether git succeeds. */
export const succeeds = (cwd, words) => spawnSync('git', words, { cwd, env: ENVIRONMENT }).status === 0;

/** Where the documents stand; the first are the places without a configuration. */
export const PLACES = [
  { pin: 'config/memorykernel-integration-pin.json', matrix: 'docs/MEMORYKERNEL_COMPATIBILITY_MATRIX.md', mirror: 'config/memorykernel-producer-manifest.json' },
  { pin: 'contract/pin.json', matrix: 'docs/matrix.md', mirror: 'contract/mirror file.json' },
  { pin: 'config/memorykernel-integration-pin.json', matrix: 'contract/größe.md', mirror: 'vendor/contract/mirror.json' },
];

function configuration({ pin, matrix, mirror }) {
  return `[documents]\npin = "${pin}"\nmatrix = "${matrix}"\nmanifest = "${mirror}"\n`;
}

/** The files of a state in its repository, by path. */
function files(state, { folder, attributes, linked }) {
  const below = (path) => (folder === '' ? path : `${folder}/${path}`);
  const entries = new Map([['README.md', { text: 'Hello.\n' }]]);
  const places = PLACES[state.places];
  if (state.places !== 0) entries.set(below('lockstep.toml'), { text: configuration(places) });
  if (attributes) entries.set('.gitattributes', { text: attributes });
  const written = texts(state);
  for (const [name, text] of Object.entries(written)) {
    if (!text) continue;
    if (linked && name === 'mirror') {
      const up = '../'.repeat(places.mirror.split('/').length - 1);
      entries.set(below(places.mirror), { text: `${up}data/mirror.json`, mode: '120000' });
      entries.set(below('data/mirror.json'), { text });
    } else {
      entries.set(below(places[name]), { text });
    }
  }
  return { entries, written };
}

/**
 * A random graph of states: `main` and `feature`, which leaves it, goes on, may be merged with it in either direction,
 * and may be written anew (`before` is what it was).
 */
export function grow(random) {
  const commits = [];
  const add = (state, parents) => commits.push({ state, parents }) - 1;
  const mix = (mine, theirs, random) => Object.fromEntries(Object.keys(mine).map((key) => [key, random.is(0.5) ? mine[key] : theirs[key]]));
  let main = add(random.is(0.1) ? { ...agreed(1), pin: null, matrix: null, mirror: null } : agreed(1 + random.below(9)), []);
  const advance = (tip) => add(random.is(0.2) ? commits[tip].state : changed(commits[tip].state, random), [tip]);
  for (let step = random.below(4); step > 0; step -= 1) main = advance(main);
  let feature = main;
  for (let step = 1 + random.below(6); step > 0; step -= 1) {
    if (random.is(0.3)) main = advance(main);
    else if (random.is(0.3) && main !== feature) feature = add(mix(commits[feature].state, commits[main].state, random), [feature, main]);
    else if (random.is(0.05) && main !== feature) main = add(mix(commits[main].state, commits[feature].state, random), [main, feature]);
    else feature = advance(feature);
  }
  if (random.is(0.08) && main !== feature) {
    // Each is merged with the other, so that both have two best common commits.
    const [one, other] = [advance(main), advance(feature)];
    main = add(mix(commits[one].state, commits[other].state, random), [one, other]);
    feature = advance(add(mix(commits[other].state, commits[one].state, random), [other, one]));
  }
  const before = feature;
  if (random.is(0.3)) feature = advance(random.is(0.5) ? main : (commits[feature].parents[0] ?? main));
  if (random.is(0.05)) {
    // A branch that has nothing to do with the other.
    feature = advance(add(agreed(1 + random.below(9)), []));
  }
  // GitHub checks out the merge of a pull request, not its branch.
  const head = random.is(0.3) && main !== feature ? add(mix(commits[feature].state, commits[main].state, random), [main, feature]) : feature;
  return { commits, main, feature, before, head };
}

/** The graph as a repository with a work tree at `head`; the ids of its commits, in order, and the texts of each. */
export function build(folder, graph, layout) {
  git('/', ['init', '--quiet', '--template=', `--object-format=${layout.format}`, '--initial-branch=scratch', folder]);
  let stream = '';
  const written = [];
  graph.commits.forEach(({ state, parents }, number) => {
    const made = files(state, layout);
    written.push(made.written);
    const date = 1_700_000_000 + number * 60;
    stream += `commit refs/made/${number}\nmark :${number + 1}\ncommitter A <a@b.c> ${date} +0000\ndata 0\n`;
    parents.forEach((parent, order) => (stream += `${order === 0 ? 'from' : 'merge'} :${parent + 1}\n`));
    stream += 'deleteall\n';
    for (const [path, { text, mode = '100644' }] of made.entries) {
      stream += `M ${mode} inline "${path}"\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    }
    stream += '\n';
  });
  git(folder, ['fast-import', '--quiet', '--force'], stream);
  const ids = git(folder, ['rev-parse', ...graph.commits.map((_, number) => `refs/made/${number}`)]).split('\n');
  for (const name of ['main', 'feature']) git(folder, ['update-ref', `refs/heads/${name}`, ids[graph[name]]]);
  git(folder, ['checkout', '--quiet', '--detach', ids[graph.head]]);
  return { ids, written };
}
