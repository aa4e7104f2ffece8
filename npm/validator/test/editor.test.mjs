// What the editors rely on, without a browser: offsets in bytes, line breaks, edits, and that the newest answer wins.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const require = createRequire(import.meta.url);
const { EditorState } = require('@codemirror/state');
const { Content } = await bundled('documents/content.ts');
const { LineBreaks } = await bundled('editor/lines.ts');
const { Shown } = await bundled('editor/shown.ts');
const { changed, replacement } = await bundled('editor/change.ts');
const { offsetOf } = await bundled('editor/places.ts');
const { compatible, edited, editsOf } = await bundled('findings/fixes.ts');
const { newestWins } = await bundled('engine/newest.ts');

const text = 'a\r\n\u00e9\n\u{1f600}b\r\r\nc';

test('byte offsets become indices of the text, in any order', () => {
  const content = Content.ofText(text);
  const offsets = [...text].map((_, place, all) => Buffer.byteLength(all.slice(0, place).join('')));
  const expected = [...text].map((_, place, all) => all.slice(0, place).join('').length);
  assert.deepEqual(content.indices(offsets), expected);
  assert.deepEqual(content.indices(offsets.toReversed()), expected.toReversed());
  assert.deepEqual(content.indices([999]), [text.length]);
});

test('what is no UTF-8 stays as it is', () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0x62);
  const content = Content.ofBytes(bytes);
  assert.equal(content.text, 'a\uFFFDb');
  assert.equal(content.bytes, bytes);
  assert.match(new Shown(content).note, /not UTF-8/);
});

test('positions in the editor and in the text are told both ways', () => {
  const breaks = new LineBreaks(text);
  const normal = text.replaceAll(/\r\n?/g, '\n');
  for (let position = 0; position <= normal.length; position++) assert.equal(breaks.toEditor(breaks.toText(position)), position);
  assert.equal(normal[breaks.toEditor(text.indexOf('c'))], 'c');
  assert.equal(breaks.usual, '\r\n');
});

test('an edit keeps every line break that it does not touch', () => {
  const state = EditorState.create({ doc: text });
  const typed = state.update({ changes: { from: state.doc.line(2).from, insert: 'x\ny' } });
  assert.equal(changed(new LineBreaks(text), typed.changes), 'a\r\nx\r\ny\u00e9\n\u{1f600}b\r\r\nc');
  const joined = state.update({ changes: { from: 1, to: 2 } });
  assert.equal(changed(new LineBreaks(text), joined.changes), 'a\u00e9\n\u{1f600}b\r\r\nc');
});

test('a replacement is as small as it can be', () => {
  for (const [before, after] of [['abc', 'abxc'], ['aaa', 'aa'], ['', 'x'], ['x', ''], ['same', 'same']]) {
    const { from, to, insert } = replacement(before, after);
    assert.equal(before.slice(0, from) + insert + before.slice(to), after);
    assert.ok(to - from + insert.length <= 1);
  }
});

test('a long document and a long line are shown in their beginning', () => {
  const line = new Shown(Content.ofText(`short\n${'x'.repeat(20_000)}\nshort`));
  assert.equal(line.document.length, 6 + 5_000);
  assert.match(line.note, /All 20,012 bytes are judged/);
  assert.equal(new Shown(Content.ofText('x\n'.repeat(1_000_000))).document.length, 1_048_576);
  const usual = new Shown(Content.ofText('x\n'.repeat(10_000)));
  assert.deepEqual([usual.note, usual.whole], ['', true]);
});

test('lines and columns become byte offsets', () => {
  assert.equal(offsetOf('a\n\u00e9b\n', { line: 2, column: 2 }), 4);
  assert.equal(offsetOf('a', { line: 9, column: 9 }), 1);
});

const edit = (document, start, end, replacement) => ({ document, start, end, replacement });

test('edits are put in by bytes, and those that overlap wait', () => {
  assert.equal(edited(Content.ofText('\u00e9=1;b=2'), [edit('', 7, 8, 'three'), edit('', 3, 4, '\u00fc')]).text, '\u00e9=\u00fc;b=three');
  const fixes = [
    { title: 'one', edits: [edit('pin', 0, 4, 'a')] },
    { title: 'overlaps', edits: [edit('matrix', 9, 9, 'b'), edit('pin', 3, 5, 'b')] },
    { title: 'other document', edits: [edit('matrix', 0, 4, 'c')] },
    { title: 'beside', edits: [edit('pin', 4, 5, 'd')] },
    { title: 'at the same place', edits: [edit('pin', 4, 4, 'e')] },
  ];
  const fitting = compatible(fixes);
  assert.deepEqual(fitting.map(({ title }) => title), ['one', 'other document', 'beside']);
  assert.deepEqual(['pin', 'matrix', 'manifest'].map((name) => editsOf(fitting, name).length), [2, 1, 0]);
});

test('the newest answer wins, and one piece of work is under way', async () => {
  const asked = [];
  const told = [];
  const ask = newestWins(
    (given) => new Promise((resolve, reject) => asked.push({ given, resolve, reject })),
    (value) => told.push(value), ({ message }) => told.push(message),
  );
  for (const given of [1, 2, 3]) ask(given);
  assert.deepEqual(asked.map(({ given }) => given), [1]);
  asked[0].resolve('first');
  await new Promise(setImmediate);
  assert.deepEqual(asked.map(({ given }) => given), [1, 3]);
  asked[1].reject(new Error('third'));
  await new Promise(setImmediate);
  ask(4);
  asked[2].resolve('fourth');
  await new Promise(setImmediate);
  assert.deepEqual(told, ['third', 'fourth']);
});

test('an answer is dropped where nothing is asked any more, or something else rests to be asked', async () => {
  const asked = [];
  const told = [];
  const ask = newestWins((given) => new Promise((resolve) => asked.push({ given, resolve })), (value) => told.push(value), (error) => told.push(error), 5);
  const rested = () => new Promise((resolve) => setTimeout(resolve, 50));
  ask(1);
  ask(2);
  await rested();
  assert.deepEqual(asked.map(({ given }) => given), [2]);
  ask(undefined);
  asked[0].resolve('put away');
  await rested();
  ask(3);
  await rested();
  ask(4);
  asked[1].resolve('older');
  await rested();
  asked[2].resolve('newest');
  await new Promise(setImmediate);
  assert.deepEqual([asked.map(({ given }) => given), told], [[2, 3, 4], ['newest']]);
});
