import { test } from 'node:test';
import { unboundedMap } from '../../../server/rules/unbounded-map.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { concurrent, flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ url }: { url: string }) => (await fetch(url)).status);
`;

test('a request for each item of a list is told of', () =>
  checkRule(
    unboundedMap,
    `${head}
      export const etl = flow({ name: 'etl' }, async ({ urls }: { urls: string[] }) => {
        const futures = load.map({ url: urls });
        //                   ^^^ 💡 All runs of task 'load' start at once, and each calls fetch
        return futures.result();
      });`,
  ));

test('tasks of other files, and other clients', () =>
  checkRule(unboundedMap, {
    'load.ts': `
      import axios from 'axios';
      import { task } from 'millrace';
      export const load = task({ name: 'load' }, async ({ url }: { url: string }) => axios.get(url));`,
    'etl.ts': `
      import { flow } from 'millrace';
      import { load as each } from './load.ts';
      export const etl = flow({ name: 'etl' }, async ({ urls }: { urls: string[] }) => each.map({ url: urls }).result());
      //                                                                                    ^^^ 💡 each calls axios.get`,
  }));

test('limits of every kind are right', () =>
  checkRule(
    unboundedMap,
    `${head}
      const tagged = task({ name: 'tagged', tags: ['api'] }, async ({ url }: { url: string }) => fetch(url));
      const local = task({ name: 'local' }, async ({ url }: { url: string }) => url.length);
      export const one = flow({ name: 'one', taskRunner: concurrent({ maxWorkers: 5 }) }, async ({ urls }: { urls: string[] }) => load.map({ url: urls }).result());
      export const two = flow({ name: 'two' }, async ({ urls }: { urls: string[] }) => tagged.map({ url: urls }).result());
      export const three = flow({ name: 'three' }, async ({ urls }: { urls: string[] }) => local.map({ url: urls }).result());
      export const four = flow({ name: 'four' }, async () => load.map({ url: ['https://a.example', 'https://b.example'] }).result());
      export const five = flow({ name: 'five' }, async ({ urls }: { urls: string[] }) => urls.map((url) => url.length));`,
  ));

test('a limit that is not known may be there', () =>
  checkRule(
    unboundedMap,
    `${head}
      export const make = (taskRunner: never, options: object) => [
        flow({ name: 'one', taskRunner }, async ({ urls }: { urls: string[] }) => load.map({ url: urls }).result()),
        flow({ name: 'two', ...options }, async ({ urls }: { urls: string[] }) => load.map({ url: urls }).result()),
      ];
      const list = ['https://a.example'];
      export const three = flow({ name: 'three' }, async () => load.map({ url: list }).result());`,
  ));

test('the fix gives the flow a task runner', () => {
  const load = `const load = task({ name: 'load' }, async ({ url }: { url: string }) => fetch(url));\r\n`;
  const map = `async ({ urls }: { urls: string[] }) => load.map({ url: urls }).result()`;
  const flowWith = (options: string): string => `class A {\r\n\tstatic etl = flow({${options}\r\n\t}, ${map})\r\n}`;
  checkFix(
    unboundedMap,
    `import { flow, task } from 'millrace';\r\n${load}${flowWith(`\r\n\t\tname: 'etl', // e`)}`,
    `import { flow, task, concurrent } from 'millrace';\r\n${load}${flowWith(`\r\n\t\tname: 'etl', // e\r\n\t\ttaskRunner: concurrent({ maxWorkers: 10 }),`)}`,
  );
});

test('a runner without a number is no limit', () => {
  const read = `import { concurrent, flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ url }: { url: string }) => (await fetch(url)).status);`;
  const etl = (runner: string): string => `${read}
      export const etl = flow({ name: 'etl', taskRunner: ${runner} }, async ({ urls }: { urls: string[] }) => load.map({ url: urls }).result());`;
  checkRule(
    unboundedMap,
    `${etl('concurrent()')}
      //                                                                                                              ^^^ 💡 each calls fetch`,
  );
  checkFix(unboundedMap, etl('concurrent()'), etl('concurrent({ maxWorkers: 10 })'));
  checkRule(unboundedMap, etl('concurrent({ maxWorkers: 3 })'));
  checkRule(unboundedMap, etl('runnerOfOurs()'));
});
