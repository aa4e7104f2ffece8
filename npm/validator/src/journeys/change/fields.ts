// What is asked for a notice, and how the program is told.
import type { Refusal } from '../../engine/answer.ts';

/** A day, and on the emergency path a time of it, both as typed. */
export type MomentName = 'announced' | 'decided' | 'release';

/** The fields, all as typed; an empty one is left to the program. */
export interface NoticeFields {
  path: 'standard' | 'emergency';
  announced: string;
  announcedTime: string;
  decided: string;
  decidedTime: string;
  published: string;
  release: string;
  releaseTime: string;
  stableSince: string;
  utcOffset: string;
  /** One day a line, with its name behind it; or a list in JSON, as the program takes it. */
  holidays: string;
}

/** Which field. */
export type FieldName = keyof NoticeFields;

/** Everything as it is where nobody chose: announced today, on the standard path. */
export function usualFields(today: string): NoticeFields {
  return {
    path: 'standard', announced: today, announcedTime: '', decided: today, decidedTime: '', published: '', release: '', releaseTime: '',
    stableSince: '', utcOffset: '', holidays: '',
  };
}

/** A day with its time, as the program takes a moment. */
function moment({ path, utcOffset, ...fields }: NoticeFields, name: MomentName): string {
  const [day, time] = [fields[name].trim(), fields[`${name}Time`].trim()];
  if (path === 'standard' || time === '') return day;
  return `${day}T${/^\d\d:\d\d$/.test(time) ? `${time}:00` : time}${utcOffset.trim() || 'Z'}`;
}

/** The words of `lockstep notice` for the fields. */
export function noticeWords(fields: NoticeFields): string[] {
  const emergency = fields.path === 'emergency';
  const options: [string, string][] = [
    ['utc-offset', fields.utcOffset.trim()],
    ['announced', moment(fields, 'announced')],
    ['path', fields.path],
    ['decided', emergency ? moment(fields, 'decided') : ''],
    ['published', emergency ? fields.published.trim() : ''],
    ['release', moment(fields, 'release')],
    ['stable-since', fields.stableSince.trim()],
  ];
  return options.filter(([, value]) => value !== '').map(([name, value]) => `--${name}=${value}`);
}

/** The file of holidays: line by line what was typed, so that places in it are places of the field. */
export function holidaysFile(typed: string): Uint8Array | undefined {
  if (typed.trim() === '') return undefined;
  const encoder = new TextEncoder();
  if (typed.trimStart().startsWith('[')) return encoder.encode(typed);
  let begun = false;
  const lines = typed.split('\n').map((line) => {
    const [, date, name] = /^([^\s,;]+)[\s,;]*(.*)$/.exec(line.trim()) ?? [];
    if (date === undefined) return '';
    const entry = `${begun ? ',' : ''}${JSON.stringify(name ? { date, name } : date)}`;
    begun = true;
    return entry;
  });
  return encoder.encode(`[${lines.join('\n')}]`);
}

const options: Record<string, FieldName> = {
  '--announced': 'announced', '--path': 'path', '--decided': 'decided', '--published': 'published', '--release': 'release',
  '--stable-since': 'stableSince', '--utc-offset': 'utcOffset', '--holidays': 'holidays',
};

/** The field that a fault is about, and what to say there; undefined where it is about none. */
export function faultyField({ message, help, place }: Refusal): { field: FieldName; message: string } | undefined {
  if (place?.file === 'holidays.json') {
    const line = place.line === null ? '' : `line ${place.line}: `;
    return { field: 'holidays', message: line + message.replace(/^the holiday list is faulty: /, '') };
  }
  if (/announced before it was decided/.test(message)) return { field: 'decided', message };
  const option = [/ for '(--[a-z-]+)/.exec(message), /`(--[a-z-]+)/.exec(message), /`(--[a-z-]+)/.exec(help ?? '')].find((match) => match !== null)?.[1];
  const field = option === undefined ? undefined : options[option];
  return field === undefined ? undefined : { field, message: message.replace(/^invalid value '[^]*' for '[^']*': /, '') };
}
