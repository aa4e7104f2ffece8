// How amounts, lists, sentences and paths are put, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const { bytesInWords, count, counted, listed, shareInWords, timeInWords } = await bundled('documents/amounts.ts');
const { pieces } = await bundled('documents/prose.ts');
const { baseName, commonFolder } = await bundled('documents/paths.ts');

test('amounts', () => {
  assert.deepEqual([counted(10_485_760), counted(1.6)], ['10,485,760', '2']);
  assert.deepEqual([count(0, 'fix', 'fixes'), count(1, 'fix', 'fixes'), count(1234, 'error')], ['0 fixes', '1 fix', '1,234 errors']);
  assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed), ['', 'a', 'a and b', 'a, b and c']);
  assert.deepEqual([1, 999, 1000, 1_500_000].map(bytesInWords), ['1 byte', '999 bytes', '1.0 kB', '1.5 MB']);
  assert.deepEqual([shareInWords(1, 3), shareInWords(0, 0)], ['33.3 %', '0.0 %']);
  assert.deepEqual([timeInWords(0.4), timeInWords(1234)], ['1 millisecond', '1.2 seconds']);
});

test('a sentence is text and code, and a single back tick is a back tick', () => {
  const told = (sentence) => pieces(sentence).map(({ text, isCode }) => (isCode ? `<${text}>` : text)).join('');
  assert.equal(told('the `pin` names `v1`'), 'the <pin> names <v1>');
  assert.equal(told('`pin` and ` alone'), '<pin> and ` alone');
  assert.equal(told(''), '');
});

test('paths', () => {
  assert.deepEqual(['a/b.json', 'b.json', 'a/'].map(baseName), ['b.json', 'b.json', '']);
  assert.deepEqual([['a/b', 'a/c/d'], ['a/b', 'ab/c'], ['a'], []].map(commonFolder), ['a/', '', '', '']);
});
