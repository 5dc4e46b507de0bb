import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fnmatch } from '../../../../runtime/api-server/automations/patterns.ts';
import { processorTime } from '../../../support/processor-time.ts';

/** A pattern, a text, and whether Python's fnmatch says that they match. */
const cases: [string, string, boolean][] = [
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a.*', 'a.b.c', true],
  ['a.*', 'a', false],
  ['*', '', true],
  ['*.z', 'k.z', true],
  ['*.z', 'k.zz', false],
  ['a*c*', 'abcd', true],
  ['q?', 'q1', true],
  ['q?', 'q12', false],
  ['[ab]x', 'bx', true],
  ['[!ab]x', 'bx', false],
  ['[!ab]x', 'cx', true],
  ['a.b*c', 'axbc', false],
  ['[a-c]1', 'b1', true],
  ['[]]', ']', true],
  ['a(b)+*$', 'a(b)+x$', true],
  ['*\n*', 'a\nb', true],
];

for (const [pattern, text, expected] of cases) {
  test(`${JSON.stringify(pattern)} and ${JSON.stringify(text)}`, () => assert.equal(fnmatch(pattern, text), expected));
}

test('a pattern of many stars takes no time', () => {
  const taken = processorTime(() => assert.equal(fnmatch(`${'*a'.repeat(50)}b`, 'a'.repeat(2000)), false));
  assert.ok(taken < 2000, `${taken} ms`);
});
