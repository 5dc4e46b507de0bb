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
      //                                     ^^^^^^^ 💡 3 retries of task 'one' follow at once
      export const two = flow({ name: 'two', retries: 1 }, async () => 1);
      //                                     ^^^^^^^ 💡 1 retry of flow 'two' follows at once
      export const three = task({ name: 'three', retries: 3, retryDelaySeconds: 0 }, async () => 1);
      //                                         ^^^^^^^ task 'three'
      export const four = one.withOptions({ retries: 5 });
      //                                    ^^^^^^^ 💡 5 retries of task 'one'`,
  ));

test('constants are followed', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      const retries = 3;
      const defaults = { retries };
      //                 ^^^^^^^ 💡 task 'one'
      export const one = task({ name: 'one', ...defaults }, async () => 1);
      export const two = task({ name: 'two', retries }, async () => 1);
      //                                     ^^^^^^^ 💡 task 'two'`,
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

test('the fix adds a delay', () =>
  checkFix(
    retryWithoutDelay,
    `${head}task({ name: 'one', retries: 3, tags: [] }, async () => 1);`,
    `${head}task({ name: 'one', retries: 3, retryDelaySeconds: 10, tags: [] }, async () => 1);`,
  ));

test('flows and tasks in functions and lists', () =>
  checkRule(
    retryWithoutDelay,
    `${head}
      export const make = (name: string) => task({ name, retries: 2 }, async () => 1);
      //                                                 ^^^^^^^ 💡 2 retries
      export const list = [flow({ name: 'a', retries: 2 }, async () => 1), task({ name: 'b', retries: 2, retryDelaySeconds: 1 }, async () => 1)];
      //                                     ^^^^^^^ 💡 flow 'a'
      export class Tasks { static readonly one = task({ name: 'one', retries: 2, retryJitterFactor: 1 }, async () => 1); }
      //                                                             ^^^^^^^ 💡 task 'one'`,
  ));
