import { test } from 'node:test';
import { unboundedRetry } from '../../../server/rules/unbounded-retry.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('retries without an end are reported', () =>
  checkRule(
    unboundedRetry,
    `${head}
      export const one = task({ name: 'one', retries: Infinity }, async () => 1);
      //                                              ^^^^^^^^ Task 'one' is tried again without end
      export const two = flow({ name: 'two', retries: Number.MAX_SAFE_INTEGER }, async () => 1);
      //                                              ^^^^^^^^^^^^^^^^^^^^^^^ Flow 'two' is tried again without end
      export const three = task({ name: 'three', retries: 1000 }, async () => 1);
      //                                                  ^^^^ Task 'three' is tried again 1000 times
      export const four = task({ name: 'four', retries: -1 }, async () => 1);
      //                                                ^^ A negative number means no retries: task 'four'
      export const five = three.withOptions({ retries: 10 * 10 });
      //                                               ^^^^^^^ 100 times`,
  ));

test('a few are right, and so is what is not known', () =>
  checkRule(
    unboundedRetry,
    `${head}
      export const one = task({ name: 'one', retries: 5 }, async () => 1);
      export const two = task({ name: 'two', retries: 50 }, async () => 1);
      export const make = (retries: number) => task({ name: 'three', retries }, async () => 1);
      export const four = task({ name: 'four' }, async () => Infinity);`,
  ));

test('the limit is an option', () => {
  const source = `${head}
      export const one = task({ name: 'one', retries: 20 }, async () => 1);
      //                                              ^^ 20 times`;
  checkRule(unboundedRetry, source, { options: { maximum: 10 } });
  checkRule(unboundedRetry, `${head} export const one = task({ name: 'one', retries: 1000 }, async () => 1);`, {
    options: { maximum: 1000 },
  });
});

test('classes, lists and constants', () =>
  checkRule(
    unboundedRetry,
    `${head}
      const many = 500;
      export const list = [task({ name: 'a', retries: Infinity }, async () => 1)];
      //                                              ^^^^^^^^ Task 'a' is tried again without end
      export class Tasks { static readonly b = task({ name: 'b', retries: Number.POSITIVE_INFINITY }, async () => 1); }
      //                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^ Task 'b'
      export const c = task({ name: 'c', retries: many }, async () => 1);
      //                                          ^^^^ Task 'c' is tried again 500 times`,
  ));
