import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTo, isSameList } from '../../../server/model/lists.ts';

const cases: readonly (readonly [one: string, other: string, same: boolean])[] = [
  ['', '', true],
  ['ab', 'ab', true],
  ['ab', 'ba', false],
  ['ab', 'abc', false],
  ['abc', 'ab', false],
];

for (const [one, other, same] of cases) {
  test(`"${one}" and "${other}" are ${same ? '' : 'not '}the same list`, () => assert.equal(isSameList([...one], [...other]), same));
}

test('what is added to a key stands behind what it has', () => {
  const lists = new Map<string, number[]>();
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    addTo(lists, key, value);
  assert.deepEqual(
    [...lists],
    [
      ['a', [1, 3]],
      ['b', [2]],
    ],
  );
});
