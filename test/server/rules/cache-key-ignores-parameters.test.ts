import { test } from 'node:test';
import { cacheKeyIgnoresParameters } from '../../../server/rules/cache-key-ignores-parameters.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { task } from 'millrace';
`;

test('one key for all parameters is reported', () =>
  checkRule(
    cacheKeyIgnoresParameters,
    `${head}
      const fixed = () => 'all';
      export const one = task({ name: 'one', cacheKeyFn: () => 'all' }, async ({ node }: { node: string }) => node);
      //                                                 ^^^^^^^^^^^ The cache key of task 'one' is the same for all parameters
      export const two = task({ name: 'two', cacheKeyFn: fixed }, async ({ node }: { node: string }) => node);
      //                                                 ^^^^^ a run with others gets the result of the first one
      export const three = task({ name: 'three', cacheKeyFn: (_context: unknown, _parameters: unknown) => 'all' }, async ({ node }: { node: string }) => node);
      //                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ task 'three'
      export const four = task({ name: 'four', cacheKeyFn: () => process.env['STAGE'] }, async (given: Record<string, string>) => given);
      //                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^ task 'four'`,
  ));

test('keys of the parameters, and tasks without any, are right', () =>
  checkRule(
    cacheKeyIgnoresParameters,
    `${head}
      export const one = task({ name: 'one', cacheKeyFn: (_context: unknown, { node }: { node: string }) => node }, async ({ node }: { node: string }) => node);
      export const two = task({ name: 'two', cacheKeyFn: () => 'all' }, async () => 1);
      export const three = task({ name: 'three', cacheKeyFn: (...all: unknown[]) => JSON.stringify(all) }, async ({ node }: { node: string }) => node);
      export const make = (cacheKeyFn: () => string) => task({ name: 'four', cacheKeyFn }, async ({ node }: { node: string }) => node);
      export const five = task({ name: 'five' }, async ({ node }: { node: string }) => node);`,
  ));

test('named functions, methods and other files', () =>
  checkRule(cacheKeyIgnoresParameters, {
    'key.ts': `export const key = () => 'all';
      export function good(_context: unknown, parameters: { node: string }) { return parameters.node; }`,
    'flows.ts': `
      import * as m from 'millrace';
      import { good, key } from './key.ts';
      export const one = m.task({ name: 'one', cacheKeyFn: key }, async ({ node }: { node: string }) => node);
      //                                                   ^^^ task 'one'
      export const two = m.task({ name: 'two', cacheKeyFn: good }, async ({ node }: { node: string }) => node);
      export const three = one.withOptions({ cacheKeyFn: () => 'x' });
      //                                                 ^^^^^^^^^ task 'one'`,
  }));

test('a key that is chosen by the parameters, or says that nothing is cached, is right', () =>
  checkRule(
    cacheKeyIgnoresParameters,
    `${head}
      type P = { mode: string };
      export const one = task(
        {
          name: 'one',
          cacheKeyFn: (_: unknown, { mode }: P) => {
            if (mode === 'full') return 'full';
            return 'delta';
          },
        },
        async ({ mode }: P) => mode,
      );
      export const two = task(
        {
          name: 'two',
          cacheKeyFn(_: unknown, { mode }: P) {
            if (mode === 'fresh') return undefined;
            return 'all';
          },
        },
        async ({ mode }: P) => mode,
      );
      export const three = task({ name: 'three', cacheKeyFn: (_: unknown, __: unknown) => undefined }, async ({ mode }: P) => mode);
      export const four = task({ name: 'four', cacheKeyFn: (_: unknown, { mode }: P) => (mode === 'full' ? 'a' : 'b') }, async ({ mode }: P) => mode);`,
  ));

test('of the context, the task is the same for all runs', () =>
  checkRule(
    cacheKeyIgnoresParameters,
    `${head}
      type P = { node: string };
      function ofTask({ task }: { task: { key: string } }) { return task.key; }
      export const one = task({ name: 'one', cacheKeyFn: (context) => context.task.key }, async ({ node }: P) => node);
      //                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ The cache key of task 'one' is the same for all parameters
      export const two = task({ name: 'two', cacheKeyFn: ({ task: own }, _parameters) => \`v2-\${own.options.name}\` }, async ({ node }: P) => node);
      //                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ task 'two'
      export const three = task({ name: 'three', cacheKeyFn: ofTask }, async ({ node }: P) => node);
      //                                                     ^^^^^^ task 'three'
      export const four = task({ name: 'four', cacheKeyFn: (context) => String(context.parameters.node) }, async ({ node }: P) => node);
      export const five = task({ name: 'five', cacheKeyFn: (context) => context.parameters.node as string }, async ({ node }: P) => node);
      export const six = task({ name: 'six', cacheKeyFn: ({ flowRun }) => flowRun?.id }, async ({ node }: P) => node);
      export const seven = task({ name: 'seven', cacheKeyFn: (context) => JSON.stringify(context) }, async ({ node }: P) => node);
      export const eight = task({ name: 'eight', cacheKeyFn: (_, { node }) => node as string }, async ({ node }: P) => node);`,
  ));

test('a function that reads its arguments, and one that gives no key', () =>
  checkRule(
    cacheKeyIgnoresParameters,
    `${head}
      export const one = task({ name: 'one', cacheKeyFn: function () { return JSON.stringify(arguments[1]); } }, async ({ node }: { node: string }) => node);
      export const two = task({ name: 'two', cacheKeyFn: () => undefined }, async ({ node }: { node: string }) => node);
      export const three = task({ name: 'three', cacheKeyFn() { return null; } }, async ({ node }: { node: string }) => node);`,
  ));
