// The notice of the journey "Change": the program's, in words, on the calendar and in every file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MANIFEST, MORE, drop, native, openJourney, saved, shows } from './changes.mjs';
import { assertAccessible, picture, ways } from './page.mjs';

/** The marks of the days that the program draws for a terminal: `2026-12-18 a`. */
function drawnInText(text) {
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const marks = [];
  let month;
  for (const line of text.split('\n\nearliest')[0].split('\n')) {
    const title = /^([A-Z]\w+) (\d{4})$/.exec(line);
    if (title !== null) month = `${title[2]}-${String(months.indexOf(title[1]) + 1).padStart(2, '0')}`;
    else if (/^[ \d]{3}[ a+.h>r]/.test(line) && month !== undefined) {
      for (const [, day, mark] of line.matchAll(/([ \d]{2}\d)([a+.h>r ]|$)/g)) marks.push(`${month}-${day.trim().padStart(2, '0')} ${mark.trim()}`.trim());
    }
  }
  return marks;
}

/** The same of the page's tables, read as screen readers read them. */
function drawnOnPage(page) {
  return page.locator('.change-month').evaluateAll((tables) => tables.flatMap((table) => {
    const month = new Date(`${table.caption.textContent} 1 UTC`).toISOString().slice(0, 7);
    return [...table.querySelectorAll('td')].filter((cell) => cell.textContent !== '').map((cell) => {
      const day = cell.querySelector('.change-date').textContent.padStart(2, '0');
      const words = cell.querySelector('.unseen')?.textContent ?? '';
      const marks = [['earliest', '>'], ['planned', 'r'], ['announced', 'a'], ['business day', '+'], ['weekend', '.'], ['holiday', 'h']];
      return `${month}-${day} ${marks.find(([word]) => words.includes(word))?.[1] ?? ''}`.trim();
    });
  }));
}

/** Notices by their fields, and the words by which the program is asked for the same. */
const notices = [
  { about: 'over the end of a year, with holidays', fields: { Announced: '2026-12-18', 'Planned release': '2027-01-04', Holidays: '2026-12-25 Christmas Day\n2026-12-26\n\n2027-01-01 New Year, all day' },
    words: ['--announced', '2026-12-18', '--release', '2027-01-04', '--holidays', 'list.json'],
    holidays: '["2026-12-26", {"date":"2026-12-25","name":"Christmas Day"}, {"date":"2027-01-01","name":"New Year, all day"}]', says: 'Tuesday 5 January 2027' },
  { about: 'lawful on the day, over the end of a leap February', fields: { Announced: '2028-02-21', 'Planned release': '2028-03-06', Holidays: '' },
    words: ['--announced', '2028-02-21', '--release', '2028-03-06'], says: 'Monday 6 March 2028' },
  { about: 'announced on a Sunday, while a stability window runs', fields: { Announced: '2026-03-01', 'Planned release': '', 'Release before made on': '2026-03-10' },
    words: ['--announced', '2026-03-01', '--stable-since', '2026-03-10'], says: 'Tuesday 24 March 2026' },
];
const emergencies = [
  { about: 'an emergency in time', fields: { 'Release before made on': '', Decided: '2026-03-02', 'Decided, time': '09:00', Announced: '2026-03-02', 'Announced, time': '12:00', 'Planned release': '2026-03-03', 'Planned release, time': '13:00' },
    words: ['--path', 'emergency', '--decided', '2026-03-02T09:00:00Z', '--announced', '2026-03-02T12:00:00Z', '--release', '2026-03-03T13:00:00Z'], says: 'Tuesday 3 March 2026, 12:00 UTC' },
  { about: 'an emergency that missed a clock and the day, at an offset', fields: { Decided: '2026-03-01', 'Documents, specification and tests published': '2026-03-04', 'Days begin at (UTC offset)': '-08:00' },
    words: ['--path', 'emergency', '--utc-offset=-08:00', '--decided', '2026-03-01T09:00:00-08:00', '--announced', '2026-03-02T12:00:00-08:00', '--published', '2026-03-04', '--release', '2026-03-03T13:00:00-08:00'], says: 'Monday 16 March 2026' },
];

