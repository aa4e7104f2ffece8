// The program's words, as its outputs for people have them, for what its JSON names by an id.
import { count } from '../../documents/amounts.ts';
import type { Change, ChangeClass, NoticeNeeded, NoticeReport, ReportedForm, ShortfallKind } from './report.ts';

/** What each class means. */
export const classes: Record<ChangeClass, { chip: string; sign: string; means: string }> = {
  none: { chip: 'chip', sign: '=', means: 'the contract says the same' },
  additive: { chip: 'chip chip-warning', sign: '+', means: 'the contract says more; who does not look at it goes on as before' },
  breaking: { chip: 'chip chip-error', sign: '\u00d7', means: 'the contract no longer holds what it held' },
  'needs-gates': { chip: 'chip chip-error', sign: '!', means: 'another service contract: it comes through the cutover gates alone' },
};

/** What each document is called. */
export const titles: Record<ReportedForm, string> = {
  manifest: 'producer manifest',
  'contract-source': 'service contract source',
  'open-api': 'OpenAPI file',
  policy: 'policy',
};

const parties: Record<string, string> = {
  'exhaustive-consumer': 'a consumer that matches error codes exhaustively',
  'routing-consumer': 'a consumer that routes by error code',
  'status-consumer': 'a consumer that routes by HTTP status',
  'legacy-error-consumer': 'a consumer that reads `legacy_error`',
  'reading-consumer': 'a consumer that reads the field',
  'strict-consumer': 'a consumer that refuses what it does not know',
  'asking-consumer': 'a consumer that sends such requests',
  'pinning-consumer': 'every consumer that pins the baseline',
  'judged-repository': 'a repository that is judged by the policy',
  producer: 'the producer',
};

const unknownKey = 'lockstep does not evaluate this key, so what it means for anybody cannot be told';
const unknownSchema = 'which side allows more cannot be told, so it counts as breaking';

/** The kinds of changes that could not be evaluated, and what is known of them. */
const unevaluated: Record<string, string> = {
  'field-added': unknownKey, 'field-removed': unknownKey, 'field-changed': unknownKey,
  'error-schema-changed': unknownSchema, 'answer-schema-changed': unknownSchema, 'request-schema-changed': unknownSchema,
};

/** Why a change could not be evaluated; undefined where it was. */
export function whyUnevaluated({ id }: Change): string | undefined {
  return unevaluated[id];
}

/** Who is harmed; an id that the page does not know is shown as it is. */
export function party(id: string): string {
  return parties[id] ?? id;
}

/** A notice in words. */
export function noticeWords({ standard_business_days, emergency_hours, emergency_same_day }: NoticeNeeded): string {
  const sameDay = emergency_same_day ? ', with documents, specification and tests on the same day' : '';
  return `${count(standard_business_days, 'business day')} before the release, or ${count(emergency_hours, 'hour')} in an emergency${sameDay}`;
}

const days = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A day or an instant of the program's, in words. */
export function moment(text: string): string {
  const [day = '', time] = text.split('T');
  const at = new Date(`${day}T00:00:00Z`);
  const words = Number.isNaN(at.getTime()) ? day : days.format(at).replace(',', '');
  return time === undefined ? words : `${words}, ${time.replace(/(?::00)?Z$/, '')} UTC`;
}

/** What a release on a day falls short of, in words. */
export function shortfall(kind: ShortfallKind, { terms, window, days: listed }: NoticeReport, day: string): string {
  const hours = count(terms.emergency_notice_hours, 'hour');
  if (kind === 'announced-late') return `clock 1: announced more than ${hours} after the decision`;
  if (kind === 'published-late') return 'documents, specification and tests did not come on the day of the announcement';
  if (kind === 'released-early') return `clock 2: released less than ${hours} after the announcement`;
  if (kind === 'stability-window') {
    return window === null ? 'the stability window of the release before' : `the release of ${window.since} must stand alone until ${window.over}`;
  }
  const over = listed.findLast(({ date, number }) => number !== null && date <= day)?.number ?? 0;
  return `${over} of ${terms.standard_business_days} business days are over on that day`;
}
