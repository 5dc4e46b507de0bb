import { test } from 'node:test';
import { cronDayAndWeekday } from '../../../server/rules/cron-day-and-weekday.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('both fields restricted are reported', () =>
  checkRule(
    cronDayAndWeekday,
    deployed(`
      { cron: '0 5 13 * 5' },
      //      ^^^^^^^^^^^^ '0 5 13 * 5' starts runs on day of month 13, and also on every weekday 5
      { cron: '0 5 1-7 * MON' },
      //      ^^^^^^^^^^^^^^^ 💡 one of the two is enough for cron
      { cron: '0 5 L * fri' },
      //      ^^^^^^^^^^^^^ Set dayOr to false if both must match
      { cron: '0 5 1,15 * 1-5', dayOr: true },
      //      ^^^^^^^^^^^^^^^^ starts runs on day of month 1,15
      { cron: '0 5 */2 * 5' },
      //      ^^^^^^^^^^^^^ on day of month */2, and also on every weekday 5
      { cron: '0 5 1 * */2' },
      //      ^^^^^^^^^^^^^ on every weekday */2`),
  ));

test('one of them, or both with dayOr false, is right', () =>
  checkRule(
    cronDayAndWeekday,
    deployed(`
      { cron: '0 5 13 * 5', dayOr: false },
      { ...{ dayOr: false }, cron: '0 5 13 * 5' },
      { ...JSON.parse('{}'), cron: '0 5 13 * 5' },
      { cron: '0 5 13 * *' },
      { cron: '0 5 * * 5' },
      { cron: '0 5 ? * 5' },
      { cron: '@monthly' },
      { cron: 'wrong 5 1 * 1' },`),
  ));

test('the first Monday is written as 1#1', () => {
  checkFix(cronDayAndWeekday, deployed(`{ cron: '0 5 1-7 * 1' },`), deployed(`{ cron: '0 5 * * 1#1' },`));
  checkFix(cronDayAndWeekday, deployed(`{ cron: '30 6 8-14 3 fri' },`), deployed(`{ cron: '30 6 * 3 fri#2' },`));
});

test('deploy and constants', () =>
  checkRule(
    cronDayAndWeekday,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const cron = '0 5 1 * 1';
      //           ^^^^^^^^^^^ day of month 1, and also on every weekday 1
      await etl.deploy({ name: 'a', cron });
      await etl.deploy({ name: 'b', cron: '0 5 15-21 * wed' });
      //                                  ^^^^^^^^^^^^^^^^^ 💡 weekday wed
      await etl.deploy({ name: 'c', cron: '0 5 15-21 * wed', dayOr: false });`,
  ));

test('every week of the month has its number, and only whole ones', () => {
  const weeks: Readonly<Record<string, string>> = { '1-7': '#1', '8-14': '#2', '15-21': '#3', '22-28': '#4' };
  for (const [days, mark] of Object.entries(weeks)) {
    checkFix(cronDayAndWeekday, deployed(`{ cron: '0 5 ${days} * 3' },`), deployed(`{ cron: '0 5 * * 3${mark}' },`));
  }
  checkRule(
    cronDayAndWeekday,
    deployed(`
      { cron: '0 5 2-8 * 3' },
      //      ^^^^^^^^^^^^^ one of the two is enough
      { cron: '0 5 1-7 * 1-3' },
      //      ^^^^^^^^^^^^^^^ one of the two is enough
      { cron: '0 5 1-7 * 1,3' },
      //      ^^^^^^^^^^^^^^^ one of the two is enough`),
  );
});

test('in prefect.yaml the option has the name that it has there', () =>
  checkRule(
    cronDayAndWeekday,
    `deployments:
  - name: monthly
    entrypoint: flows.py:etl
    schedules:
      - cron: 0 5 1 * 1
        #     ^^^^^^^^^ Set day_or to false
      - cron: 0 5 1 * 1
        day_or: false
`,
    { path: 'prefect.yaml' },
  ));