async function assertNotice(t, page, { about, fields, words, holidays, says }) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.waitForFunction((says) => document.querySelector('.change-earliest strong')?.textContent === says, says);
  // The newest answer has come when it says all that was asked.
  const files = { 'old/manifest-old.json': MANIFEST, 'new/manifest-new.json': MORE, ...(holidays && { 'list.json': holidays }) };
  const today = await page.evaluate(() => new Date().toISOString().slice(0, 10));
  const ask = (format) => native(t, files, ['notice', '--manifest', 'old/manifest-old.json', '--today', today, ...words, '--format', format]);
  const [json, human] = await Promise.all([ask('json'), ask('human')]);
  const report = JSON.parse(json.stdout);
  await page.waitForFunction((lawful) => document.querySelector('.change-release .chip')?.textContent.includes('lawful') === lawful, report.release?.lawful);
  assert.equal(await saved(page, 'Notice JSON'), json.stdout, about);
  assert.equal(await saved(page, 'Notice text'), human.stdout, about);
  if (report.days.length > 0) {
    assert.deepEqual(await drawnOnPage(page), drawnInText(human.stdout), about);
    const numbers = await page.locator('.change-month .change-count').allTextContents();
    assert.deepEqual(numbers, report.days.filter(({ number }) => number !== null).map(({ number }) => String(number)), about);
  } else {
    assert.equal(await page.locator('.change-month').count(), 0, about);
  }
  // What is missed is told in the program's words.
  const missed = [...human.stdout.matchAll(/^ {2}= (missed: .*)$/gm)].map(([, line]) => line);
  assert.deepEqual(await page.locator('.change-release li').allTextContents(), missed, about);
  return { report, human: human.stdout };
}

/** The file for calendars holds what the notice of the page says. */
async function assertCalendarFile(page, { announced, earliest, release }) {
  const text = await saved(page, 'Notice calendar (ICS)');
  assert.ok(text.endsWith('END:VCALENDAR\r\n') && !/[^\r]\n/.test(text));
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const lines = text.replaceAll('\r\n ', '').trimEnd().split('\r\n');
  const values = (name) => lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length));
  assert.deepEqual(values('DTSTART;VALUE=DATE:'), [announced, earliest, release.at].map((day) => day.replaceAll('-', '')));
  assert.deepEqual(values('SUMMARY:'), ['Change announced', 'Earliest lawful release', `Planned release (${release.lawful ? 'lawful' : 'too early'})`]);
  assert.equal(values('DESCRIPTION:')[1], `Notice of 10 business days\\, announced ${announced}.`);
  assert.deepEqual([new Set(values('UID:')).size, values('DTSTAMP:').length, values('BEGIN:VEVENT').length], [3, 3, 3]);
}

for (const way of ways) {
  test(`the notice is the program's, ${way}`, async (t) => {
    const page = await openJourney(t, { way });
    await drop(page, { 'manifest-new.json': MORE, 'manifest-old.json': MANIFEST });
    await shows(page, 'additive');
    for (const notice of notices) {
      const { report } = await assertNotice(t, page, notice);
      if (report.release !== null) await assertCalendarFile(page, report);
    }
    const files = { 'old/manifest-old.json': MANIFEST, 'new/manifest-new.json': MORE };
    const words = ['diff', 'old/manifest-old.json', 'new/manifest-new.json'];
    const announced = ['--announced', '2026-03-01'];
    assert.equal(await saved(page, 'Changes JSON'), (await native(t, files, [...words, '--format', 'json', ...announced])).stdout);
    assert.equal(await saved(page, 'Changes Markdown'), (await native(t, files, [...words, '--format', 'markdown', ...announced])).stdout);
    await page.getByRole('radio', { name: /Emergency/ }).check();
    for (const notice of emergencies) {
      const { report, human } = await assertNotice(t, page, notice);
      const states = await page.locator('.change-clock .chip').allTextContents();
      assert.equal(states[0].includes('missed'), report.clocks.announced_late);
      assert.equal(states[1].includes('missed'), human.includes('missed: clock 2'));
      assert.equal(await page.getByText('The emergency path is closed').count(), Number(report.clocks.closed));
    }
    await assertAccessible(page);
    await picture(page, `change-emergency-${way}`);
  });
}
