import { test } from 'node:test';
import { invalidRrule } from '../../../server/rules/invalid-rrule.ts';
import { checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('what is no rule is reported, with the part that is wrong', () =>
  checkRule(
    invalidRrule,
    deployed(`
      { rrule: 'FREQ=WEKLY;BYDAY=MO' },
      //       ^^^^^^^^^^^^^^^^^^^^^ 'WEKLY' is not a valid FREQ
      { rrule: 'BYDAY=MO' },
      //       ^^^^^^^^^^ it has no FREQ
      { rrule: 'FREQ=WEEKLY;BYDAY=XX' },
      //       ^^^^^^^^^^^^^^^^^^^^^^ 'XX' is not a valid BYDAY
      { rrule: 'FREQ=DAILY;FOO=1' },
      //       ^^^^^^^^^^^^^^^^^^ a rule has no part 'FOO'
      { rrule: 'FREQ=DAILY;BYHOUR=24' },
      //       ^^^^^^^^^^^^^^^^^^^^^^ '24' is not a valid BYHOUR: use 0 to 23
      { rrule: 'FREQ=DAILY;BYSECOND=60' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^^ '60' is not a valid BYSECOND
      { rrule: 'FREQ=DAILY;INTERVAL=x' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^ 'x' is not a valid INTERVAL
      { rrule: 'FREQ=DAILY;UNTIL=tomorrow' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ is not a valid UNTIL
      { rrule: 'FREQ=WEEKLY;WKST=MONDAY' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^^^ 'MONDAY' is not a weekday
      { rrule: 'FREQ=DAILY;FREQ=DAILY' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^ FREQ is given twice
      { rrule: 'every day' },
      //       ^^^^^^^^^^^ 'every day' is not a part of a rule
      { rrule: '' },
      //       ^^ it has no rule`),
  ));

test('rules of RFC 5545 are right, with or without their prefix and start', () =>
  checkRule(
    invalidRrule,
    deployed(`
      { rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' },
      { rrule: 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0' },
      { rrule: 'DTSTART:20270101T000000Z\\\\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=10' },
      { rrule: 'freq=yearly;bymonth=1;bymonthday=-1' },
      { rrule: 'FREQ=DAILY;UNTIL=20271231T000000Z;WKST=SU' },
      { rrule: 'FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU,WE,TH,FR' },
      { rrule: process.env['WHEN'] },
      { cron: '0 5 * * *' },`),
  ));

test('a rule that is too long for Prefect is reported', () => {
  const list = Array.from({ length: 2300 }, () => '10').join(',');
  const source = deployed(`{ rrule: 'FREQ=DAILY;BYHOUR=${list}' },`);
  const line = source.split('\n').find((text) => text.includes('rrule')) ?? '';
  const at = line.indexOf("'FREQ");
  const carets = `//${' '.repeat(at - 2)}${'^'.repeat(line.lastIndexOf("'") + 1 - at)} Prefect takes 6500 at most`;
  checkRule(invalidRrule, source.replace(line, `${line}\n${carets}`));
});

test('deploy, constants and short schedules', () =>
  checkRule(
    invalidRrule,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const rrule = 'FREQ=DAYLY';
      //            ^^^^^^^^^^^^ 'DAYLY' is not a valid FREQ: use one of YEARLY, MONTHLY
      await etl.deploy({ name: 'a', rrule });
      await etl.deploy({ name: 'b', schedule: { rrule: 'RRULE:FREQ=DAILY;COUNT=many' } });
      //                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 'many' is not a valid COUNT
      await etl.deploy({ name: 'c', rrule: 'FREQ=DAILY' });`,
  ));

test('dates alone, small letters and lines of their own are read by the servers', () =>
  checkRule(
    invalidRrule,
    deployed(String.raw`
      { rrule: 'RDATE:20270101T000000Z' },
      { rrule: 'freq=daily;byhour=6' },
      { rrule: 'DTSTART;TZID=Europe/Berlin:20270101T060000\nRRULE:FREQ=DAILY\nEXDATE:20270103T060000' },
      { rrule: 'EXDATE:20270101T000000Z' },
      //       ^^^^^^^^^^^^^^^^^^^^^^^^^ it has no rule`),
  ));
