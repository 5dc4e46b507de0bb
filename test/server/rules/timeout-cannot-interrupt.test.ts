import { test } from 'node:test';
import { timeoutCannotInterrupt } from '../../../server/rules/timeout-cannot-interrupt.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
import { execSync } from 'node:child_process';
`;

test('a timeout on work that blocks is reported', () =>
  checkRule(
    timeoutCannotInterrupt,
    `${head}
      export const one = task({ name: 'one', timeoutSeconds: 10 }, async () => execSync('make').toString());
      //                                     ^^^^^^^^^^^^^^ timeoutSeconds cannot interrupt task 'one': execSync() blocks the process
      export const two = flow({ name: 'two', timeoutSeconds: 10 }, () => {
      //                                     ^^^^^^^^^^^^^^ its endless loop blocks the process
        while (true) if (Math.random() > 0.99) return;
      });
      export const three = task({ name: 'three', timeoutSeconds: 10 }, spin);
      //                                         ^^^^^^^^^^^^^^ task 'three'
      function spin() {
        for (;;) if (Math.random() > 0.99) break;
      }`,
  ));

test('asynchronous work, short work and work without a timeout are right', () =>
  checkRule(
    timeoutCannotInterrupt,
    `${head}
      export const one = task({ name: 'one', timeoutSeconds: 10 }, async () => fetch('https://example.com'));
      export const two = task({ name: 'two' }, async () => execSync('make'));
      export const three = task({ name: 'three', timeoutSeconds: 10 }, async ({ next }: { next: () => Promise<boolean> }) => {
        while (true) if (await next()) return;
      });
      export const four = task({ name: 'four', timeoutSeconds: 10 }, ({ list }: { list: number[] }) => {
        let sum = 0;
        for (const item of list) sum += item;
        return sum;
      });
      export const five = (): void => { while (true) execSync('make'); };`,
  ));
