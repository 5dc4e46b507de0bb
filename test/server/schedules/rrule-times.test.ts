import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datesOf } from '../../../runtime/api-server/services/schedule-dates.ts';
import { nextRruleTimes } from '../../../server/schedules/rrule-times.ts';

/** Rules, zones and moments; the embedded server says what the times are. */
const rules: readonly [string, string, string][] = [
  ['FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0', 'UTC', '2026-03-01T00:00:00Z'],
  ['RRULE:FREQ=DAILY;BYHOUR=6', 'Europe/Berlin', '2026-03-01T05:00:00Z'],
  ['FREQ=DAILY;BYHOUR=2;BYMINUTE=30', 'Europe/Berlin', '2026-03-27T00:00:00Z'],
  ['FREQ=DAILY;BYHOUR=2;BYMINUTE=30', 'America/New_York', '2026-10-30T00:00:00Z'],
  ['FREQ=HOURLY', 'Europe/Berlin', '2026-10-24T23:00:00Z'],
  ['FREQ=MINUTELY', 'Asia/Kolkata', '2026-03-01T00:00:30Z'],
  ['FREQ=MONTHLY;BYDAY=-1FR', 'Pacific/Auckland', '2026-03-27T12:00:00Z'],
  ['DTSTART:20260105T080000\nRRULE:FREQ=WEEKLY;INTERVAL=2', 'Europe/Berlin', '2026-03-01T00:00:00Z'],
  ['DTSTART;TZID=America/New_York:20260105T080000\nRRULE:FREQ=DAILY', 'Europe/Berlin', '2026-03-01T00:00:00Z'],
  ['FREQ=DAILY;UNTIL=20260303T000000Z', 'Europe/Berlin', '2026-03-01T00:00:00Z'],
  ['FREQ=DAILY;UNTIL=20210101', 'UTC', '2026-03-01T00:00:00Z'],
  ['RRULE:FREQ=DAILY\nEXDATE:20260302T000000,20260303T000000Z', 'UTC', '2026-03-01T12:00:00Z'],
  ['RRULE:FREQ=MONTHLY\nRDATE:20260315T100000', 'UTC', '2026-03-02T00:00:00Z'],
  ['DTSTART:20260101T000000\nRRULE:FREQ=DAILY;COUNT=61', 'UTC', '2026-03-01T00:00:00Z'],
];

for (const [rrule, timezone, from] of rules) {
  test(`${rrule.replaceAll('\n', ' ')} in ${timezone} after ${from} as the embedded server has it`, async () => {
    const found = await nextRruleTimes({ rrule, timezone }, new Date(from), 5);
    const expected: string[] = [];
    for (const moment of datesOf({ rrule, timezone }, Date.parse(from))) {
      if (expected.push(new Date(moment).toISOString()) === 5) break;
    }
    assert.deepEqual(
      found?.map((date) => date.toISOString()),
      expected,
    );
  });
}

const unknown: readonly [string, string, string?][] = [
  ['a rule that cannot be read', 'FREQ=SOMETIMES'],
  ['an empty text', ''],
  ['no rule', 'DTSTART:20260101T000000'],
  ['two rules', 'RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY'],
  ['exceptions by rule', 'RRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY'],
  ['a zone that does not exist', 'FREQ=DAILY', 'Europe/Atlantis'],
  ['a day that never comes', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'],
];

for (const [what, rrule, timezone = 'UTC'] of unknown) {
  test(`nothing is said of ${what}`, async () =>
    assert.equal(await nextRruleTimes({ rrule, timezone }, new Date('2026-03-01T00:00:00Z'), 5), undefined));
}
