import { test } from 'node:test';
import { retryWithoutDelay } from '../../../server/rules/retry-without-delay.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { exponentialBackoff, flow, task } from 'millrace';
`;

test('retries that follow at once are reported', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      export const one = task({ name: 'one', retries: 3 }, async () => 1);
      //                                     ^^^^^^^ 💡 Task 'one' is retried 3 times without a delay
      export const two = flow({ name: 'two', retries: 1 }, async () => 1);
      //                                     ^^^^^^^ 💡 Flow 'two' is retried once without a delay
      export const three = task({ name: 'three', retries: 3, retryDelaySeconds: 0 }, async () => 1);
      //                                         ^^^^^^^ 💡 Task 'three'
      export const four = one.withOptions({ retries: 5 });
      //                                    ^^^^^^^ 💡 Task 'one' is retried 5 times`,
  ));

test('constants are followed', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      const retries = 3;
      const defaults = { retries };
      //                 ^^^^^^^ 💡 Task 'one'
      export const one = task({ name: 'one', ...defaults }, async () => 1);
      export const two = task({ name: 'two', retries }, async () => 1);
      //                                     ^^^^^^^ 💡 Task 'two'`,
  ));

test('delays of every kind, and no retries, are right', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      const patient = { retries: 3, retryDelaySeconds: 10 };
      export const one = task({ name: 'one', retries: 3, retryDelaySeconds: 10 }, async () => 1);
      export const two = task({ name: 'two', retries: 3, retryDelaySeconds: [1, 5, 30] }, async () => 1);
      export const three = task({ name: 'three', retries: 3, retryDelaySeconds: exponentialBackoff(2) }, async () => 1);
      export const four = task({ name: 'four', ...patient }, async () => 1);
      export const five = one.withOptions({ retries: 5 });
      export const six = task({ name: 'six', retries: 0 }, async () => 1);
      export const make = (options: object, retries: number) => [
        task({ name: 'seven', retries: 3, ...options }, async () => 1),
        task({ name: 'eight', retries }, async () => 1),
      ];`,
  ));

test('the fix adds a delay, or changes the one of 0 seconds', () => {
  checkFix(
    retryWithoutDelay,
    `${head}task({ name: 'one', retries: 3, retryDelaySeconds: 0 /* at once */ }, async () => 1);`,
    `${head}task({ name: 'one', retries: 3, retryDelaySeconds: 10 /* at once */ }, async () => 1);`,
  );
  checkFix(
    retryWithoutDelay,
    `${head}class Jobs {\r\n\tstatic one = task({\r\n\t\tname: 'one',\r\n\t\tretries: 3 // three\r\n\t}, async () => 1)\r\n}`,
    `${head}class Jobs {\r\n\tstatic one = task({\r\n\t\tname: 'one',\r\n\t\tretries: 3, // three\r\n\t\tretryDelaySeconds: 10\r\n\t}, async () => 1)\r\n}`,
  );
  checkFix(
    retryWithoutDelay,
    `${head}task({ name: 'one', retries: 3, tags: [] }, async () => 1);`,
    `${head}task({ name: 'one', retries: 3, retryDelaySeconds: 10, tags: [] }, async () => 1);`,
  );
});

test('flows and tasks in functions and lists', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      export const make = (name: string) => task({ name, retries: 2 }, async () => 1);
      //                                                 ^^^^^^^ 💡 is retried 2 times
      export const list = [flow({ name: 'a', retries: 2 }, async () => 1), task({ name: 'b', retries: 2, retryDelaySeconds: 1 }, async () => 1)];
      //                                     ^^^^^^^ 💡 Flow 'a'
      export class Tasks { static readonly one = task({ name: 'one', retries: 2, retryJitterFactor: 1 }, async () => 1); }
      //                                                             ^^^^^^^ 💡 Task 'one'`,
  ));

test('tests need not wait', () =>
  checkRule(
    retryWithoutDelay,
    `import { task } from 'millrace';
      export const flaky = task({ name: 'flaky', retries: 2, retryDelaySeconds: 0 }, async () => 1);`,
    { path: 'flaky.test.ts' },
  ));

test('a delay under another name is none of this rule', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      export const a = task({ name: 'a', retries: 2, retryDelay: 5 }, async () => 1);
      export const b = task({ name: 'b', retries: 2, retry_delay_seconds: 5 }, async () => 1);`,
  ));
