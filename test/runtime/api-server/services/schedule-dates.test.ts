import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { WireSchedule } from '../../../../runtime/api-server/store/schedules.ts';
import { datesOf } from '../../../../runtime/api-server/services/schedule-dates.ts';

interface Case {
  schedule: WireSchedule;
  after: string;
  /** null: Prefect refuses the schedule. */
  dates: string[] | null;
}

const file = join(import.meta.dirname, '../../../fixtures/schedules.json');
const recorded: { source: string; cases: Case[] } = JSON.parse(readFileSync(file, 'utf8'));

/** Where we answer otherwise on purpose, by the schedule and what it is asked for. */
const ours: Readonly<Record<string, string[]>> = {
  // Prefect moves the whole series for good when daylight saving skips one of its times; ours comes back the next day.
  '{"interval":86400,"anchor_date":"2026-03-20T02:30:00+01:00","timezone":"Europe/Berlin"} 2026-03-27T12:00:00Z': [
    '2026-03-28T01:30:00Z',
    '2026-03-29T01:30:00Z',
    '2026-03-30T00:30:00Z',
    '2026-03-31T00:30:00Z',
    '2026-04-01T00:30:00Z',
  ],
  // Prefect refuses an UNTIL in UTC with a DTSTART without a zone.
  '{"rrule":"DTSTART:20261120T060000\\nRRULE:FREQ=DAILY;UNTIL=20261123T060000Z","timezone":"America/New_York"} 2026-11-21T06:00:00Z': [
    '2026-11-21T11:00:00Z',
    '2026-11-22T11:00:00Z',
    '2026-11-23T11:00:00Z',
  ],
  // A time that daylight saving skips is later by the gap, as for cron; in Prefect's rrule it is earlier.
  '{"rrule":"FREQ=DAILY;BYHOUR=2;BYMINUTE=30","timezone":"Europe/Berlin"} 2026-03-28T12:00:00Z': [
    '2026-03-29T01:30:00Z',
    '2026-03-30T00:30:00Z',
    '2026-03-31T00:30:00Z',
    '2026-04-01T00:30:00Z',
    '2026-04-02T00:30:00Z',
  ],
};

const iso = (date: number): string => `${new Date(date).toISOString().slice(0, 19)}Z`;

function first(schedule: WireSchedule, after: string, count: number): string[] {
  const dates: number[] = [];
  for (const date of datesOf(schedule, Date.parse(after))) {
    dates.push(date);
    if (dates.length === count) break;
  }
  return dates.map(iso);
}

describe(`schedules have the dates of ${recorded.source}`, () => {
  for (const { schedule, after, dates } of recorded.cases) {
    const name = `${JSON.stringify(schedule)} ${after}`;
    test(name, () => {
      const expected = ours[name] ?? dates;
      if (expected === null) assert.throws(() => first(schedule, after, 5));
      else assert.deepEqual(first(schedule, after, 5), expected);
    });
  }
});

test('every difference from Prefect is of a recorded case, and is one', () => {
  for (const [name, dates] of Object.entries(ours)) {
    const found = recorded.cases.find(({ schedule, after }) => `${JSON.stringify(schedule)} ${after}` === name);
    assert.notEqual(found, undefined, name);
    assert.notDeepEqual(found?.dates, dates, name);
  }
});

const after = '2026-11-21T06:00:00Z';

for (const [what, schedule] of [
  ['a date that never comes, by cron', { cron: '0 0 30 2 *' }],
  ['a date that never comes, by rrule', { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
  ['a rule whose exceptions leave nothing', { rrule: 'FREQ=SECONDLY\nEXRULE:FREQ=SECONDLY' }],
  ['a rule that ended', { rrule: 'DTSTART:20200101T000000\nRRULE:FREQ=DAILY;COUNT=3' }],
  ['an interval beyond the calendar', { interval: 1e300 }],
] satisfies [string, WireSchedule][]) {
  test(`${what} gives no dates, and an end`, () => assert.deepEqual(first(schedule, after, 5), []));
}

for (const [schedule, message] of [
  [{ cron: '0 0 * * *', timezone: 'Nowhere/Else' }, /time zone/],
  [{ rrule: `RDATE:${'20270101T000000,'.repeat(500)}` }, /6500 characters/],
  [{ rrule: 'FREQ=SECONDLY;COUNT=100000000' }, /Maximum iterations/],
  [{ rrule: 'DTSTART:20261345T000000\nRRULE:FREQ=DAILY' }, /month/],
  [{ rrule: 'EXDATE:20270101T000000' }, /no rule and no date/],
  [{ rrule: 'BYDAY=MO' }, /FREQ is missing/],
  [{ rrule: 'FREQ=DAILY;__PROTO__=1' }, /unknown part/],
  [{ rrule: 'DURATION:P1D' }, /unsupported property DURATION/],
  [{ rrule: 'RDATE:tomorrow' }, /invalid date/],
  [{ rrule: 'RDATE:20269999' }, /invalid date/],
  [{ interval: 0 }, /more than 0/],
] satisfies [WireSchedule, RegExp][]) {
  test(`${JSON.stringify(schedule).slice(0, 60)} is refused`, () => assert.throws(() => first(schedule, after, 5), message));
}

test('at most 1000 dates are given', () => assert.equal(first({ cron: '* * * * *' }, after, 5000).length, 1000));
