import { test } from 'node:test';
import { scheduleInDstGap } from '../../../server/rules/schedule-in-dst-gap.ts';
import { checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('times that do not exist on one day of the year are reported', () =>
  checkRule(
    scheduleInDstGap,
    deployed(`
      { cron: '30 2 * * *', timezone: 'Europe/Berlin' },
      //      ^^^^^^^^^^^^ this time does not exist in Europe/Berlin: clocks go from 02:00 to 03:00
      { cron: '0 2 * * 0', timezone: 'America/New_York' },
      //      ^^^^^^^^^^^ clocks go from 02:00 to 03:00
      { cron: '15 1 * * *', timezone: 'Europe/London' },
      //      ^^^^^^^^^^^^ clocks go from 01:00 to 02:00
      { cron: '0,30 2 * * *', timezone: 'Australia/Sydney' },
      //      ^^^^^^^^^^^^^^ the run starts that much later`),
  ));

test('times beside it, other days, and zones without daylight saving are right', () =>
  checkRule(
    scheduleInDstGap,
    deployed(`
      { cron: '30 4 * * *', timezone: 'Europe/Berlin' },
      { cron: '0 3 * * *', timezone: 'Europe/Berlin' },
      { cron: '59 1 * * *', timezone: 'Europe/Berlin' },
      { cron: '30 2 * * 3', timezone: 'Europe/Berlin' },
      { cron: '30 2 1 * *', timezone: 'Europe/Berlin' },
      { cron: '30 2 * 6 *', timezone: 'Europe/Berlin' },
      { cron: '30 2 * * *', timezone: 'Asia/Tokyo' },
      { cron: '30 2 * * *', timezone: 'UTC' },
      { cron: '30 2 * * *' },
      { cron: '30 2 * * *', timezone: 'Nowhere' },`),
  ));

test('schedules with runs all around are right', () =>
  checkRule(
    scheduleInDstGap,
    deployed(`
      { cron: '0 * * * *', timezone: 'Europe/Berlin' },
      { cron: '*/15 * * * *', timezone: 'Europe/Berlin' },
      { cron: '30 1-3 * * *', timezone: 'Europe/Berlin' },
      { interval: 3600, timezone: 'Europe/Berlin' },`),
  ));

test('deploy and constants', () =>
  checkRule(
    scheduleInDstGap,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const cron = '45 2 * * *';
      //           ^^^^^^^^^^^^ does not exist in Europe/Paris
      const timezone = 'Europe/Paris';
      await etl.deploy({ name: 'a', cron, timezone });
      await etl.deploy({ name: 'b', cron: '45 2 * * *', timezone: 'Africa/Lagos' });`,
  ));
