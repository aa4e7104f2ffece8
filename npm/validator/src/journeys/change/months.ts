// The notice as months: what the program says of each day, laid out in weeks that start on Monday.
import type { NoticeDay, NoticeReport } from './report.ts';

/** A day of a month. */
export interface Cell {
  /** `YYYY-MM-DD`. */
  date: string;
  /** The day of the month. */
  day: number;
  /** What the program says of it; undefined outside the count. */
  counted?: NoticeDay;
  /** Whether it is a weekend from the announcement to the release, by the notice's terms. */
  isWeekend: boolean;
  isEarliest: boolean;
  /** A planned release, and whether it is lawful. */
  release?: 'lawful' | 'too early';
}

/** A month whose weeks have seven places, null where the month has no day. */
export interface Month {
  /** `YYYY-MM`. */
  name: string;
  title: string;
  weeks: (Cell | null)[][];
}

/** The months that are drawn, and how many between the last two of them are not. */
export interface Months {
  months: Month[];
  between: number;
}

/** The days of a week, in the order of the columns. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** How many months are drawn at most. */
const MOST = 12;
/** How many months behind the earliest lawful release a planned one is still drawn. */
const FARTHEST = 6;

const titles = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The first of a month, which the months are laid out by; what any day means comes from the program alone. */
function firstOf(index: number): Date {
  const first = new Date(0);
  first.setUTCFullYear(Math.floor(index / 12), index % 12, 1);
  return first;
}

/** The number of a day's month since the year 0. */
function indexOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function monthOf(index: number, cell: (date: string, day: number, weekday: string) => Cell): Month {
  const first = firstOf(index);
  const length = Math.round((firstOf(index + 1).getTime() - first.getTime()) / 86_400_000);
  const name = first.toISOString().slice(0, 7);
  const before = (first.getUTCDay() + 6) % 7;
  const places = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_, place) => {
    const day = place - before + 1;
    return day < 1 || day > length ? null : cell(`${name}-${String(day).padStart(2, '0')}`, day, (weekdays[place % 7] ?? '').toLowerCase());
  });
  return { name, title: titles.format(first), weeks: Array.from({ length: places.length / 7 }, (_, week) => places.slice(week * 7, week * 7 + 7)) };
}

/** The months from the announcement to the release; `release` is the planned one's day, where one is named. */
export function monthsOf({ days, earliest, release, terms }: NoticeReport, releaseDay: string): Months {
  const byDate = new Map(days.map((day) => [day.date, day]));
  const verdict = release === null ? undefined : release.lawful ? 'lawful' : 'too early';
  const [begin, until] = [days[0]?.date ?? earliest, verdict !== undefined && releaseDay > earliest ? releaseDay : earliest];
  const cell = (date: string, day: number, weekday: string): Cell => {
    const counted = byDate.get(date);
    const isWeekend = date > begin && date <= until && terms.weekend.includes(weekday);
    return { date, day, isWeekend, isEarliest: date === earliest, ...(counted && { counted }), ...(verdict && date === releaseDay && { release: verdict }) };
  };
  const first = indexOf(begin);
  const end = indexOf(earliest);
  const planned = verdict === undefined ? end : indexOf(releaseDay);
  const last = planned > end && planned <= end + FARTHEST ? planned : end;
  const all = Array.from({ length: Math.max(1, last - first + 1) }, (_, month) => first + month);
  const drawn = all.length > MOST ? [...all.slice(0, MOST - 1), last] : all;
  return { months: drawn.map((index) => monthOf(index, cell)), between: all.length - drawn.length };
}
