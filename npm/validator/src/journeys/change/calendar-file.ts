// The notice for a calendar program: announcement, earliest lawful release and planned release (RFC 5545).
import type { NoticeReport } from './report.ts';

interface Entry {
  id: string;
  /** A day `YYYY-MM-DD`, or an instant in UTC. */
  at: string;
  summary: string;
  description: string;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
}

/** A content line in pieces of at most 75 bytes; everything that is written here is ASCII. */
function folded(line: string): string {
  return line.replaceAll(/(.{74})(?=.)/g, '$1\r\n ');
}

/** A day or an instant as a property's value; an event of a day without an end lasts that day. */
function start(at: string): string {
  const plain = at.replaceAll(/[-:]|\.\d+/g, '');
  return at.includes('T') ? `DTSTART:${plain}` : `DTSTART;VALUE=DATE:${plain}`;
}

function eventLines({ id, at, summary, description }: Entry, stamp: string): string[] {
  return [
    'BEGIN:VEVENT', `UID:${id}-${at.replaceAll(/[^\dTZ]/g, '')}@lockstep`, `DTSTAMP:${stamp}`, start(at),
    `SUMMARY:${escaped(summary)}`, `DESCRIPTION:${escaped(description)}`, 'TRANSP:TRANSPARENT', 'END:VEVENT',
  ];
}

/** The calendar file of a notice. */
export function calendarFile({ announced, earliest, release, terms, path, clocks, today }: NoticeReport): string {
  const hours = path === 'emergency' && clocks?.closed === false;
  const notice = hours ? `${terms.emergency_notice_hours} hours on the emergency path` : `${terms.standard_business_days} business days`;
  const entries: Entry[] = [
    { id: 'announcement', at: announced, summary: 'Change announced', description: `The notice of ${notice} begins.` },
    { id: 'earliest-release', at: earliest, summary: 'Earliest lawful release', description: `Notice of ${notice}, announced ${announced}.` },
  ];
  if (release !== null) {
    const verdict = release.lawful ? 'It keeps the notice.' : `Too early: the earliest lawful release is ${earliest}.`;
    entries.push({ id: 'planned-release', at: release.at, summary: `Planned release (${release.lawful ? 'lawful' : 'too early'})`, description: verdict });
  }
  const stamp = `${today.replaceAll('-', '')}T000000Z`;
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//lockstep//validator//EN', 'CALSCALE:GREGORIAN',
    ...entries.flatMap((entry) => eventLines(entry, stamp)), 'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
