// The patch, applied by the real `git apply` and `patch`, gives exactly the bytes that the page holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';
import { applied as appliedBy } from './patched.mjs';

const { patchOf } = await bundled('home/patch.ts');

const content = (given) => ({ bytes: new Uint8Array(Buffer.from(given)) });
const change = (name, before, after) => ({ name, before: before === null ? null : content(before), after: content(after) });

/** Applies the patch of the changes, and compares. */
function applied(t, changes, program) {
  const plain = changes.map(({ name, before, after }) => ({ name, before: before?.bytes ?? null, after: after.bytes }));
  appliedBy(t, patchOf(changes), plain, program);
}

const programs = [['git', 'apply', '-'], ['patch', '-p1', '--no-backup-if-mismatch']];

/** Numbers below `limit` that are the same in every run. */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A text of some lines out of few different ones, and one that some edits make of it. */
function pair(random) {
  const words = ['{', '}', '  "a": 1,', '', 'é ü', '-- x', '++ y', '@@ -1 +1 @@', '\\ No newline at end of file', 'diff --git a/x b/x', '\u2028', 'b\tc ', '\ufeff'];
  const end = ['\n', '\n', '\r\n', '\r'][random(4)];
  const line = () => words[random(words.length)] + (random(12) === 0 ? '\r\n' : end);
  const before = Array.from({ length: random(30) }, line);
  const after = [...before];
  for (let edits = 1 + random(5); edits > 0; edits--) after.splice(random(after.length + 1), random(4), ...Array.from({ length: random(3) }, line));
  const cut = (text) => (random(3) === 0 ? text.replace(/\r?\n$/, '') : text);
  return [cut(before.join('')), cut(after.join(''))];
}

for (const program of programs) {
  test(`generated pairs, ${program[0]}`, (t) => {
    const random = generator(6);
    const changes = Array.from({ length: 400 }, (_, index) => {
      const [before, after] = pair(random);
      return change(`docs/${index}.md`, random(8) === 0 ? null : before, after);
    });
    // Those that do not differ are none, and what ends empty `patch` removes: the next test has one of them.
    applied(t, changes.filter(({ before, after }) => Buffer.compare(before?.bytes ?? Buffer.of(), after.bytes) !== 0 && after.bytes.length > 0), program);
  });

  test(`names and bytes of every kind, ${program[0]}`, (t) => {
    const names = ['a b.json', 'ü/ß-漢字-\u{1f600}.md', 'quote".md', 'back\\slash', 'tab\there', 'line\nbreak', ' leading and trailing ', '-x', '__proto__', 'bell\x07\x7f', "it's", 'a/b c/d'];
    applied(t, [
      ...names.map((name) => change(`n/${name}`, 'one\ntwo\nthree\n', 'one\n2\nthree\n')),
      ...names.map((name) => change(`new/${name}`, null, 'one\n')),
      change('filled', '', 'a\nb'),
      change('bytes', Buffer.of(0xff, 0xfe, 10, 0x80, 10, 13, 10), Buffer.of(0xff, 0xfe, 10, 0x81, 10, 13, 10, 0xc3)),
      change('zero', Buffer.of(0, 10, 0x61, 10), Buffer.of(0, 10, 0x62, 0, 10)),
      change('utf-16', Buffer.from('\ufeffone\r\ntwo\r\n', 'utf16le'), Buffer.from('\ufeffone\r\n2\r\n', 'utf16le')),
      change('mark', '\ufeff{}\n', '{}\n'),
      change('unlike', Array.from({ length: 3000 }, (_, n) => `${n}\n`).join(''), Array.from({ length: 3000 }, (_, n) => `${n}x\n`).join('').trimEnd()),
      change('to crlf', 'a\nb\nc', 'a\r\nb\r\nc\r\n'),
    ], program);
  });
}

test('an emptied and a new empty document, git', (t) => {
  applied(t, [change('emptied', 'a\nb\n', ''), change('emptied, without an end', 'a', ''), change('empty', null, '')], programs[0]);
});

test('what no patch can name is refused in words', () => {
  for (const name of ['', '/etc/passwd', '../x', 'a/../b', './a', 'a//b', '.git/config', 'a/.GIT/x', 'a\0b', '\ud800']) {
    assert.throws(() => patchOf([change(name, null, 'x')]), /^Error: no patch can be made of ".*": its name /);
  }
  assert.throws(() => patchOf([change('a', null, 'x'), change('a', null, 'y')]), /another one has the same name/);
});
