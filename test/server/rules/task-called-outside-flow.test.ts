import { test } from 'node:test';
import { taskCalledOutsideFlow } from '../../../server/rules/task-called-outside-flow.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
`;

test('calls at the top of a file are told of', () =>
  checkRule(
    taskCalledOutsideFlow,
    `${head}
      await load({ node: 'a' });
      //    ^^^^ Task 'load' is called outside of a flow: this works, but its run belongs to no flow run
      load.submit({ node: 'a' });
    //     ^^^^^^ Task 'load'
      const all = load.map({ node: ['a'] });
      //               ^^^ its run belongs to no flow run
      if (import.meta.main) await load({ node: 'b' });
      //                          ^^^^ Task 'load'`,
  ));

test('nothing is told of a flow that is half written, whose tasks seem to be called at the top', () =>
  checkRule(
    taskCalledOutsideFlow,
    `${head}export const bad = flow({ name: 'bad', retries: 2,
  const first = load.submit({ node: 'a' });
  const second = await load({ node: 'b' });
  return [await first.result(), second];
});`,
  ));

test('tasks of other files', () =>
  checkRule(taskCalledOutsideFlow, {
    'load.ts': `${head} export { load as default };`,
    'main.ts': `
      import load from './load.ts';
      await load({ node: 'a' });
      //    ^^^^ Task 'load'`,
  }));

test('within flows, tasks and functions nothing is said', () =>
  checkRule(
    taskCalledOutsideFlow,
    `${head}
      export const all = async (nodes: string[]) => Promise.all(nodes.map((node) => load({ node })));
      export const outer = task({ name: 'outer' }, async () => load({ node: 'a' }));`,
  ));

test('in a file of flows it is top-level-side-effect that reports', () =>
  checkRule(
    taskCalledOutsideFlow,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => load({ node: 'a' }));
      await load({ node: 'a' });
      await etl();
      if (import.meta.main) await load({ node: 'a' });
      //                          ^^^^ Task 'load'`,
  ));

test('tests call tasks as they like', () => {
  const source = `${head} await load({ node: 'a' });`;
  for (const path of ['load.test.ts', 'tests/load.ts', 'src/__tests__/load.ts', 'load.spec.ts'])
    checkRule(taskCalledOutsideFlow, source, { path });
});

test('CommonJS, namespaces and variants', () =>
  checkRule(
    taskCalledOutsideFlow,
    `
      const m = require('millrace');
      const load = m.task({ name: 'load' }, async () => 1);
      load();
    //^^^^ Task 'load'
      load.withOptions({ retries: 1 })();
    //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Task 'load'
      module.exports = { load, go: () => load() };`,
    { path: 'load.cjs' },
  ));

test('what Python allows depends on its release, and on whether the task is submitted', () =>
  checkRule(
    taskCalledOutsideFlow,
    `${head}
      load({ node: 'a' });
    //^^^^ Prefect 2 refuses that, and in Prefect 3 its run belongs to no flow run
      load.submit({ node: 'a' });
    //     ^^^^^^ Prefect refuses to submit it there. Where it is called, its run belongs to no flow run`,
    { language: 'python' },
  ));

test('the first function of a file is a function, too', () =>
  checkRule(taskCalledOutsideFlow, {
    'tasks.ts': "import { task } from 'millrace'; export const load = task({ name: 'load' }, async () => 1);",
    'run.ts': `import { load } from './tasks.ts';
      export const run = () => load();
      load();
    //^^^^ Task 'load' is called outside of a flow`,
  }));

test('what a field begins with is made with each instance', () =>
  checkRule(
    taskCalledOutsideFlow,
    `import { task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export class Service {
        kept = load();
        static first = load();
        //             ^^^^ Task 'load' is called outside of a flow
      }`,
  ));
