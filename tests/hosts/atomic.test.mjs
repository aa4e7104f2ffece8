// The check of a change against real git: generated histories, judged by a second, naive reading of both sides.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { chance } from './atomic/documents.mjs';
import { build, git, grow, succeeds } from './atomic/history.mjs';
import { leftBehind, mergeBases, refusedByOldRule } from './atomic/oracle.mjs';
import { lockstep, skipped, titles } from './atomic/program.mjs';
import { vehicles } from './vehicles.mjs';

const HISTORIES = 320;
const EVERY_VEHICLE = 12;

function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-atomic-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What names the base: words, variables, and the commit of the graph that they mean. */
function naming(random, graph, ids, folder) {
  const payload = (name, event) => {
    const file = join(folder, '.git', 'event.json');
    writeFileSync(file, JSON.stringify(event));
    return { words: [], environment: { GITHUB_EVENT_PATH: file, GITHUB_EVENT_NAME: name } };
  };
  const [main, before] = [ids[graph.main], ids[graph.before]];
  const ways = [
    () => ({ words: ['--base', 'main'], environment: {}, of: graph.main }),
    () => ({ words: ['--base', main], environment: {}, of: graph.main }),
    () => {
      git(folder, ['-c', 'user.name=A', '-c', 'user.email=a@b.c', 'tag', '-a', 'v1', '-m', 'v1', main]);
      return { words: ['--base=v1'], environment: {}, of: graph.main };
    },
    () => {
      git(folder, ['update-ref', 'refs/remotes/origin/trunk', main]);
      return random.is(0.5) ? { words: ['--base', 'trunk'], environment: {}, of: graph.main } : { words: [], environment: { GITHUB_BASE_REF: 'trunk' }, of: graph.main };
    },
    () => ({ ...payload('pull_request', { before: ids[0], pull_request: { base: { sha: main } } }), of: graph.main }),
    () => ({ ...payload('merge_group', { merge_group: { base_sha: main } }), of: graph.main }),
    () => ({ ...payload('push', { before, after: 'x' }), of: graph.before }),
    () => ({ words: [], environment: { CI_COMMIT_BEFORE_SHA: before }, of: graph.before }),
    () => ({ words: [], environment: { CI_MERGE_REQUEST_DIFF_BASE_SHA: main, CI_COMMIT_BEFORE_SHA: '0'.repeat(40) }, of: graph.main }),
  ];
  return random.one(ways)();
}

/** What the work tree holds of a state whose texts git may have given other line ends. */
const inWorkTree = (written, crlf) => Object.fromEntries(Object.entries(written).map(([name, text]) => [name, crlf ? text?.replaceAll('\n', '\r\n') : text]));

/** By the teams' old rule, which looks at three files in their fixed places; git follows no symbolic link there. */
function judgeByOldRule(root, { words, environment }, { graph, written, bases, layout }, tally, at) {
  const isInPlace = [...bases, graph.head].every((number) => graph.commits[number].state.places === 0);
  if (!isInPlace || layout.linked || bases.length > 1) return;
  const file = join(root, 'old-rule.toml');
  writeFileSync(file, '[atomic]\nmode = "files"\n');
  const { findings } = lockstep(root, ['atomic', '--config', file, ...words], environment).report;
  const expected = refusedByOldRule(written[bases[0]], written[graph.head]);
  assert.equal(findings.some(({ rule }) => rule === 'atomic-files'), expected, at);
  tally(expected ? 'refused by the old rule' : 'lawful by the old rule');
}

