import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indentAt, requoted } from '../../../../server/rules/facts/edits.ts';

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
