import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSeconds, parseTime, secondsBetween, timeOfDay, toMilliseconds, toTimestamp } from '../../../runtime/core/time.ts';

const parsed: [value: string | number, timestamp: string | undefined][] = [
  ['2026-11-21T06:00:00Z', '2026-11-21T06:00:00.000000Z'],
  ['2026-11-21T06:00:00.123456789Z', '2026-11-21T06:00:00.123456Z'],
  ['2026-11-21T06:00:00.123Z', '2026-11-21T06:00:00.123000Z'],
  ['2026-11-21T06:00:00.123456Z', '2026-11-21T06:00:00.123456Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999000Z'],
  [253_402_300_799.999, '9999-12-31T23:59:59.999000Z'],
  [-62_135_596_800, '0001-01-01T00:00:00.000000Z'],
  ['2026-11-21 06:00:00.5+00:00', '2026-11-21T06:00:00.500000Z'],
  ['2026-11-21T06:00:00+02:00', '2026-11-21T04:00:00.000000Z'],
  ['2026-11-21T06:00:00-0130', '2026-11-21T07:30:00.000000Z'],
  ['2026-11-21T06:00', '2026-11-21T06:00:00.000000Z'],
  ['2026-11-21', '2026-11-21T00:00:00.000000Z'],
  [0, '1970-01-01T00:00:00.000000Z'],
  [1_763_704_800.25, '2025-11-21T06:00:00.250000Z'],
  ['2026-13-21T06:00:00Z', undefined],
  ['0000-01-01T00:00:00Z', undefined],
  [1e15, undefined],
  ['tomorrow', undefined],
  ['', undefined],
];

for (const [value, timestamp] of parsed) {
  test(`the time "${value}" is ${timestamp ?? 'none'}`, () => assert.equal(parseTime(value), timestamp));
}

test('timestamps have microseconds, sort as texts and stay within the years of four digits', () => {
  assert.equal(toTimestamp(1.5), '1970-01-01T00:00:00.001500Z');
  assert.equal(toTimestamp(-1e18), '0001-01-01T00:00:00.000000Z');
  assert.equal(toTimestamp(1e18), '9999-12-31T23:59:59.999000Z');
  const times = [0, 0.001, 1, 999, 1000, 1e9].map(toTimestamp);
  assert.deepEqual(times.toSorted(), times);
});

test('timestamps can be reckoned with', () => {
  const start = '2026-11-21T06:00:00.000250Z';
  assert.equal(toMilliseconds(start), Date.UTC(2026, 10, 21, 6) + 0.25);
  assert.equal(addSeconds(start, 90), '2026-11-21T06:01:30.000250Z');
  assert.equal(secondsBetween(start, addSeconds(start, -5)), -5);
});

test('the time of day is that of this place', () => {
  assert.equal(timeOfDay(new Date(2026, 0, 2, 3, 4, 5, 67).toISOString()), '03:04:05.067');
});
