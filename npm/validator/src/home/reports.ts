// The report of a check, in each form that another program or person reads.
import type { Offer } from './offer.ts';

/** The forms of a report that are taken home. */
export type ReportFormat = 'json' | 'sarif' | 'markdown' | 'junit' | 'human';

const forms: Record<ReportFormat, Omit<Offer, 'make'>> = {
  json: { title: 'JSON', name: 'lockstep-report.json', type: 'application/json' },
  sarif: { title: 'SARIF', name: 'lockstep-report.sarif', type: 'application/sarif+json' },
  markdown: { title: 'Markdown', name: 'lockstep-report.md', type: 'text/markdown' },
  junit: { title: 'JUnit', name: 'lockstep-report.xml', type: 'application/xml' },
  human: { title: 'text', name: 'lockstep-report.txt', type: 'text/plain' },
};

/** Offers of the report in every form that `formats` names; `render` gives its text. */
export function reportOffers(
  render: (format: ReportFormat) => Promise<string>, formats: readonly ReportFormat[] = ['json', 'sarif', 'markdown'],
): Offer[] {
  return formats.map((format) => ({ group: 'Report', ...forms[format], make: () => render(format) }));
}
