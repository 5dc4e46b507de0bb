import { test } from 'node:test';
import { lostTaskFailure } from '../../../server/rules/lost-task-failure.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
`;
const wrap = (body: string): string =>
  `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n${body}\n});`;

test('futures inside of an object are reported, however deep', () =>
  checkRule(
    lostTaskFailure,
    wrap(`
        const loaded = load.submit({ node: 'a' });
        if (nodes.length > 1) return { all: load.map({ node: nodes }) };
        //                                  ^^^^^^^^^^^^^^^^^^^^^^^^^ A future inside the returned value does not decide the outcome: flow 'etl' becomes Completed even if the task fails. Await its result() and return that
        return { day: 1, loaded: loaded, more: { deep: [1, loaded] } };
        //                       ^^^^^^ A future inside
        //                                                 ^^^^^^ A future`),
  ));

test('so are futures beside other values, and states', () =>
  checkRule(
    lostTaskFailure,
    wrap(`
        const loaded = load.submit({ node: 'a' });
        if (nodes.length > 1) return ['done', loaded];
        //                                    ^^^^^^ A future
        const state = await load.returnState({ node: 'a' });
        return { state: state };
        //              ^^^^^ Return the value of the task instead, or the state by itself.`),
  ));

test('an object that collects futures is looked into', () =>
  checkRule(
    lostTaskFailure,
    wrap(`
        const results: Record<string, unknown> = {};
        for (const node of nodes) results[node] = load.submit({ node });
        //                                        ^^^^^^^^^^^^^^^^^^^^^ A future inside
        const other: Record<string, unknown> = {};
        const future = load.submit({ node: 'a' });
        other['a'] = future;
        //           ^^^^^^ A future inside
        const made = { day: 1, future: future };
        //                             ^^^^^^ A future inside
        if (nodes.length > 5) return made;
        if (nodes.length > 1) return results;
        return other;`),
  ));

test('an object that was read before may hold values by then', () =>
  checkRule(
    lostTaskFailure,
    wrap(`
        const results: Record<string, unknown> = {};
        const futures: Record<string, ReturnType<typeof load.submit>> = {};
        const waited: Record<string, ReturnType<typeof load.submit>> = {};
        for (const node of nodes) futures[node] = load.submit({ node });
        for (const node of nodes) results[node] = await futures[node]?.result();
        for (const node of nodes) waited[node] = load.submit({ node });
        await Promise.all(Object.values(waited).map((future) => future.result()));
        if (nodes.length > 5) return waited;
        if (nodes.length > 3) return futures;
        return results;`),
  ));

test('a list of lists of futures is not looked into by the engine', () =>
  checkRule(
    lostTaskFailure,
    wrap(`
        const all = load.map({ node: nodes });
        if (nodes.length > 1) return [...all, load.submit({ node: 'a' })];
        return [all, load.map({ node: nodes })];
        //      ^^^ A future inside
        //           ^^^^^^^^^^^^^^^^^^^^^^^^^ A future inside`),
  ));

test('the expression of an arrow function is returned, too', () =>
  checkRule(
    lostTaskFailure,
    `${head}
      export const etl = flow({ name: 'etl' }, () => ({ rows: load.submit({ node: 'a' }) }));
      //                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^ A future
      export const named = flow({ name: 'named' }, run);
      async function run() {
        return { rows: load.submit({ node: 'a' }) };
        //             ^^^^^^^^^^^^^^^^^^^^^^^^^^ flow 'named' becomes Completed
      }`,
  ));

test('futures that decide, and values, are right', () => {
  checkRule(lostTaskFailure, wrap("return load.submit({ node: 'a' });"));
  checkRule(lostTaskFailure, wrap('return load.map({ node: nodes });'));
  checkRule(lostTaskFailure, wrap("return [load.submit({ node: 'a' }), load.submit({ node: 'b' })];"));
  checkRule(lostTaskFailure, wrap("return { rows: await load.submit({ node: 'a' }).result(), state: await load({ node: 'a' }) };"));
  checkRule(lostTaskFailure, wrap('return { nodes, count: nodes.length };'));
});

test('tasks and other functions may return what they like', () =>
  checkRule(
    lostTaskFailure,
    `${head}
      export const all = () => ({ rows: load.submit({ node: 'a' }) });
      export const outer = task({ name: 'outer' }, async () => ({ rows: load.submit({ node: 'a' }) }));
      export const etl = flow({ name: 'etl' }, async () => {
        const inner = () => ({ rows: load.submit({ node: 'a' }) });
        return inner().rows.result();
      });`,
  ));

test('classes, variants and other files', () =>
  checkRule(lostTaskFailure, {
    'load.ts': `import { task } from 'millrace';
      export const load = task({ name: 'load' }, async () => 1);`,
    'etl.ts': `
      import * as m from 'millrace';
      import { load as renamed } from './load.ts';
      export class Flows {
        static readonly etl = m.flow({ name: 'etl' }, async () => {
          const future = renamed.withOptions({ retries: 1 }).submit();
          return { deep: { future: future } };
          //                       ^^^^^^ A future inside
        });
      }`,
  }));

test('a list of futures below the top is lost like a future', () =>
  checkRule(
    lostTaskFailure,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const one = flow({ name: 'one' }, async ({ nodes }: { nodes: string[] }) => {
        const all = nodes.map((node) => load.submit({ node }));
        return { all };
        //       ^^^ A future inside the returned value
      });
      export const two = flow({ name: 'two' }, async ({ nodes }: { nodes: string[] }) => nodes.map((node) => load.submit({ node })));
      export const three = flow({ name: 'three' }, async ({ nodes }: { nodes: string[] }) => ({
        all: await Promise.all(nodes.map((node) => load.submit({ node }).result())),
      }));`,
  ));

test('futures are found five members deep', () =>
  checkRule(
    lostTaskFailure,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        const future = load.submit();
        return { a: { b: { c: { d: { e: future } } } } };
        //                              ^^^^^^ A future inside
      });
      export const deeper = flow({ name: 'deeper' }, async () => {
        const future = load.submit();
        return { a: { b: { c: { d: { e: { f: future } } } } } };
      });`,
  ));

test('a list of futures of one task or another decides, and what is spread into a list of other things does not', () =>
  checkRule(
    lostTaskFailure,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      const fast = task({ name: 'fast' }, async ({ node }: { node: string }) => node);
      export const etl = flow({ name: 'etl' }, async ({ on }: { on: boolean }) => {
        const future = on ? load.submit({ node: 'a' }) : fast.submit({ node: 'a' });
        return [future, load.submit({ node: 'b' })];
      });
      export const all = flow({ name: 'all' }, async () => {
        const futures = load.map({ node: ['a', 'b'] });
        return ['done', ...futures];
        //                 ^^^^^^^ A future inside
      });`,
  ));

test('where results are asked for before, the flow fails there', () =>
  checkRule(
    lostTaskFailure,
    `import { flow, task, wait } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const one = flow({ name: 'one' }, async () => {
        const first = load.submit({ node: 'a' });
        await first.result();
        return { first };
      });
      export const several = flow({ name: 'several' }, async ({ nodes }: { nodes: string[] }) => {
        const all = nodes.map((node) => load.submit({ node }));
        await Promise.all(all.map((future) => future.result()));
        return { all };
      });
      export const waits = flow({ name: 'waits' }, async () => {
        const first = load.submit({ node: 'a' });
        await wait([first]);
        return { first };
        //       ^^^^^ A future inside the returned value
      });`,
  ));
