import { test } from 'node:test';
import { invalidTimezone } from '../../../server/rules/invalid-timezone.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('zones that do not exist are reported, with the one that is meant', () =>
  checkRule(
    invalidTimezone,
    deployed(`
      { cron: '0 5 * * *', timezone: 'Europe/Berln' },
      //                             ^^^^^^^^^^^^^^ 💡 There is no time zone 'Europe/Berln', so the server refuses the schedule. Did you mean
      { cron: '0 5 * * *', timezone: 'Berlin' },
      //                             ^^^^^^^^ 💡 Did you mean 'Europe/Berlin'?
      { cron: '0 5 * * *', timezone: 'Asia/Kolkatta' },
      //                             ^^^^^^^^^^^^^^^ 💡 Did you mean 'Asia/Kolkata'?
      { cron: '0 5 * * *', timezone: 'Kyiv' },
      //                             ^^^^^^ 💡 Did you mean 'Europe/Kyiv'?
      { cron: '0 5 * * *', timezone: 'New York' },
      //                             ^^^^^^^^^^ 💡 Did you mean 'America/New_York'?
      { cron: '0 5 * * *', timezone: 'Mars/Olympus' },
      //                             ^^^^^^^^^^^^^^ Use an IANA name
      { interval: 3600, timezone: '+02:00' },
      //                          ^^^^^^^^ is an offset and not a time zone: Prefect refuses it, and it does not follow daylight saving time. Use an IANA name
      { cron: '0 5 * * *', timezone: 'UTC+1' },
      //                             ^^^^^^^ There is no time zone 'UTC+1'
      { cron: '0 5 * * *', timezone: '' },
      //                             ^^ '' is no time zone. Use an IANA name
      { cron: '0 5 * * *', timezone: 'PST' },
      //                             ^^^^^ 'PST' is an abbreviation that several zones have, so the server refuses the schedule. Use an IANA name
      { cron: '0 5 * * *', timezone: 'BST' },
      //                             ^^^^^ 'BST' is an abbreviation
      { cron: '0 5 * * *', timezone: 'EDT' },
      //                             ^^^^^ 'EDT' is an abbreviation
      { cron: '0 5 * * *', timezone: 'EST5' },
      //                             ^^^^^^ There is no time zone 'EST5'
      { cron: '0 5 * * *', timezone: 'europe/berlin' },
      //                             ^^^^^^^^^^^^^^^ 💡 Did you mean 'Europe/Berlin'?
      { cron: '0 5 * * *', timezone: 'utc' },
      //                             ^^^^^ 💡 Did you mean 'UTC'?`),
  ));

test('zones and their other names are right', () =>
  checkRule(
    invalidTimezone,
    deployed(`
      { cron: '0 5 * * *', timezone: 'Europe/Berlin' },
      { cron: '0 5 * * *', timezone: 'UTC' },
      { cron: '0 5 * * *', timezone: 'CET' },
      { cron: '0 5 * * *', timezone: 'EST' },
      { cron: '0 5 * * *', timezone: 'EST5EDT' },
      { cron: '0 5 * * *', timezone: 'Etc/GMT-2' },
      { cron: '0 5 * * *', timezone: 'US/Pacific' },
      { cron: '0 5 * * *', timezone: process.env['TZ'] },
      { cron: '0 5 * * *' },`),
  ));

test('the fix writes the zone that is meant', () =>
  checkFix(
    invalidTimezone,
    deployed(`{ cron: '0 5 * * *', timezone: "Asia/Tokio" },`),
    deployed(`{ cron: '0 5 * * *', timezone: "Asia/Tokyo" },`),
  ));

test('deploy, constants and several schedules', () =>
  checkRule(
    invalidTimezone,
    `
      import { flow, serve } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const timezone = 'Europe/Londn';
      //               ^^^^^^^^^^^^^^ 💡 Did you mean 'Europe/London'?
      await etl.deploy({ name: 'a', cron: '0 5 * * *', timezone });
      await etl.deploy({ name: 'b', schedule: { interval: 3600, timezone: 'EST5' } });
      //                                                                  ^^^^^^ no time zone 'EST5'
      await serve([etl.toDeployment({ name: 'c', rrule: 'FREQ=DAILY', timezone: 'europe/berlinn' })]);
      //                                                                        ^^^^^^^^^^^^^^^^ 💡 'Europe/Berlin'
      export const clock = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Londn' });`,
  ));
