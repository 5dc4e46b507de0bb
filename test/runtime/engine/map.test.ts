import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapInputs } from '../../../runtime/engine/map.ts';
import { Unmapped } from '../../../runtime/engine/futures.ts';

const cases: { what: string; given: Record<string, unknown>; calls: Record<string, unknown>[] }[] = [
  { what: 'a list', given: { x: [1, 2] }, calls: [{ x: 1 }, { x: 2 }] },
  {
    what: 'lists side by side',
    given: { x: [1, 2], y: ['a', 'b'] },
    calls: [
      { x: 1, y: 'a' },
      { x: 2, y: 'b' },
    ],
  },
  { what: 'a string is a constant', given: { x: [1], s: 'ab' }, calls: [{ x: 1, s: 'ab' }] },
  { what: 'an object is a constant', given: { x: [1], o: { a: 1 } }, calls: [{ x: 1, o: { a: 1 } }] },
  {
    what: 'an unmapped list is a constant',
    given: { x: [1, 2], l: new Unmapped([7]) },
    calls: [
      { x: 1, l: [7] },
      { x: 2, l: [7] },
    ],
  },
  { what: 'a set', given: { x: new Set([1, 2]) }, calls: [{ x: 1 }, { x: 2 }] },
  { what: 'an empty list', given: { x: [] }, calls: [] },
];

for (const { what, given, calls } of cases) {
  test(`map over ${what}`, () => assert.deepEqual(mapInputs(given, 'load'), calls));
}

test('map refuses lists of different lengths, and nothing to iterate', () => {
  assert.throws(() => mapInputs({ x: [1], y: [1, 2] }, 'load'), { code: 'invalid', message: /x: 1, y: 2/ });
  assert.throws(() => mapInputs({ s: 'ab' }, 'load'), { code: 'invalid', message: /nothing to iterate/ });
});
