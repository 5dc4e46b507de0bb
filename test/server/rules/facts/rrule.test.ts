import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rruleProblem } from '../../../../server/rules/facts/rrule.ts';

/** Rules of the RFC itself, of Prefect's documentation, and of real calendars. */
const right = [
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=10',
  'FREQ=DAILY;INTERVAL=10;COUNT=5',
  'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
  'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
  'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
  'FREQ=MONTHLY;BYMONTHDAY=-3',
  'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
  'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
  'FREQ=YEARLY;BYDAY=20MO',
  'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
  'FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16',
  'DTSTART:20240730T040000Z\nRRULE:FREQ=DAILY',
  'DTSTART:20240730T040000Z RRULE:FREQ=DAILY',
  'RRULE:FREQ=HOURLY;INTERVAL=3\nEXDATE:20240730T040000Z',
  'freq=weekly;byday=mo',
  'FREQ=MINUTELY',
  'FREQ=SECONDLY;INTERVAL=30',
];

for (const rule of right) test(`${rule.replaceAll('\n', ' / ')} is right`, () => assert.equal(rruleProblem(rule), undefined));

const wrong: readonly (readonly [rule: string, problem: RegExp])[] = [
  ['', /it has no rule/],
  ['FREQ=WEEKLY; BYDAY=MO', /a rule has no part ' BYDAY'/],
  ['DTSTART:20240730T040000Z', /it has no rule/],
  ['COUNT=10', /it has no FREQ/],
  ['FREQ=DAILY;', /'' is not a part of a rule/],
  ['FREQ=FORTNIGHTLY', /'FORTNIGHTLY' is not a valid FREQ/],
  ['FREQ=DAILY;COUNT=0', /'0' is not a valid COUNT: use a number from 1/],
  ['FREQ=DAILY;INTERVAL=-1', /'-1' is not a valid INTERVAL/],
  ['FREQ=DAILY;BYMINUTE=60', /'60' is not a valid BYMINUTE: use 0 to 59/],
  ['FREQ=DAILY;BYMONTH=0', /'0' is not a valid BYMONTH: use 1 to 12/],
  ['FREQ=DAILY;BYMONTHDAY=32', /'32' is not a valid BYMONTHDAY/],
  ['FREQ=DAILY;BYYEARDAY=400', /'400' is not a valid BYYEARDAY/],
  ['FREQ=WEEKLY;BYDAY=MON', /'MON' is not a valid BYDAY/],
  ['FREQ=WEEKLY;BYDAY=', /'BYDAY=' is not a part of a rule/],
  ['FREQ=WEEKLY;BYDAY', /'BYDAY' is not a part of a rule/],
  ['FREQ=WEEKLY;COUNT=1=2', /'COUNT=1=2' is not a part of a rule/],
  ['FREQ=WEEKLY;UNTIL=2027-12-31', /is not a valid UNTIL/],
  ['0 5 * * *', /is not a part of a rule/],
];

for (const [rule, problem] of wrong) {
  test(`'${rule}' is wrong: ${problem.source}`, () => assert.match(rruleProblem(rule) ?? '', problem));
}
