import { test } from 'node:test';
import { cronNeverFires } from '../../../server/rules/cron-never-fires.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('days that no month has are reported', () =>
  checkRule(
    cronNeverFires,
    deployed(`
      { cron: '0 0 30 2 *' },
      //      ^^^^^^^^^^^^ 💡 '0 0 30 2 *' never starts a run: no month that it names has a day 30.
      { cron: '0 0 31 feb,apr,jun *' },
      //      ^^^^^^^^^^^^^^^^^^^^^^ 💡 never starts a run
      { cron: '0 0 30,31 2 *' },
      //      ^^^^^^^^^^^^^^^ 💡 never starts a run
      { cron: '0 0 30-31 FEB *' },
      //      ^^^^^^^^^^^^^^^^^ 💡 never starts a run
      { cron: '0 12 31 4 *' },
      //      ^^^^^^^^^^^^^ 💡 The deployment looks scheduled all the same. Choose a day that exists, or L for the last one of the month.
      { cron: '0 0 30 2 1', dayOr: false },
      //      ^^^^^^^^^^^^ never starts a run`),
  ));

test('days that some month has are right, and so are leap years', () =>
  checkRule(
    cronNeverFires,
    deployed(`
      { cron: '0 0 29 2 *' },
      { cron: '0 0 31 * *' },
      { cron: '0 0 31 1-2 *' },
      { cron: '0 0 28-30 2 *' },
      { cron: '0 0 1,30 2 *' },
      { cron: '0 0 L 2 *' },
      { cron: '0 0 */31 2 *' },
      { cron: '0 0 30 2 1' },
      { cron: '0 0 31 nov-dec *' },
      { cron: '@yearly' },`),
  ));

test('what cannot be read at all is another matter', () =>
  checkRule(cronNeverFires, deployed(`{ cron: '0 0 32 2 *' }, { cron: '0 30 2' },`)));

test('the days of each month', () => {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (const [index, last] of days.entries()) {
    checkRule(cronNeverFires, deployed(`      { cron: '0 0 ${last} ${index + 1} *' },`));
    if (last === 31) continue;
    const expression = `'0 0 ${last + 1} ${index + 1} *'`;
    checkRule(
      cronNeverFires,
      deployed(`      { cron: ${expression} },\n      //      ${'^'.repeat(expression.length)} 💡 never starts a run`),
    );
  }
});

test('deploy and toDeployment are looked at, too', () =>
  checkRule(
    cronNeverFires,
    `
      import { flow, serve } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', cron: '0 0 31 6 *' });
      //                                  ^^^^^^^^^^^^ 💡 never starts a run
      await serve([etl.toDeployment({ name: 'b', cron: '0 0 31 9,11 *' })]);
      //                                               ^^^^^^^^^^^^^^^ 💡 never starts a run`,
  ));

test('the fix takes the last day of the month', () => {
  const wrap = (cron: string): string =>
    `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\nawait etl.deploy({ name: 'a', cron: '${cron}' });`;
  checkFix(cronNeverFires, wrap('0 5 31 6 *'), wrap('0 5 L 6 *'));
});
