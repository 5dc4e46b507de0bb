import { test } from 'node:test';
import { anonymousFlow } from '../../../server/rules/anonymous-flow.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

test('flows and tasks without a name are reported', () =>
  checkRule(
    anonymousFlow,
    `
      import { flow, task } from 'millrace';
      import * as m from 'millrace';
      export const loadOrders = flow({ retries: 1 }, async () => 1);
      //                        ^^^^ 💡 This flow has no name, so flow() throws when the file is loaded
      export const loadNode = task({}, async () => 1);
      //                      ^^^^ 💡 Give it one: task({ name: 'load-node' }, …)
      export const bare = m.flow(async () => 1);
      //                  ^^^^^^ 💡 This flow has no name
      export const empty = flow({ name: '' }, async () => 1);
      //                   ^^^^ 💡 This flow has no name
      export const named = flow(async function loads() { return 1; });
      //                   ^^^^ 💡 This flow has no name
      export const list = [task({ tags: ['a'] }, async () => 1)];
      //                   ^^^^ This task has no name`,
  ));

test('options in a constant or by spread count', () =>
  checkRule(
    anonymousFlow,
    `
      import { flow } from 'millrace';
      const defaults = { retries: 3 };
      const complete = { name: 'complete' };
      export const one = flow(defaults, async () => 1);
      //                 ^^^^ 💡 This flow has no name
      export const two = flow({ ...defaults }, async () => 1);
      //                 ^^^^ 💡 This flow has no name
      export const three = flow({ ...complete, retries: 1 }, async () => 1);
      export const four = flow(complete, async () => 1);`,
  ));

test('names that are computed, and options that cannot be seen, are right', () =>
  checkRule(
    anonymousFlow,
    `
      import { flow, task } from 'millrace';
      export const make = (options: { name: string }, name: string) => [
        flow(options, async () => 1),
        flow({ ...options }, async () => 1),
        flow({ name }, async () => 1),
        task({ name: \`load-\${name}\` }, async () => 1),
      ];
      export const etl = flow({ name: 'etl' }, async () => 1).withOptions({ retries: 1 });`,
  ));

test('other functions of that name are left alone', () =>
  checkRule(anonymousFlow, `import { flow } from 'lodash'; export const f = flow([(x) => x]); const task = (f) => f; task(() => 1);`));

test('the fix names it after its variable', () => {
  const head = "import { flow } from 'millrace';\nexport const loadOrders = ";
  checkFix(
    anonymousFlow,
    `${head}flow({ retries: 1 }, async () => 1);`,
    `${head}flow({ name: 'load-orders', retries: 1 }, async () => 1);`,
  );
  checkFix(anonymousFlow, `${head}flow({}, async () => 1);`, `${head}flow({ name: 'load-orders' }, async () => 1);`);
  checkFix(anonymousFlow, `${head}flow(async () => 1);`, `${head}flow({ name: 'load-orders' }, async () => 1);`);
  checkFix(anonymousFlow, `${head}flow({ name: '' }, async () => 1);`, `${head}flow({ name: 'load-orders' }, async () => 1);`);
});

test('the fix keeps lines, comments and what is spread, and leaves the options of others alone', () => {
  const head = "import { flow, task } from 'millrace';\nconst defaults = { retries: 3 };\nexport const loadHTTPData = ";
  const fixes: Readonly<Record<string, string>> = {
    'flow({ ...defaults }, run);': "flow({ name: 'load-http-data', ...defaults }, run);",
    'flow({\n  // often\n  retries: 3,\n}, run);': "flow({\n  name: 'load-http-data',\n  // often\n  retries: 3,\n}, run);",
    'task({\r\n\t\tretries: 3,\r\n\t}, run)': "task({\r\n\t\tname: 'load-http-data',\r\n\t\tretries: 3,\r\n\t}, run)",
    "flow({ retries: 3, name: '' }, run);": "flow({ retries: 3, name: 'load-http-data' }, run);",
    'flow({ /* later */ }, run);': "flow({ name: 'load-http-data' /* later */ }, run);",
    'flow(defaults, run);': "flow({ ...defaults, name: 'load-http-data' }, run);",
    'flow(\n  // all of it\n  run);': "flow(\n  // all of it\n  { name: 'load-http-data' }, run);",
  };
  const tail = '\nasync function run() { return 1; }\n';
  for (const [before, after] of Object.entries(fixes)) checkFix(anonymousFlow, head + before + tail, head + after + tail);
});

test('flows in functions, classes and lists', () =>
  checkRule(
    anonymousFlow,
    `
      import { flow, task } from 'millrace';
      export class Flows {
        readonly one = flow({}, async () => 1);
        //             ^^^^ This flow has no name
        static readonly two = flow({ name: 'two' }, async () => 1);
      }
      export function make(retries: number) {
        return task({ retries }, async () => 1);
        //     ^^^^ Give it one: task({ name: 'load' }, …)
      }`,
  ));

test('a test may ask whether it throws', () =>
  checkRule(
    anonymousFlow,
    `import { flow, task } from 'millrace';
      import { expect, it } from 'vitest';
      it('wants a name', () => {
        expect(() => flow({ name: '' }, async () => 1)).toThrow();
        expect(() => task({} as never, async () => 1)).toThrow();
      });
      const one = flow({ retries: 1 }, async () => 1);
      //          ^^^^ 💡 This flow has no name`,
    { path: 'flows.test.ts' },
  ));
