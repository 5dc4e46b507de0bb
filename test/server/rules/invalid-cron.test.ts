import { test } from 'node:test';
import { invalidCron } from '../../../server/rules/invalid-cron.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('fields out of their range are named', () =>
  checkRule(
    invalidCron,
    deployed(`
      { cron: '0 25 * * *' },
      //      ^^^^^^^^^^^^ '25' is not a valid hour. Use 0 to 23
      { cron: '60 * * * *' },
      //      ^^^^^^^^^^^^ '60' is not a valid minute. Use 0 to 59
      { cron: '0 0 0 * *' },
      //      ^^^^^^^^^^^ '0' is not a valid day of month. Use 1 to 31
      { cron: '0 0 * 13 *' },
      //      ^^^^^^^^^^^^ '13' is not a valid month
      { cron: '0 0 * * 8' },
      //      ^^^^^^^^^^^ '8' is not a valid day of week
      { cron: '1,2,x * * * *' },
      //      ^^^^^^^^^^^^^^^ '1,2,x' is not a valid minute
      { cron: '*/0 * * * *' },
      //      ^^^^^^^^^^^^^ '*/0' is not a valid minute
      { cron: '0 9 * * MONDAY' },
      //      ^^^^^^^^^^^^^^^^ 'MONDAY' is not a valid day of week
      { cron: 'H * * * *' },
      //      ^^^^^^^^^^^ 'H' is not a valid minute
      { cron: '0 5 * * * 99' },
      //      ^^^^^^^^^^^^^^ '99' is not a valid second. Use 0 to 59
      { cron: '0 5 * * * 0 soon' },
      //      ^^^^^^^^^^^^^^^^^^ 'soon' is not a valid year. Use 1970 to 2099`),
  ));

test('the number of fields and the short forms', () =>
  checkRule(
    invalidCron,
    deployed(`
      { cron: '0 5 * *' },
      //      ^^^^^^^^^ it has 4 fields, and needs 5
      { cron: 'every day' },
      //      ^^^^^^^^^^^ it has 2 fields
      { cron: '' },
      //      ^^ it has 0 fields
      { cron: '@reboot' },
      //      ^^^^^^^^^ the only short forms are @yearly
      { cron: '0 0 5 * * *' },
      //      ^^^^^^^^^^^^^ 💡 The sixth field of '0 0 5 * * *' is the seconds, and * starts a run every second
      { cron: '0 5 * * * * * *' },
      //      ^^^^^^^^^^^^^^^^^ it has 8 fields`),
  ));

test('what Prefect does not know', () =>
  checkRule(
    invalidCron,
    deployed(`
      { cron: '0 0 15W * *' },
      //      ^^^^^^^^^^^^^ it does not know the W in '15W'
      { cron: '0 0 LW * *' },
      //      ^^^^^^^^^^^^ it does not know the W
      { cron: '0 0 * * 5L' },
      //      ^^^^^^^^^^^^ 💡 it writes the last weekday of a month as 'L5'. Use 'L5'.`),
  ));

test('what Prefect and the embedded server both read is right', () =>
  checkRule(
    invalidCron,
    deployed(`
      { cron: '5/20 * * * *' },
      { cron: '0 22-6 * * *' },
      { cron: '1-5,50-10 * * * *' },
      { cron: '0 0 * * L5' },
      { cron: '0 0 L * *' },
      { cron: '0 0 * * sun#2' },
      { cron: '0 0 ? * *' },
      { cron: '0 0 * * * 30' },
      { cron: '0 0 1 jan,JUL * 0 2027' },
      { cron: '  0 6 * * 1-5/2 ' },
      { cron: '@midnight' },`),
  ));

test('every way to write a schedule is looked at', () =>
  checkRule(
    invalidCron,
    `
      import { flow, serve } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const cron = '0 24 * * *';
      //           ^^^^^^^^^^^^ '24' is not a valid hour
      await etl.deploy({ name: 'a', cron });
      await etl.deploy({ name: 'b', schedule: { cron: 'x' } });
      //                                              ^^^ it has 1 field, and needs 5
      await etl.deploy({ name: 'c', schedules: [{ cron: '0 99 * * *' }, { cron: '0 5 * * *' }] });
      //                                                ^^^^^^^^^^^^ '99' is not a valid hour
      await serve([etl.toDeployment({ name: 'd', cron: '0 5 * * * * * *' })]);
      //                                               ^^^^^^^^^^^^^^^^^ it has 8 fields, and needs 5`,
  ));

test('what both servers read is right', () =>
  checkRule(
    invalidCron,
    deployed(`
      { cron: '0 5 * * *' },
      { cron: '*/15 8-18 * * mon-fri' },
      { cron: '0 0 1,15 jan,jul *' },
      { cron: '0 0 * * 7' },
      { cron: '0 0 L * *' },
      { cron: '0 0 * * MON#2' },
      { cron: '0 0 1-31/2 * *' },
      { cron: '@daily' },
      { cron: '@hourly' },
      { cron: '  0  5 * * *  ' },
      { cron: process.env['CRON'] },
      { interval: 60 },`),
  ));

test('other things called cron are left alone', () =>
  checkRule(invalidCron, `import { schedule } from 'node-cron'; schedule({ cron: 'x' }); export const options = { cron: '99 * * * *' };`));

test('schedules in functions, loops and by spread', () =>
  checkRule(
    invalidCron,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const nightly = { cron: '0 24 * * *', timezone: 'UTC' };
      //                      ^^^^^^^^^^^^ '24' is not a valid hour
      export async function deploy(names: string[]) {
        for (const name of names) await etl.deploy({ name, cron: '0 0 0 1 *' });
        //                                                       ^^^^^^^^^^^ '0' is not a valid day of month
        await etl.deploy({ name: 'a', schedule: nightly });
        await etl.withOptions({ retries: 1 }).deploy({ name: 'b', cron: '5' });
        //                                                              ^^^ it has 1 field
      }`,
  ));

test('a constant of another file is reported where it is used', () =>
  checkRule(invalidCron, {
    'cron.ts': `export const cron = '0 24 * * *';`,
    'etl.ts': `
      import { flow } from 'millrace';
      import { cron } from './cron.ts';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', cron });
      //                            ^^^^ '24' is not a valid hour`,
  }));

test('the fix writes what is meant', () => {
  const wrap = (cron: string): string =>
    `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\nawait etl.deploy({ name: 'a', cron: '${cron}' });`;
  checkFix(invalidCron, wrap('0 0 5 * * *'), wrap('0 5 * * *'));
  checkFix(invalidCron, wrap('0 0 * * 5L'), wrap('0 0 * * L5'));
});
