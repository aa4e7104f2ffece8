// The journey Envelopes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, openPage, picture, ways } from './page.mjs';

const looks = [
  { width: 1280, theme: 'light' },
  { width: 390, theme: 'dark' },
];

for (const way of ways) {
  for (const { width, theme } of looks) {
    test(`examples, ${way}, ${width} ${theme}`, async (t) => {
      const page = await openPage(t, { way, width, theme, path: '#envelopes' });
      await page.getByRole('heading', { name: 'Responses' }).waitFor();
      const name = (state) => `envelopes-${state}-${way}-${width}-${theme}`;
      await assertAccessible(page);
      await picture(page, name('empty'));
      for (const [example, heading] of [
        ['One response', 'Conforming under v2 only and Overlap; not conforming under v3 final'],
        ['A body a line', '4 of 8 answers do not conform to the overlap'],
        ['A log with statuses', '3 of 10 answers do not conform to the overlap'],
        ['A HAR file', '1 of 5 answers do not conform to the overlap'],
      ]) {
        await page.getByRole('button', { name: example, exact: true }).click();
        await page.getByRole('heading', { name: heading }).waitFor({ timeout: 5000 }).catch(async (error) => {
          await picture(page, name('failed'));
          throw error;
        });
        await page.waitForTimeout(400);
        await assertAccessible(page);
        await picture(page, name(example.replaceAll(' ', '-')));
      }
    });
  }
}
