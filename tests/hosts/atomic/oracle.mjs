// What must be said of a change, worked out as plainly as possible from the texts before and after it.
import { sha256 } from './documents.mjs';

const TITLES = {
  tag: 'release tag', commit: 'commit', service: 'service contract version', api: 'API contract version',
  integration: 'integration baseline', hash: 'manifest SHA-256',
};
const PIN = ['release_tag', 'commit_sha', 'expected_service_contract_version', 'expected_api_contract_version', 'expected_integration_baseline', 'expected_producer_manifest_sha256'];
const MIRROR = ['release_tag', 'commit_sha', 'expected_service_contract_version', 'expected_api_contract_version', 'integration_baseline'];
const ITEMS = ['MemoryKernel release tag', 'MemoryKernel commit SHA', 'Expected service contract version', 'Expected API contract version', 'Expected integration baseline', 'Expected producer manifest SHA-256'];
const NAMES = Object.keys(TITLES);

function json(text, keys) {
  try {
    const object = JSON.parse(text);
    return NAMES.map((_, number) => object[keys[number]]);
  } catch {
    return NAMES.map(() => undefined);
  }
}

function item(text, label) {
  return text?.replaceAll('\r', '').split('\n').find((line) => line.startsWith(`- ${label}: `))?.split('`')[1];
}

/** The cells of the rows for a pair, approved ones first. */
function row(text, [tag, commit]) {
  const rows = (text ?? '').replaceAll('\r', '').split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split('|').map((cell) => cell.trim()));
  const own = rows.filter((cells) => tag !== undefined && commit !== undefined && cells[3] === tag && cells[4] === commit);
  const found = own.find((cells) => cells[8] === 'Approved') ?? own[0];
  return found && [...found.slice(3, 8), undefined];
}

/** The titles of the values that a change left behind somewhere, sorted. `crlf` tells whether the head has other line ends. */
export function leftBehind(base, head) {
  const was = json(base.pin, PIN);
  const is = json(head.pin, PIN);
  const none = NAMES.map(() => undefined);
  const bare = (text) => text?.replaceAll('\r\n', '\n');
  const rows = [row(base.matrix, was) ?? none, row(head.matrix, is) ?? row(head.matrix, was) ?? none];
  const found = NAMES.filter((_, number) => {
    const isHash = NAMES[number] === 'hash';
    const places = [
      [was[number], is[number]],
      [item(base.matrix, ITEMS[number]), item(head.matrix, ITEMS[number])],
      [rows[0][number], rows[1][number]],
      isHash ? [base.mirror && sha256(base.mirror), head.mirror && sha256(head.mirror), bare(base.mirror) === bare(head.mirror)] : [json(base.mirror, MIRROR)[number], json(head.mirror, MIRROR)[number]],
    ].filter(([before, now]) => before !== undefined && now !== undefined && before !== null && now !== null);
    const moved = places.filter(([before, now, same]) => before !== now && !same);
    const kept = places.filter(([before, now, same]) => before === now || same);
    return moved.some(([, now]) => kept.some(([, old]) => old !== now));
  });
  return found.map((name) => TITLES[name]).sort();
}

/** Whether by the teams' old rule a change is refused: some of the three files differ, but not all of them. */
export function refusedByOldRule(base, head) {
  const touched = ['pin', 'matrix', 'mirror'].filter((name) => (base[name] ?? null) !== (head[name] ?? null)).length;
  return touched > 0 && touched < 3;
}

/** The best common ancestors of two commits, given the parents of each. */
export function mergeBases(parents, one, other) {
  const ancestors = (commit) => {
    const seen = new Set();
    const open = [commit];
    while (open.length > 0) {
      const next = open.pop();
      if (!seen.has(next)) seen.add(next), open.push(...parents.get(next));
    }
    return seen;
  };
  const mine = ancestors(one);
  const common = [...ancestors(other)].filter((commit) => mine.has(commit));
  return common.filter((commit) => !common.some((better) => better !== commit && ancestors(better).has(commit)));
}
