// What the journey gives to take home.
import type { Offer } from '../../home/offer.ts';
import { calendarFile } from './calendar-file.ts';
import { runDiff, runNotice } from './run.ts';
import { notice, outcome, today } from './state.ts';

/** The offers for what is shown. */
export function offers(): Offer[] {
  const shown = outcome.value;
  if (shown === undefined || 'fault' in shown.diff) return [];
  const { input, asked, notice: counted } = shown;
  // `diff` counts the standard path alone, and only what could be counted goes into its report.
  const announced = asked.path === 'standard' && counted !== undefined && 'report' in counted ? asked : undefined;
  const diff = async (format: 'json' | 'markdown') => (await runDiff(input, format, today, announced)).stdout;
  const group = 'Changes';
  const changes: Offer[] = [
    { group, title: 'JSON', name: 'lockstep-diff.json', type: 'application/json', make: () => diff('json') },
    { group, title: 'Markdown', name: 'lockstep-diff.md', type: 'text/markdown', make: () => diff('markdown') },
  ];
  const report = notice.value;
  if (report === undefined || counted === undefined || 'fault' in counted) return changes;
  return [
    ...changes,
    { group: 'Notice', title: 'JSON', name: 'lockstep-notice.json', type: 'application/json', make: async () => counted.text },
    { group: 'Notice', title: 'text', name: 'lockstep-notice.txt', type: 'text/plain', make: async () => (await runNotice(input, 'human', today, asked)).stdout },
    { group: 'Notice', title: 'calendar (ICS)', name: 'lockstep-notice.ics', type: 'text/calendar', make: async () => calendarFile(report) },
  ];
}
