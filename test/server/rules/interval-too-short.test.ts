import { test } from 'node:test';
import { intervalTooShort } from '../../../server/rules/interval-too-short.ts';
import { checkRule } from '../../support/check-rule.ts';
import { deployed } from '../../support/schedules.ts';

test('intervals of a few seconds, and none, are reported', () =>
  checkRule(
    intervalTooShort,
    deployed(`
      { interval: 5 },
      //          ^ A run every 5 seconds is more than most workers keep up with: Prefect's look for runs every 10 seconds
      { interval: 1 },
      //          ^ A run every 1 second is more than
      { interval: 0.5 },
      //          ^^^ A run every 0.5 seconds
      { interval: 0 },
      //          ^ The server refuses an interval of 0 seconds: it must be greater than 0.
      { interval: -60 },
      //          ^^^ The server refuses an interval of -60 seconds`),
  ));

test('longer ones, and those that are not known, are right', () =>
  checkRule(
    intervalTooShort,
    deployed(`
      { interval: 10 },
      { interval: 60 },
      { interval: 24 * 60 * 60 },
      { interval: Number(process.env['SECONDS']) },
      { cron: '0 5 * * *' },`),
  ));

test('what is served runs in a process that is there already', () =>
  checkRule(
    intervalTooShort,
    `import { flow, serve } from 'millrace';
      const check = flow({ name: 'check' }, async () => 1);
      await serve([check.toDeployment({ name: 'often', interval: 5 }), check.toDeployment({ name: 'never', interval: 0 })]);
      //                                                                                                             ^ The server refuses an interval of 0 seconds`,
  ));

test('the limit is an option', () => {
  checkRule(
    intervalTooShort,
    deployed(`
      { interval: 30 },
      //          ^^ A run every 30 seconds is more than most workers keep up with`),
    { options: { minimumSeconds: 60 } },
  );
  checkRule(intervalTooShort, deployed(`{ interval: 5 },`), { options: { minimumSeconds: 1 } });
});

test('other intervals are left alone', () => checkRule(intervalTooShort, 'setInterval(() => 1, 5); export const poll = { interval: 1 };'));

test('deploy, constants and sums', () =>
  checkRule(
    intervalTooShort,
    `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const interval = 60 / 12;
      //               ^^^^^^^ A run every 5 seconds
      await etl.deploy({ name: 'a', interval });
      await etl.deploy({ name: 'b', interval: 3 + 2 });
      //                                      ^^^^^ A run every 5 seconds
      await etl.deploy({ name: 'c', interval: 5 * 60 });`,
  ));

test('what another file writes is underlined where it is used', () =>
  checkRule(intervalTooShort, {
    'schedules.ts': 'export const often = { interval: 5 };',
    'flows.ts': `
      import { flow } from 'millrace';
      import { often } from './schedules.ts';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', schedules: [often] });
      //                                        ^^^^^ A run every 5 seconds`,
  }));
