import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockGaps } from '../../../../server/rules/facts/dst.ts';

/** Wall clock times of the gaps within a year after 2027-01-01, as the zones' rules of 2026 say. */
const cases: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'Europe/Berlin': [['2027-03-28T02:00', '2027-03-28T03:00']],
  'Europe/London': [['2027-03-28T01:00', '2027-03-28T02:00']],
  'America/New_York': [['2027-03-14T02:00', '2027-03-14T03:00']],
  'America/Los_Angeles': [['2027-03-14T02:00', '2027-03-14T03:00']],
  'Australia/Sydney': [['2027-10-03T02:00', '2027-10-03T03:00']],
  'Australia/Lord_Howe': [['2027-10-03T02:00', '2027-10-03T02:30']],
  UTC: [],
  'Asia/Tokyo': [],
  'Asia/Kolkata': [],
  'America/Phoenix': [],
};

const after = Date.UTC(2027, 0, 1);
const clock = (moment: number): string => new Date(moment).toISOString().slice(0, 16);

for (const [zone, expected] of Object.entries(cases)) {
  test(`${zone} has ${expected.length === 0 ? 'no gap' : `a gap from ${expected[0]?.[0]}`}`, () =>
    assert.deepEqual(
      clockGaps(zone, after).map(({ from, to }) => [clock(from), clock(to)]),
      expected,
    ));
}

test('it does not matter from which moment of the year one looks', () => {
  for (let month = 0; month < 12; month += 1) {
    for (const day of [1, 14, 27]) {
      const gaps = clockGaps('Europe/Berlin', Date.UTC(2026, month, day, 5, 17));
      assert.ok(gaps.length > 0, `${month + 1}-${day}`);
      for (const { from, to } of gaps) assert.match(`${clock(from)} ${clock(to)}`, /-03-\d\dT02:00 .*T03:00$/);
    }
  }
});
