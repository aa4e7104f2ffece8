// Writes the README's picture of the page, docs/validator.png: node npm/validator/test/shown.mjs, after the page is built.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { root } from '../../../tests/hosts/cases.mjs';
import { launchChromium } from '../../../tests/hosts/browser.mjs';

const width = 1280;
const height = 720;

/** Runs in a page: the colours of a picture, at most 256 of them, and the number of each pixel's. */
async function indexed(address) {
  const image = new globalThis.Image();
  image.src = address;
  await image.decode();
  const canvas = new globalThis.OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, image.width, image.height);
  const pixels = Array.from({ length: data.length / 4 }, (_, pixel) => (data[4 * pixel] << 16) | (data[4 * pixel + 1] << 8) | data[4 * pixel + 2]);
  const counts = new Map();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  // After the most frequent colours one of each kind: shades of letters would take every place otherwise.
  const kinds = new Map(sorted.map((colour) => [colour & 0xe0e0e0, colour]));
  const colours = [...new Set([...sorted.slice(0, 160), ...kinds.values(), ...sorted])].slice(0, 256);
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const distance = (a, b) => parts(a).reduce((sum, value, place) => sum + (value - parts(b)[place]) ** 2, 0);
  const numbers = new Map([...counts.keys()].map((colour) => [
    colour, colours.reduce((best, known, number) => (distance(known, colour) < distance(colours[best], colour) ? number : best), 0),
  ]));
  return { palette: colours.flatMap(parts), pixels: pixels.map((colour) => numbers.get(colour)) };
}

function chunk(name, content) {
  const body = Buffer.concat([Buffer.from(name), content]);
  const [length, check] = [content.length, crc32(body)].map((number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    return bytes;
  });
  return Buffer.concat([length, body, check]);
}

/** A PNG of numbered colours, a third of the size of one of whole colours. */
function png({ palette, pixels }) {
  const header = Buffer.from([0, 0, width >> 8, width & 255, 0, 0, height >> 8, height & 255, 8, 3, 0, 0, 0]);
  const rows = Buffer.concat(Array.from({ length: height }, (_, row) => Buffer.from([0, ...pixels.slice(row * width, (row + 1) * width)])));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}

const cleanups = [];
try {
  const context = await launchChromium({ after: (cleanup) => cleanups.push(cleanup) }, { viewport: { width, height }, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  // The day is a part of what is judged, and stands on the page.
  await page.clock.setFixedTime(new Date('2026-03-02T12:00:00Z'));
  await page.goto(pathToFileURL(join(import.meta.dirname, '..', 'dist', 'validator.html')).href);
  await page.getByRole('button', { name: 'one that drifted' }).click();
  await page.getByRole('heading', { name: 'Fail: 8 errors' }).waitFor();
  await page.getByRole('button', { name: 'the matrix states another service contract version' }).click();
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await page.goto('about:blank');
  const content = png(await page.evaluate(indexed, `data:image/png;base64,${picture.toString('base64')}`));
  writeFileSync(join(root, 'docs', 'validator.png'), content);
  console.log(`docs/validator.png: ${content.length} bytes`);
} finally {
  for (const cleanup of cleanups) await cleanup();
}
