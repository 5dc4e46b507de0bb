import { test } from 'node:test';
import { cronEveryMinute } from '../../../server/rules/cron-every-minute.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('a star as the minute is reported', () =>
  checkRule(
    cronEveryMinute,
    deployed(`
      { cron: '* 5 * * *' },
      //      ^^^^^^^^^^^ 💡 '* 5 * * *' starts a run in every minute of hour 5, 60 an hour
      { cron: '* * * * *' },
      //      ^^^^^^^^^^^ 💡 '* * * * *' starts a run every minute, 1440 a day: runs pile up as soon as one takes longer. Write '0 * * * *' for once an hour or '*/5 * * * *' for every fifth minute. If this is meant, set concurrencyLimit.
      { cron: '*/1 2-4 * * *' },
      //      ^^^^^^^^^^^^^^^ 💡 in every minute of hour 2-4
      { cron: '0-59 6 * * *' },
      //      ^^^^^^^^^^^^^^ 💡 60 an hour: 0-59 as the minute means each of them. Write '0 6 * * *'
      { cron: '* * * * 1' },
      //      ^^^^^^^^^^^ 💡 starts a run in every minute, 60 an hour`),
  ));

test('minutes, steps and short forms are right', () =>
  checkRule(
    cronEveryMinute,
    deployed(`
      { cron: '0 5 * * *' },
      { cron: '*/5 * * * *' },
      { cron: '0,30 * * * *' },
      { cron: '0-10 5 * * *' },
      { cron: '@hourly' },
      { cron: '* 25 * * *' },
      { interval: 60 },`),
  ));

test('the fix starts it at minute 0', () => {
  checkFix(cronEveryMinute, deployed(`{ cron: '* 5 * * 1-5' },`), deployed(`{ cron: '0 5 * * 1-5' },`));
  checkFix(cronEveryMinute, deployed(`{ cron: "* * * * *" },`), deployed(`{ cron: "0 * * * *" },`));
  checkFix(cronEveryMinute, deployed(`{ cron: "* * * * *" },`), deployed(`{ cron: "*/5 * * * *" },`), { title: 'every fifth minute' });
});

test('deploy, constants and variants', () =>
  checkRule(
    cronEveryMinute,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const cron = '* 9-17 * * 1-5';
      //           ^^^^^^^^^^^^^^^^ 💡 in every minute of hour 9-17
      await etl.deploy({ name: 'a', cron });
      await etl.withOptions({ retries: 1 }).deploy({ name: 'b', cron: '* 0 1 1 *' });
      //                                                              ^^^^^^^^^^^ 💡 Write '0 0 1 1 *' to start one at minute 0`,
  ));
