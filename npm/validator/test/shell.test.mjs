// The frame: it says who judges, and leads to every journey, however the page is opened.
import { test } from 'node:test';
import { assertAccessible, openPage, picture, ways } from './page.mjs';

for (const way of ways) {
  test(`the frame, ${way}`, async (t) => {
    const page = await openPage(t, { way });
    await page.getByText('Judged by lockstep').waitFor();
    for (const name of ['Envelopes', 'Change', 'Handoff and gates', 'Trio']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.waitForFunction((title) => document.title === title, `${name} · lockstep validator`);
    }
    await assertAccessible(page);
    await picture(page, `shell-${way}`);
  });
}
