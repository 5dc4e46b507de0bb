import { test } from 'node:test';
import { cacheKeyNondeterministic } from '../../../server/rules/cache-key-nondeterministic.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { task } from 'millrace';
import { randomUUID } from 'node:crypto';
`;

test('keys that change each time are reported', () =>
  checkRule(
    cacheKeyNondeterministic,
    `${head}
      const key = (_: unknown, { node }: { node: string }) => \`\${node}-\${randomUUID()}\`;
      //                                                                 ^^^^^^^^^^^^ The cache key of task 'two' changes with randomUUID()
      export const one = task({ name: 'one', cacheKeyFn: () => String(Date.now()) }, async () => 1);
      //                                                              ^^^^^^^^^^ The cache key of task 'one' changes with Date.now(): no run ever finds the result of another
      export const two = task({ name: 'two', cacheKeyFn: key }, async ({ node }: { node: string }) => node);
      export const three = task(
        {
          name: 'three',
          cacheKeyFn(_: unknown, { nodes }: { nodes: string[] }) {
            return nodes.map((node) => node + Math.random() + new Date()).join();
            //                                ^^^^^^^^^^^^^ Math.random()
            //                                                ^^^^^^^^^^ new Date()
          },
        },
        async ({ nodes }: { nodes: string[] }) => nodes,
      );`,
  ));

test('functions of other files are reported where they are used', () =>
  checkRule(cacheKeyNondeterministic, {
    'key.ts': `export const key = () => \`\${Date.now()}\`;`,
    'flows.ts': `
      import * as m from 'millrace';
      import { key } from './key.ts';
      export const one = m.task({ name: 'one', cacheKeyFn: key }, async () => 1);
      //                                                   ^^^ changes with Date.now()`,
  }));

test('keys of the parameters, and of dates in them, are right', () =>
  checkRule(
    cacheKeyNondeterministic,
    `${head}
      export const one = task({ name: 'one', cacheKeyFn: (_: unknown, { node }: { node: string }) => node }, async ({ node }: { node: string }) => node + Date.now());
      export const two = task({ name: 'two', cacheKeyFn: (_: unknown, { at }: { at: string }) => new Date(at).toDateString() }, async ({ at }: { at: string }) => at);
      export const three = task({ name: 'three', taskRunName: () => String(Date.now()) }, async () => 1);
      export const make = (cacheKeyFn: () => string) => task({ name: 'four', cacheKeyFn }, async () => 1);`,
  ));

test('other names of the same clocks', () =>
  checkRule(
    cacheKeyNondeterministic,
    `import { task } from 'millrace';
      import { v4 as uuid } from 'uuid';
      import * as crypto from 'crypto';
      export const one = task({ name: 'one', cacheKeyFn: () => uuid() }, async () => 1);
      //                                                       ^^^^^^ changes with v4()
      export const two = task({ name: 'two', cacheKeyFn: () => crypto.randomBytes(8).toString('hex') }, async () => 1);
      //                                                       ^^^^^^^^^^^^^^^^^^^^^ changes with randomBytes()
      export const three = task({ name: 'three', cacheKeyFn: () => String(performance.now()) }, async () => 1);
      //                                                                  ^^^^^^^^^^^^^^^^^ changes with performance.now()
      export const four = task({ name: 'four', cacheKeyFn: () => crypto.createHash('sha256').update('a').digest('hex') }, async () => 1);`,
  ));

test('keys of which only the day or the like of a moment is a part are right: they limit how old a result may be', () =>
  checkRule(
    cacheKeyNondeterministic,
    `${head}
      type P = { node: string };
      export const one = task({ name: 'one', cacheKeyFn: (_: unknown, { node }: P) => \`\${node} \${new Date().toISOString().slice(0, 10)}\` }, async ({ node }: P) => node);
      export const two = task({ name: 'two', cacheKeyFn: (_: unknown, { node }: P) => node + Math.floor(Date.now() / 86_400_000) }, async ({ node }: P) => node);
      export const three = task({ name: 'three', cacheKeyFn: (_: unknown, { node }: P) => node + new Date().toDateString() }, async ({ node }: P) => node);
      export const four = task({ name: 'four', cacheKeyFn: () => String(new Date().getHours()) }, async () => 1);
      export const five = task(
        {
          name: 'five',
          cacheKeyFn() {
            const now = new Date();
            const hour = Math.floor(now.getTime() / 3_600_000);
            return \`\${now.getFullYear()}-\${now.getMonth()} \${hour}\`;
          },
        },
        async () => 1,
      );
      export const six = task({ name: 'six', cacheKeyFn: () => String(new Date().getTime() / 60_000) }, async () => 1);`,
  ));

test('whole moments are reported, also through a variable', () =>
  checkRule(
    cacheKeyNondeterministic,
    `${head}
      export const one = task({ name: 'one', cacheKeyFn: () => new Date().toISOString() }, async () => 1);
      //                                                       ^^^^^^^^^^ changes with new Date()
      export const two = task({ name: 'two', cacheKeyFn: () => \`\${new Date().getTime()}\` }, async () => 1);
      //                                                          ^^^^^^^^^^ changes with new Date()
      export const three = task(
        {
          name: 'three',
          cacheKeyFn() {
            const now = Date.now();
            //          ^^^^^^^^^^ changes with Date.now()
            const id = crypto.randomUUID();
            //         ^^^^^^^^^^^^^^^^^^^ changes with crypto.randomUUID()
            return \`\${now} \${id.slice(0, 8)}\`;
          },
        },
        async () => 1,
      );`,
  ));