/** Judges one generated repository, and counts what it was. */
function judgeHistory(folder, seed, tally) {
  const random = chance(seed);
  const graph = grow(random);
  const crlf = random.is(0.15);
  const layout = {
    folder: random.one(['', '', '', 'packages/app']), attributes: crlf ? '* text eol=crlf\n' : undefined, linked: !crlf && random.is(0.15),
    format: random.is(0.1) ? 'sha256' : 'sha1',
  };
  const full = join(folder, `full-${seed}`);
  const { ids, written } = build(full, graph, layout);
  let repository = full;
  const parents = new Map(graph.commits.map(({ parents }, number) => [number, parents]));
  const isShallow = random.is(0.2);
  if (isShallow) {
    repository = join(folder, `shallow-${seed}`);
    git(full, ['update-ref', 'refs/heads/checkout', ids[graph.head]]);
    git('/', ['clone', '--quiet', `--depth=${1 + random.below(4)}`, random.is(0.5) ? '--no-single-branch' : '--single-branch', '--branch=checkout', `file://${full}`, repository]);
  }
  const named = naming(random, graph, ids, isShallow && succeeds(repository, ['cat-file', '-e', ids[graph.main]]) ? repository : full);
  const bases = mergeBases(parents, named.of, graph.head);
  const head = inWorkTree(written[graph.head], crlf);
  const root = join(repository, layout.folder);
  const at = `seed ${seed}: ${JSON.stringify({ ...layout, named, isShallow, bases })}`;
  if (!['pin', 'matrix', 'mirror'].some((name) => head[name])) return tally('empty');
  const run = lockstep(root, ['atomic', ...named.words], named.environment);
  const reason = skipped(run.report);
  if (seed < EVERY_VEHICLE) {
    for (const [name, vehicle] of Object.entries(vehicles)) assert.equal(lockstep(root, ['atomic', ...named.words], named.environment, vehicle).text, run.text, `${name}, ${at}`);
  }
  if (bases.length === 0) {
    assert.match(reason ?? '', /no commit in common|shallow|is unknown here/, at);
    return tally('unrelated');
  }
  if (isShallow && reason !== undefined) {
    assert.match(reason, /shallow|is unknown here|is new/, at);
    assert.equal(run.report.verdict, 'skipped', at);
    assert.equal(lockstep(root, ['atomic', '--require-base', ...named.words], named.environment).status, 2, at);
    return tally('too shallow');
  }
  assert.equal(reason, undefined, at);
  // Of several best common commits git names one; which, is its business.
  const expected = bases.map((base) => leftBehind(written[base], head));
  assert.ok(expected.some((values) => values.join() === titles(run.report).join()), `${at}\nfound ${titles(run.report)}\nexpected ${expected.join(' or ')}`);
  const isFault = ({ rule }) => rule !== 'atomic-baseline-change';
  if (!run.report.findings.some(isFault)) assert.equal(run.status, titles(run.report).length > 0 ? 1 : 0, at);
  tally(titles(run.report).length > 0 ? 'left behind' : 'lawful');
  judgeByOldRule(root, named, { graph, written, bases, layout }, tally, at);
  if (isShallow) tally('shallow, judged');
  if (bases.length > 1) tally('criss-cross');
  if (bases.some((base) => graph.commits[base].state.places !== graph.commits[graph.head].state.places)) tally('moved');
  if (crlf) tally('other line ends');
  if (layout.linked) tally('linked');
  if (layout.format === 'sha256') tally('sha256');
  if (layout.folder !== '') tally('subfolder');
}

test(`${HISTORIES} generated histories are judged as by hand`, (t) => {
  const folder = scratch(t);
  const counts = new Map();
  const tally = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let seed = 0; seed < HISTORIES; seed += 1) judgeHistory(folder, seed, tally);
  t.diagnostic(JSON.stringify(Object.fromEntries([...counts].sort())));
  for (const what of ['left behind', 'lawful', 'moved', 'other line ends', 'linked', 'sha256', 'subfolder', 'too shallow', 'shallow, judged', 'unrelated', 'criss-cross', 'refused by the old rule', 'lawful by the old rule']) {
    assert.ok((counts.get(what) ?? 0) > 0, `no history of the kind: ${what}`);
  }
});
