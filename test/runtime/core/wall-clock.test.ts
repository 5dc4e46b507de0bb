import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone, timeZones, wallClock } from '../../../runtime/core/wall-clock.ts';

const utc = (text: string): number => Date.parse(`${text}Z`);
const text = (moment: number): string => new Date(moment).toISOString().slice(0, 16);

/** A zone, a moment in UTC, and what its clocks show then. */
const shown: readonly (readonly [zone: string, moment: string, wall: string])[] = [
  ['UTC', '2026-06-01T12:00', '2026-06-01T12:00'],
  ['Europe/Berlin', '2026-01-01T12:00', '2026-01-01T13:00'],
  ['Europe/Berlin', '2026-06-01T12:00', '2026-06-01T14:00'],
  ['America/New_York', '2026-03-08T06:59', '2026-03-08T01:59'],
  ['America/New_York', '2026-03-08T07:00', '2026-03-08T03:00'],
  ['Asia/Kolkata', '2026-06-01T12:00', '2026-06-01T17:30'],
  ['Asia/Kathmandu', '2026-12-31T20:00', '2027-01-01T01:45'],
  ['Pacific/Kiritimati', '2026-06-01T12:00', '2026-06-02T02:00'],
];

for (const [zone, moment, wall] of shown) {
  test(`at ${moment} UTC clocks in ${zone} show ${wall}, which is that moment`, () => {
    const clock = wallClock(zone);
    assert.equal(text(clock.wallOf(utc(moment))), wall);
    assert.equal(text(clock.momentOf(utc(wall))), moment);
    assert.equal(clock.offsetAt(utc(moment)), utc(wall) - utc(moment));
  });
}

/** Walls that come twice or never, and the moment that they stand for. */
const moved: readonly (readonly [what: string, zone: string, wall: string, moment: string])[] = [
  ['comes twice: the first one counts', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30'],
  ['comes twice in autumn of the south', 'Australia/Sydney', '2026-04-05T02:30', '2026-04-04T15:30'],
  ['is left out: it is later by the gap', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30'],
  ['is left out by half an hour', 'Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-03T15:40'],
  ['is the first behind a gap', 'America/New_York', '2026-03-08T03:00', '2026-03-08T07:00'],
  ['is the last before a gap', 'America/New_York', '2026-03-08T01:59', '2026-03-08T06:59'],
];

for (const [what, zone, wall, moment] of moved) {
  test(`${wall} in ${zone} ${what}`, () => assert.equal(text(wallClock(zone).momentOf(utc(wall))), moment));
}

test('milliseconds are kept', () => assert.equal(wallClock('Europe/Berlin').wallOf(utc('2026-01-01T12:00') + 123) % 1000, 123));

test('a zone that does not exist is refused', () => assert.throws(() => wallClock('Europe/Atlantis'), RangeError));

/** Whether Prefect 3.9.1 and 2.13.7 know these names. */
const names: Readonly<Record<string, boolean>> = {
  ...{ 'Europe/Berlin': true, 'US/Pacific': true, 'America/Port-au-Prince': true, EST5EDT: true, 'Etc/GMT-2': true, UTC: true },
  ...{ '+02:00': false, '-0400': false, 'UTC+2': false, utc: false, 'europe/berlin': false, 'Mars/Olympus': false, '': false },
  ...{ EST: true, MST: true, CET: true, PRC: true, PST8PDT: true, 'Etc/GMT+5': true, 'Asia/Calcutta': true, 'GB-Eire': true, NZ: true },
  ...{ PST: false, CST: false, BST: false, IST: false, JST: false, AST: false, EDT: false, EST5: false, Z: false, ' UTC': false },
  ...{ 'Europe/berlin': false, 'Asia/kolkata': false, 'EUROPE/BERLIN': false, 'SystemV/PST8PDT': false, 'US/Pacific-New': false },
};

for (const [name, known] of Object.entries(names)) {
  test(`"${name}" is ${known ? 'a' : 'no'} time zone`, () => assert.equal(isTimeZone(name), known));
}

test('time zones are listed under the names of today as well as those of before, once each', () => {
  const zones = timeZones();
  assert.deepEqual(zones, [...new Set(zones)].toSorted());
  assert.deepEqual(
    zones.filter((zone) => !isTimeZone(zone)),
    [],
  );
  for (const zone of [
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Europe/Kyiv',
    'America/Argentina/Buenos_Aires',
    'Pacific/Kanton',
  ])
    assert.ok(zones.includes(zone), zone);
});
