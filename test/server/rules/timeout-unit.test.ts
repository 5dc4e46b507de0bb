import { test } from 'node:test';
import { timeoutUnit } from '../../../server/rules/timeout-unit.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
`;

test('thousands that are no whole hours are reported', () =>
  checkRule(
    timeoutUnit,
    `${head}
      export const one = task({ name: 'one', timeoutSeconds: 30_000 }, async () => 1);
      //                                                     ^^^^^^ 💡 timeoutSeconds is in seconds, so this is 8.3 hours. If you mean 30 seconds, write 30.
      export const two = flow({ name: 'two', timeoutSeconds: 5 * 60 * 1000 }, async () => 1);
      //                                                     ^^^^^^^^^^^^^ 💡 this is 3.5 days
      export const three = task({ name: 'three', retries: 2, retryDelaySeconds: [1000, 2000] }, async () => 1);
      //                                                                         ^^^^ 💡 16.7 minutes
      //                                                                               ^^^^ 💡 33.3 minutes
      await runDeployment('two/a', { timeout: 60000, pollInterval: 1000 });
      //                                      ^^^^^ 💡 timeout is in seconds
      //                                                           ^^^^ 💡 pollInterval is in seconds
      await waitForFlowRuns([], { timeout: 10000 });
      //                                   ^^^^^ 💡 If you mean 10 seconds, write 10
      await two.deploy({ name: 'a', interval: 60_000 });
      //                                      ^^^^^^ 💡 interval is in seconds`,
  ));

test('intervals of schedules are in seconds, wherever they stand', () => {
  checkRule(
    timeoutUnit,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', schedules: [{ interval: 86_400_000 }, { interval: 86_400 }] });
      //                                                    ^^^^^^^^^^ 💡 this is 1000 days. If you mean 86400 seconds, write 86400.
      await etl.deploy({ name: 'b', schedule: { interval: 15 * 60 * 1000 } });
      //                                                  ^^^^^^^^^^^^^^ 💡 write 900`,
  );
  checkRule(
    timeoutUnit,
    `deployments:
  - name: a
    entrypoint: etl.ts:etl
    schedules:
      - interval: 60000
      #           ^^^^^ 💡 write 60
      - interval: 3600
`,
    { path: 'prefect.yaml' },
  );
});

test('constants are followed', () =>
  checkRule(
    timeoutUnit,
    `${head}
      const minute = 60 * 1000;
      //             ^^^^^^^^^ 💡 timeoutSeconds is in seconds
      export const one = task({ name: 'one', timeoutSeconds: minute }, async () => 1);`,
  ));

test('seconds, whole hours, and other numbers are right', () =>
  checkRule(
    timeoutUnit,
    `${head}
      export const one = task({ name: 'one', timeoutSeconds: 30, retries: 1000, retryDelaySeconds: 600 }, async () => 1);
      export const two = flow({ name: 'two', timeoutSeconds: 10 * 3600 }, async () => setTimeout(() => 1, 30_000));
      export const three = flow({ name: 'three', timeoutSeconds: 1234 }, async () => 1);
      await runDeployment('two/a', { timeout: 0, parameters: { timeout: 30_000 } });
      await two.deploy({ name: 'a', interval: 86_400, jobVariables: { timeout: 30_000 }, concurrencyLimit: 1000 });
      export const make = (timeoutSeconds: number) => task({ name: 'four', timeoutSeconds }, async () => 1);`,
  ));

test('the fix divides by a thousand', () => {
  checkFix(
    timeoutUnit,
    `${head}task({ name: 'a', timeoutSeconds: 30_000 }, async () => 1);`,
    `${head}task({ name: 'a', timeoutSeconds: 30 }, async () => 1);`,
  );
  checkFix(
    timeoutUnit,
    `${head}task({ name: 'a', timeoutSeconds: 5 * 60 * 1000 }, async () => 1);`,
    `${head}task({ name: 'a', timeoutSeconds: 300 }, async () => 1);`,
  );
});

test('other files, namespaces and variants', () =>
  checkRule(timeoutUnit, {
    'load.ts': `import * as m from 'millrace';
      export const load = m.task({ name: 'load', timeoutSeconds: 60 }, async () => 1);`,
    'etl.ts': `
      import { load } from './load.ts';
      import { waitForFlowRuns as wait } from 'millrace';
      export const patient = load.withOptions({ timeoutSeconds: 120_000 });
      //                                                        ^^^^^^^ 💡 If you mean 120 seconds, write 120
      await wait([], { timeout: 1000, pollInterval: 5 });
      //                        ^^^^ 💡 If you mean 1 second, write 1`,
  }));

test('half hours, hours and days are seconds, and what would be many hours is not', () =>
  checkRule(
    timeoutUnit,
    `import { task } from 'millrace';
      export const one = task({ name: 'one', timeoutSeconds: 9000 }, async () => 1);
      export const two = task({ name: 'two', timeoutSeconds: 27_000 }, async () => 1);
      export const three = task({ name: 'three', timeoutSeconds: 45_000 }, async () => 1);
      //                                                         ^^^^^^ 💡 If you mean 45 seconds, write 45
      export const four = task({ name: 'four', timeoutSeconds: 90_000 }, async () => 1);
      //                                                       ^^^^^^ 💡 If you mean 90 seconds, write 90
      export const five = task({ name: 'five', timeoutSeconds: 3_600_000, cacheExpiration: 2_592_000 }, async () => 1);
      //                                                       ^^^^^^^^^ 💡 If you mean 3600 seconds, write 3600
      export const six = task({ name: 'six', timeoutSeconds: 180_000, cacheExpiration: 86_400_000 }, async () => 1);
      //                                                     ^^^^^^^ 💡 If you mean 180 seconds, write 180
      //                                                                               ^^^^^^^^^^ 💡 86400 seconds`,
  ));

test('waits for futures take seconds, too', () =>
  checkRule(
    timeoutUnit,
    `import { flow, task, wait } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        const future = load.submit();
        await future.wait(5000);
        //                ^^^^ 💡 The time that wait takes is in seconds, so this is 83.3 minutes
        await wait([future], 30_000);
        //                   ^^^^^^ 💡 so this is 8.3 hours
        await wait([future], 3600);
        return future.wait(30);
      });`,
  ));

test('what is spread counts where it is not set again, and so does the factor of a backoff', () =>
  checkRule(
    timeoutUnit,
    `import { exponentialBackoff, task } from 'millrace';
      const patient = { retries: 3, retryDelaySeconds: [1000, 5000], timeoutSeconds: 30_000 };
      //                                                ^^^^ 💡 so this is 16.7 minutes
      //                                                      ^^^^ 💡 83.3 minutes
      export const one = task({ name: 'one', ...patient, timeoutSeconds: 30 }, async () => 1);
      export const two = task({ name: 'two', timeoutSeconds: 30, ...patient, ...given, timeoutSeconds: 60 }, async () => 1);
      export const three = task({ name: 'three', retries: 2, retryDelaySeconds: exponentialBackoff(2000) }, async () => 1);
      //                                                                                           ^^^^ 💡 33.3 minutes
      export const four = task({ name: 'four', retries: 2, retryDelaySeconds: exponentialBackoff(2) }, async () => 1);`,
  ));
