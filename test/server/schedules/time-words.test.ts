import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationWords, localTime, offsetWords } from '../../../server/schedules/time-words.ts';

const from = new Date('2026-03-28T00:00:00Z');

const durations: readonly [number, string][] = [
  [0, '0 s'],
  [0.5, '0.5 s'],
  [59, '59 s'],
  [60, '1 min'],
  [5400, '1 h 30 min'],
  [90_061, '1 d 1 h 1 min 1 s'],
];

for (const [seconds, expected] of durations)
  test(`${seconds} seconds are ${expected}`, () => assert.equal(durationWords(seconds), expected));

test('a time of another year says so', () =>
  assert.equal(localTime(new Date('2027-01-01T00:00:00Z'), 'UTC', from), 'Fri 1 Jan 2027 00:00'));

test('times are said in their zone', () => {
  assert.equal(localTime(from, 'Asia/Tokyo', from), 'Sat 28 Mar 09:00');
  assert.equal(offsetWords('Asia/Tokyo', from), 'UTC+09:00');
  assert.equal(offsetWords('Mars/Olympus', from), undefined);
});
