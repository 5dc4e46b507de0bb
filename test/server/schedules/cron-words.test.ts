import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronWords, durationWords, intervalTimes, localTime, nextTimes, offsetWords } from '../../../server/schedules/cron-words.ts';

const words: readonly [string, string | undefined][] = [
  ['0 6 * * 1-5', 'At 06:00, Monday through Friday'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['@daily', 'At 00:00'],
  ['0 6', undefined],
  ['often', undefined],
];

for (const [cron, expected] of words) test(`${cron} in words`, () => assert.equal(cronWords(cron), expected));

const from = new Date('2026-03-28T00:00:00Z');
const next: readonly [string, Parameters<typeof nextTimes>[0], string[] | undefined][] = [
  ['in UTC unless a zone is said', { cron: '0 6 * * *' }, ['2026-03-28T06:00:00.000Z', '2026-03-29T06:00:00.000Z']],
  [
    'over the change to summer time',
    { cron: '0 6 * * *', timezone: 'Europe/Berlin' },
    ['2026-03-28T05:00:00.000Z', '2026-03-29T04:00:00.000Z'],
  ],
  ['day of month or day of week', { cron: '0 0 1 * 1' }, ['2026-03-30T00:00:00.000Z', '2026-04-01T00:00:00.000Z']],
  ['day of month and day of week', { cron: '0 0 1 * 1', dayOr: false }, ['2026-06-01T00:00:00.000Z', '2027-02-01T00:00:00.000Z']],
  ['never', { cron: '0 0 31 2 *' }, []],
  ['a zone that does not exist', { cron: '0 0 * * *', timezone: 'Mars/Olympus' }, undefined],
  ['what cannot be read', { cron: 'often' }, undefined],
];

for (const [name, schedule, expected] of next) {
  test(`next times: ${name}`, () =>
    assert.deepEqual(
      nextTimes(schedule, from, 2)?.map((time) => time.toISOString()),
      expected,
    ));
}

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

const intervals: readonly [string, number, string, string[]][] = [
  ['from an anchor in the past', 3600, '2026-03-27T10:30:00Z', ['2026-03-28T00:30:00.000Z', '2026-03-28T01:30:00.000Z']],
  ['from an anchor that is now', 3600, '2026-03-28T00:00:00Z', ['2026-03-28T01:00:00.000Z', '2026-03-28T02:00:00.000Z']],
  ['from an anchor to come', 86_400, '2026-04-01T00:00:00Z', ['2026-03-29T00:00:00.000Z', '2026-03-30T00:00:00.000Z']],
  ['from nothing that is a time', 3600, 'soon', []],
];

for (const [what, seconds, anchor, expected] of intervals)
  test(`an interval counts ${what}`, () =>
    assert.deepEqual(
      intervalTimes(seconds, new Date(anchor), new Date('2026-03-28T00:00:00Z'), 2).map((time) => time.toISOString()),
      expected,
    ));

test('times are said in their zone', () => {
  assert.equal(localTime(from, 'Asia/Tokyo', from), 'Sat 28 Mar 09:00');
  assert.equal(offsetWords('Asia/Tokyo', from), 'UTC+09:00');
  assert.equal(offsetWords('Mars/Olympus', from), undefined);
});
