// The rules of a report with what became of each: sorted out of the report, judged by nobody here.
import type { Finding, Report, Rule } from './forms.ts';

/** What became of an item. */
export type ItemState = 'pass' | 'fail' | 'warning' | 'unjudged';

/** One thing that is demanded. */
export interface Item {
  rule: string;
  /** What is demanded. */
  demand: string;
  state: ItemState;
  /** Why it was not judged; empty where it was. */
  reason: string;
  findings: readonly Finding[];
}

function itemOf(rule: string, demand: string, report: Report): Item {
  const findings = report.findings.filter((finding) => finding.rule === rule);
  const skipped = report.skipped.find((entry) => entry.rule === rule);
  const state = findings.some(({ severity }) => severity === 'error') ? 'fail'
    : findings.length > 0 ? 'warning'
    : skipped === undefined && report.ran.includes(rule) ? 'pass' : 'unjudged';
  return { rule, demand, state, findings, reason: state === 'unjudged' ? (skipped?.reason ?? 'the rule did not run') : '' };
}

/** The items of a report: every rule of a group, and before them each other rule that found something. */
export function itemsOf(report: Report, group: Rule['group'], rules: readonly Rule[]): Item[] {
  const found = new Set(report.findings.map(({ rule }) => rule));
  const others = rules.filter((rule) => rule.group !== group && found.has(rule.id));
  const own = rules.filter((rule) => rule.group === group);
  return [...others, ...own].map(({ id, summary }) => itemOf(id, summary, report));
}

const words: Record<ItemState, [one: string, many: string]> = {
  fail: ['fails', 'fail'],
  warning: ['has a warning', 'have warnings'],
  unjudged: ['was not judged', 'were not judged'],
  pass: ['passes', 'pass'],
};

/** How many items are in each state, in one sentence. */
export function countOf(items: readonly Item[]): string {
  const parts = (Object.keys(words) as ItemState[]).flatMap((state) => {
    const count = items.filter((item) => item.state === state).length;
    return count === 0 ? [] : [`${count} ${words[state][count === 1 ? 0 : 1]}`];
  });
  const all = items.every(({ state }) => state === 'pass');
  return all ? `All ${items.length} items pass.` : `Of ${items.length} items, ${parts.join(', ')}.`;
}
