import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits } from '../../../../server/workspace/fixes.ts';
import { indentAt, insertBehind, requoted } from '../../../../server/rules/facts/edits.ts';

test('a string keeps its quotes', () => {
  assert.equal(requoted("a('x')", { start: 2, end: 5 }, 'new'), "'new'");
  assert.equal(requoted('a("x")', { start: 2, end: 5 }, 'new'), '"new"');
  assert.equal(requoted('a(`x`)', { start: 2, end: 5 }, 'new'), '`new`');
  assert.equal(requoted('cron: x', { start: 6, end: 7 }, 'new'), 'new');
});

test('the white space of a line is that before its first sign', () => {
  const text = 'a\n    b c\n\td';
  assert.equal(indentAt(text, 0), '');
  assert.equal(indentAt(text, text.indexOf('c')), '    ');
  assert.equal(indentAt(text, text.indexOf('d')), '\t');
});

test('what comes behind a member has a line of its own where that has one, and comments stay with it', () => {
  const cases = [
    ['{ a: 1 }', '{ a: 1, b: 2 }'],
    ['{ a: 1, c: 3 }', '{ a: 1, b: 2, c: 3 }'],
    ['{\n  a: 1,\n}', '{\n  a: 1,\n  b: 2,\n}'],
    ['{\n  a: 1\n}', '{\n  a: 1,\n  b: 2\n}'],
    ['{\n\ta: 1, // one\n}', '{\n\ta: 1, // one\n\tb: 2,\n}'],
    ['{\r\n  a: 1 /* one */\r\n}', '{\r\n  a: 1, /* one */\r\n  b: 2\r\n}'],
    ['{\n  a: 1, c: 3 }', '{\n  a: 1, b: 2, c: 3 }'],
    ['{ x,\n  a: 1 }', '{ x,\n  a: 1, b: 2 }'],
    ['{ x, a: 1,\n}', '{ x, a: 1, b: 2,\n}'],
  ];
  for (const [before = '', after] of cases) {
    const start = before.indexOf('a: 1');
    assert.equal(applyEdits(before, insertBehind(before, { start, end: start + 4 }, 'b: 2')), after);
  }
});
