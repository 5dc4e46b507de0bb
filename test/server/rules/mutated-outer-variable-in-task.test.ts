import { test } from 'node:test';
import { mutatedOuterVariableInTask } from '../../../server/rules/mutated-outer-variable-in-task.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('lists, numbers, texts and objects outside of the task are reported', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      const rows: string[] = [];
      let count = 0;
      let text = '';
      const totals: Record<string, number> = {};
      export const load = task({ name: 'load' }, async ({ node }: { node: string }) => {
        rows.push(node);
      //^^^^^^^^^^^^^^^ Task 'load' changes 'rows', which is declared outside of it: a retry changes it again
        count += 1;
      //^^^^^^^^^^ Task 'load' changes 'count'
        count++;
      //^^^^^^^ changes 'count'
        text = node;
      //^^^^^^^^^^^ changes 'text'
        totals[node] = 1;
      //^^^^^^^^^^^^^^^^ changes 'totals'
        ['a'].forEach((item) => rows.push(item));
        //                      ^^^^^^^^^^^^^^^ changes 'rows'
      });`,
  ));

test('variables of the flow around it, and named functions', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      const all: number[] = [];
      export const etl = flow({ name: 'etl' }, async () => {
        const rows: string[] = [];
        const load = task({ name: 'load' }, async () => rows.push('a'));
        //                                              ^^^^^^^^^^^^^^ changes 'rows'
        await load();
        rows.push('b');
        all.push(1);
        return rows;
      });
      export const named = task({ name: 'named' }, add);
      function add() {
        all.push(2);
      //^^^^^^^^^^^ Task 'named' changes 'all'
      }`,
  ));

test('own variables, connections, caches and parameters are right', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      import { connect, type Client } from './client.ts';
      let client: Client | undefined;
      const cache = new Map<string, string>();
      export const load = task({ name: 'load' }, async ({ node, list }: { node: string; list: string[] }) => {
        client ??= connect();
        cache.set(node, 'x');
        const own: string[] = [];
        own.push(node);
        let sum = 0;
        [1, 2].forEach((item) => { sum += item; });
        list.push(node);
        return [own, sum, cache.get(node)];
      });
      const rows: string[] = [];
      export const plain = () => rows.push('a');`,
  ));

test('objects, counters of closures, and other ways to write', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      const state = { done: 0, rows: [] as string[] };
      const list = ['a'];
      export const one = task({ name: 'one' }, async () => {
        state.done = 1;
      //^^^^^^^^^^^^^^ changes 'state'
        state.done += 1;
      //^^^^^^^^^^^^^^^ changes 'state'
        list.splice(0, 1);
      //^^^^^^^^^^^^^^^^^ changes 'list'
        list[0] = 'b';
        return [...list, state.done];
      });`,
  ));

test('what is asked for before it is set is kept to be found again', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      let token = '';
      let total = 0;
      const cache: Record<string, number> = {};
      export const one = task({ name: 'one' }, async ({ item, login }: { item: string; login: () => Promise<string> }) => {
        if (token === '') token = await login();
        const known = cache[item];
        if (known !== undefined) return known;
        cache[item] = item.length;
        console.log(total);
        total += 1;
      //^^^^^^^^^^ changes 'total'
        return cache[item];
      });
      export const two = task({ name: 'two' }, async ({ item }: { item: string }) => {
        cache[item] = 1;
      //^^^^^^^^^^^^^^^ changes 'cache'
        token = item;
      //^^^^^^^^^^^^ changes 'token'
      });`,
  ));

test('flows may keep what they like', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `${head}
      const rows: string[] = [];
      export const etl = flow({ name: 'etl' }, async () => {
        rows.push('a');
        let count = 0;
        [1, 2].forEach(() => { count += 1; });
        return count;
      });`,
  ));

test('a value that is made once, and one for each key, are right', () =>
  checkRule(
    mutatedOuterVariableInTask,
    `import { task } from 'millrace';
      let token = '';
      const known: Record<string, number> = {};
      export const load = task({ name: 'load' }, async ({ node }: { node: string }) => {
        token ||= await login();
        known[node] ??= node.length;
        return known[node];
      });
      export const count = task({ name: 'count' }, async ({ node }: { node: string }) => {
        known[node] = node.length;
        //<^^^^^^^^^^^^^^^^^^^^^^^^^ Task 'count' changes 'known'
      });`,
  ));
