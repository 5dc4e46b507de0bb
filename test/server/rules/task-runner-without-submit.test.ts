import { test } from 'node:test';
import { taskRunnerWithoutSubmit } from '../../../server/rules/task-runner-without-submit.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { concurrent, flow, sequential, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
`;

test('a runner that gets nothing is reported', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      export const etl = flow({ name: 'etl', taskRunner: concurrent({ maxWorkers: 4 }) }, async () => {
      //                                     ^^^^^^^^^^ The task runner of flow 'etl' has nothing to run
        await load({ node: 'a' });
        await Promise.all(['b', 'c'].map((node) => load({ node })));
      });
      const options = { name: 'two', taskRunner: sequential() } as const;
      //                             ^^^^^^^^^^ flow 'two' has nothing to run
      export const two = flow(options, async () => load({ node: 'a' }));`,
  ));

test('functions of the project are looked into', () =>
  checkRule(taskRunnerWithoutSubmit, {
    'load.ts': `${head}
      export const loadAll = async (nodes: string[]) => { for (const node of nodes) await load({ node }); };
      export const submitAll = (nodes: string[]) => nodes.map((node) => load.submit({ node }));`,
    'etl.ts': `
      import { concurrent, flow } from 'millrace';
      import { loadAll, submitAll } from './load.ts';
      export const one = flow({ name: 'one', taskRunner: concurrent() }, async () => loadAll([]));
      //                                     ^^^^^^^^^^ flow 'one'
      export const two = flow({ name: 'two', taskRunner: concurrent() }, async () => submitAll([]));`,
  }));

test('flows that submit or map are right', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      const taskRunner = concurrent({ maxWorkers: 4 });
      export const one = flow({ name: 'one', taskRunner }, async () => load.submit({ node: 'a' }).result());
      export const two = flow({ name: 'two', taskRunner }, async ({ nodes }: { nodes: string[] }) => load.map({ node: nodes }));
      export const three = flow({ name: 'three', taskRunner }, async () => {
        const start = (node: string) => load.submit({ node });
        return [start('a'), await load({ node: 'b' })];
      });`,
  ));

test('a task that is handed on may be submitted there', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      import { pool } from 'some-package';
      const taskRunner = sequential();
      export const one = flow({ name: 'one', taskRunner }, async () => { await load({ node: 'a' }); return pool(load); });
      export const two = flow({ name: 'two', taskRunner }, async () => { await load({ node: 'a' }); return pool([load]); });
      export const three = flow({ name: 'three', taskRunner }, async () => { await load({ node: 'a' }); return load.submit; });`,
  ));

test('flows without tasks, or without a runner, are left alone', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      export const one = flow({ name: 'one', taskRunner: sequential() }, async () => 1);
      export const two = flow({ name: 'two' }, async () => load({ node: 'a' }));
      export const three = one.withOptions({ retries: 1 });`,
  ));

test('loops and branches do not make calls parallel', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      export const etl = flow({ name: 'etl', taskRunner: concurrent() }, async ({ nodes }: { nodes: string[] }) => {
      //                                     ^^^^^^^^^^ flow 'etl'
        const all = [];
        for (const node of nodes) all.push(await load({ node }));
        if (nodes.length > 5) all.push(await load.returnState({ node: 'last' }), await load({ node: 'x' }));
        return all;
      });`,
  ));

test('variants with a runner of their own', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      const etl = flow({ name: 'etl' }, async () => load({ node: 'a' }));
      export const parallel = etl.withOptions({ taskRunner: concurrent({ maxWorkers: 2 }) });
      //                                        ^^^^^^^^^^ flow 'etl'
      const good = flow({ name: 'good' }, async () => load.submit({ node: 'a' }));
      export const better = good.withOptions({ taskRunner: concurrent({ maxWorkers: 2 }) });`,
  ));

test('what is handed on may submit only if it is of a task', () =>
  checkRule(
    taskRunnerWithoutSubmit,
    `${head}
      export const etl = flow({ name: 'etl', taskRunner: concurrent() }, async ({ nodes }: { nodes: string[] }) => {
      //                                     ^^^^^^^^^^ flow 'etl'
        const each = nodes.map;
        return [await load({ node: 'a' }), each];
      });
      export const other = flow({ name: 'other', taskRunner: concurrent() }, async () => {
        const start = load.submit;
        return [await load({ node: 'a' }), start];
      });`,
  ));
