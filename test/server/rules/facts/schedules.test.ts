import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsOf, isZone, readCron } from '../../../../server/rules/facts/schedules.ts';

test('five fields have names; more, fewer and short forms have none', () => {
  assert.deepEqual(fieldsOf('0 5 1 * mon'), { minute: '0', hour: '5', day: '1', month: '*', weekday: 'mon' });
  assert.deepEqual(fieldsOf('  0   5 1 *  mon '), { minute: '0', hour: '5', day: '1', month: '*', weekday: 'mon' });
  for (const expression of ['0 5 * *', '0 0 5 * * *', '@daily', '']) assert.equal(fieldsOf(expression), undefined, expression);
});

test('what Prefect and the embedded server both read can be read', () => {
  for (const expression of ['* * * * *', '*/5 8-17 * * 1-5', '0 0 L * *', '0 0 * * 7', '@hourly', '0 0 * jan,jul sun', '1-0 * * * *']) {
    assert.notEqual(readCron(expression), undefined, expression);
  }
});

test('nonsense cannot be read, and does not throw', () => {
  for (const expression of ['', 'x', '60 * * * *', '* 24 * * *', '* * 32 * *', '@never', '* * * * * * * *', '1-x * * * *']) {
    assert.equal(readCron(expression), undefined, expression);
  }
});

test('day of month and day of week are alternatives unless told otherwise', () => {
  const after = new Date('2027-01-01T12:00:00Z');
  assert.equal(readCron('0 0 13 * 5')?.nextRun(after)?.toISOString(), '2027-01-08T00:00:00.000Z');
  assert.equal(readCron('0 0 13 * 5', false)?.nextRun(after)?.toISOString(), '2027-08-13T00:00:00.000Z');
});

const zones: Readonly<Record<string, boolean>> = {
  'Europe/Berlin': true,
  UTC: true,
  'Etc/GMT+5': true,
  CET: true,
  'US/Eastern': true,
  '+02:00': false,
  'UTC+2': false,
  utc: false,
  'europe/berlin': false,
  Berlin: false,
  'Europe/Berln': false,
  '': false,
  ' ': false,
};

for (const [zone, expected] of Object.entries(zones))
  test(`'${zone}' is ${expected ? 'a' : 'no'} zone`, () => assert.equal(isZone(zone), expected));
