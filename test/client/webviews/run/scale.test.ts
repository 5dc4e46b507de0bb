import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ticksOf } from '../../../../client/webviews/run/scale.ts';

const lengths: readonly [number, string][] = [
  [1, '0 ms, 1 ms'],
  [7, '0 ms, 2 ms, 4 ms, 6 ms'],
  [327, '0 ms, 50 ms, 100 ms, 150 ms, 200 ms, 250 ms, 300 ms'],
  [1000, '0 ms, 200 ms, 400 ms, 600 ms, 800 ms, 1000 ms'],
  [1140, '0 s, 0.2 s, 0.4 s, 0.6 s, 0.8 s, 1 s'],
  [3600, '0 s, 1 s, 2 s, 3 s'],
  [42_000, '0 s, 10 s, 20 s, 30 s, 40 s'],
  [150_000, '0 min, 30 s, 1 min, 1 min 30 s, 2 min, 2 min 30 s'],
  [3_000_000, '0 min, 10 min, 20 min, 30 min, 40 min, 50 min'],
  [9_000_000, '0 h, 30 min, 1 h, 1 h 30 min, 2 h, 2 h 30 min'],
  [80_000_000, '0 h, 6 h, 12 h, 18 h'],
  [200_000_000, '0 d, 12 h, 1 d, 1 d 12 h, 2 d'],
  [40 * 86_400_000, '0 d, 10 d, 20 d, 30 d, 40 d'],
];

describe('a scale has round marks in one unit', () => {
  for (const [length, expected] of lengths) {
    test(`for ${length} ms`, () => {
      const ticks = ticksOf(length);
      assert.equal(ticks.map(({ label }) => label).join(', '), expected);
      assert.ok(ticks.every(({ at }) => at >= 0 && at <= length));
    });
  }
});

test('however long, there are never too many', () => {
  for (let length = 1; length < 1e12; length = Math.ceil(length * 1.3)) {
    const count = ticksOf(length).length;
    assert.ok(count >= 2 && count <= 7, `${count} for ${length}`);
  }
});
