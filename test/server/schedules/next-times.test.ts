import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intervalTimes, nextTimes } from '../../../server/schedules/next-times.ts';

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

const intervals: readonly [string, number, string, string[]][] = [
  ['from an anchor in the past', 3600, '2026-03-27T10:30:00Z', ['2026-03-28T00:30:00.000Z', '2026-03-28T01:30:00.000Z']],
  ['from an anchor that is now', 3600, '2026-03-28T00:00:00Z', ['2026-03-28T01:00:00.000Z', '2026-03-28T02:00:00.000Z']],
  ['from an anchor to come', 86_400, '2026-04-01T00:00:00Z', ['2026-03-29T00:00:00.000Z', '2026-03-30T00:00:00.000Z']],
  ['from nothing that is a time', 3600, 'soon', []],
];

for (const [what, seconds, anchor, expected] of intervals)
  test(`an interval counts ${what}`, () =>
    assert.deepEqual(
      intervalTimes(seconds, new Date(anchor), from, 2).map((time) => time.toISOString()),
      expected,
    ));
