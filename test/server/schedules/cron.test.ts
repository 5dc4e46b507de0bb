import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datesOf } from '../../../runtime/api-server/services/schedule-dates.ts';
import { cronWords } from '../../../server/schedules/cron-words.ts';
import { nextTimes } from '../../../server/schedules/next-times.ts';

const from = new Date('2026-03-01T00:00:01Z');

/** The first dates of the embedded server; none where it refuses the expression. */
function served(cron: string): readonly string[] {
  const dates: string[] = [];
  try {
    for (const date of datesOf({ cron, timezone: 'UTC' }, from.getTime())) if (dates.push(new Date(date).toISOString()) === 3) break;
  } catch (error) {
    assert.ok(error instanceof Error);
  }
  return dates;
}

const expressions =
  '0 6 * * 1-5|5/20 * * * *|0 22-6 * * *|1-5,50-10 * * * *|0 0 * * L5|0 0 L * *|0 0 * * sun#2|0 0 * * * 30|0 0 1 1 * 0 2027|@daily|0 0 ? * *|0 0 * * 5-7|0 0 * * 7-2|60 * * * *|H 6 * * *|0 6|@reboot|0 0 31 2 *|0 0 * * FRI-MON|0 0 1 dec-feb *|0 0 * * fri-mon/2';

for (const cron of expressions.split('|')) {
  test(`'${cron}' means to the editor what it means to the embedded server`, () =>
    assert.deepEqual(
      (nextTimes({ cron }, from, 3) ?? []).map((date) => date.toISOString()),
      served(cron),
    ));
}

const words: readonly [string, string | undefined][] = [
  ['0 6 * * 1-5', 'At 06:00, Monday through Friday'],
  ['5/20 * * * *', 'Every 20 minutes, starting at 5 minutes past the hour'],
  ['0 6 * * * 30', 'At 06:00:30'],
  ['0 6', undefined],
];

for (const [cron, expected] of words) test(`'${cron}' in words`, () => assert.equal(cronWords(cron), expected));
