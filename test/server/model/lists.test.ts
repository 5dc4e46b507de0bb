import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTo, firstOf, isSameList } from '../../../server/model/lists.ts';

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

test('the first item counts for which anything is found, and the others are not asked', () => {
  const asked: number[] = [];
  const found = firstOf([1, 2, 3], (item) => {
    asked.push(item);
    return item > 1 ? `found ${item}` : undefined;
  });
  assert.deepEqual([found, asked], ['found 2', [1, 2]]);
  assert.equal(
    firstOf([1, 2], () => undefined),
    undefined,
  );
});
