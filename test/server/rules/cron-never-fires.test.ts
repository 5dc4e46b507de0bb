import { test } from 'node:test';
import { cronNeverFires } from '../../../server/rules/cron-never-fires.ts';
import { checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('days that no month has are reported', () =>
  checkRule(
    cronNeverFires,
    deployed(`
      { cron: '0 0 30 2 *' },
      //      ^^^^^^^^^^^^ '0 0 30 2 *' never fires: no month that it names has such a day
      { cron: '0 0 31 feb,apr,jun *' },
      //      ^^^^^^^^^^^^^^^^^^^^^^ never fires
      { cron: '0 0 30,31 2 *' },
      //      ^^^^^^^^^^^^^^^ never fires
      { cron: '0 0 30-31 FEB *' },
      //      ^^^^^^^^^^^^^^^^^ never fires
      { cron: '0 12 31 4 *' },
      //      ^^^^^^^^^^^^^ The deployment looks scheduled, and no run ever starts.
      { cron: '0 0 30 2 1', dayOr: false },
      //      ^^^^^^^^^^^^ never fires`),
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
