// The rules of a handoff with what became of each: sorted out of the report, judged by nobody here.
import type { Finding, Report, Rule } from './forms.ts';

export type ItemState = 'pass' | 'fail' | 'warning' | 'unjudged';

/** One thing that is demanded of a handoff. */
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

/** The items of a report: every rule about handoffs, and before them each other rule that found something. */
export function itemsOf(report: Report, rules: readonly Rule[]): Item[] {
  const own = new Set(rules.map(({ id }) => id));
  const others = [...new Set(report.findings.map(({ rule }) => rule))].filter((rule) => !own.has(rule));
  return [
    ...others.map((rule) => itemOf(rule, '', report)),
    ...rules.map(({ id, summary }) => itemOf(id, summary, report)),
  ];
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
  return `Of ${items.length} items, ${parts.join(', ')}.`;
}
