import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowNoMap } from '../../../server/rules/flow-no-map.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
export const load = flow({ name: 'load' }, async ({ node }: { node: string }) => node);
`;

test('a flow has no map', () =>
  checkRule(
    flowNoMap,
    `${head}
      load.map({ node: ['a', 'b'] });
      //   ^^^ 💡 Flow 'load' has no map: only tasks have one
      const { map } = load;
      //      ^^^ Flow 'load' has no map
      map({ node: [] });
      const each = load.map;
      //                ^^^ Flow 'load' has no map`,
  ));

test('flows of other files and of registries count', () =>
  checkRule(flowNoMap, {
    'load.ts': head,
    'run.ts': `
      import { load } from './load.ts';
      const all = new Map([['load', load]]);
      const flows = [load];
      load.map({ node: [] });
      //   ^^^ 💡 Flow 'load'
      flows[0].map({ node: [] });
      //       ^^^ 💡 Flow 'load'
      all.map;`,
  }));

test('lists, tasks, futures and unknown things have map', () =>
  checkRule(
    flowNoMap,
    `${head}
      const copy = task({ name: 'copy' }, async ({ node }: { node: string }) => node);
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        const futures = copy.map({ node: nodes });
        const flows = [load];
        flows.map((each) => each.definition);
        nodes.map((node) => node.length);
        return futures.map((future) => future.name);
      });`,
  ));

test('the fix calls it once for each item', () => {
  const wrap = (body: string): string =>
    `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n  ${body}\n});`;
  checkFix(flowNoMap, wrap('load.map({ node: nodes });'), wrap('await Promise.all(nodes.map((node) => load({ node })));'));
  checkFix(
    flowNoMap,
    wrap('return await load.map({ node: nodes });'),
    wrap('return await Promise.all(nodes.map((node) => load({ node })));'),
  );
});

test('another fix makes it a task', () =>
  checkFix(flowNoMap, `${head}load.map({ node: ['a'] });`, `${head.replace('load = flow', 'load = task')}load.map({ node: ['a'] });`, {
    title: 'task',
  }));

test('in every place of a program', () =>
  checkRule(
    flowNoMap,
    `${head}
      class Flows {
        static readonly nightly = load;
      }
      export const one = flow({ name: 'one' }, async ({ nodes }: { nodes: string[] }) => {
        if (nodes.length > 3) return Flows.nightly.map({ node: nodes });
        //                                         ^^^ 💡 Flow 'load'
        const made = [load.map({ node: nodes })];
        //                 ^^^ 💡 Flow 'load'
        return { made, later: () => load.map({ node: nodes }) };
        //                               ^^^ 💡 Flow 'load'
      });
      export const two = one.withOptions({ retries: 1 }).map({ nodes: [[]] });
      //                                                 ^^^ 💡 Flow 'one'`,
  ));

test('JavaScript is read, too', () =>
  checkRule(
    flowNoMap,
    `
      const { flow } = require('millrace');
      const load = flow({ name: 'load' }, async ({ node }) => node);
      load.map({ node: ['a'] });
      //   ^^^ 💡 Flow 'load'`,
    { path: 'flows.js' },
  ));

test('with several lists there is no fix but the task', () => {
  const two = `import { flow } from 'millrace';
const copy = flow({ name: 'copy' }, async ({ from, to }: { from: string; to: string }) => from + to);
`;
  checkFix(
    flowNoMap,
    `${two}copy.map({ from: ['a'], to: ['b'] });`,
    `${two.replace('{ flow }', '{ flow, task }').replace('= flow', '= task')}copy.map({ from: ['a'], to: ['b'] });`,
    { title: 'task' },
  );
});

test('the fix puts what binds less than a member in parentheses, and keeps names that are no variables', () => {
  const intro = `import { flow } from 'millrace';
const load = flow({ name: 'load' }, async (given: { node: string; 'the-node'?: string }) => given);
const find = async () => ['a'];
`;
  const lists: Readonly<Record<string, string>> = {
    '{ node: more ?? nodes }': '(more ?? nodes).map((node) => load({ node }))',
    "{ node: nodes.length > 2 ? nodes : ['a'] }": "(nodes.length > 2 ? nodes : ['a']).map((node) => load({ node }))",
    '{ node: await find() }': '(await find()).map((node) => load({ node }))',
    "{ node: [...nodes, 'b'] }": "[...nodes, 'b'].map((node) => load({ node }))",
    '{ node: nodes.slice(1) }': 'nodes.slice(1).map((node) => load({ node }))',
    "{ 'the-node': nodes }": "nodes.map((item) => load({ 'the-node': item }))",
  };
  for (const [given, mapped] of Object.entries(lists)) {
    const around = (call: string): string =>
      `${intro}export const etl = flow({ name: 'etl' }, async ({ nodes, more }: { nodes: string[]; more?: string[] }) => {\n  await ${call};\n});\n`;
    checkFix(flowNoMap, around(`load.map(${given})`), around(`Promise.all(${mapped})`));
  }
});

test('a flow that is deployed, or has options that tasks do not, is not made a task', () => {
  const call = 'load.map({ node: nodes });';
  for (const [options, rest] of [
    ["{ name: 'load' }", "await load.deploy({ name: 'daily' });"],
    ["{ name: 'load', flowRunName: 'load {node}' }", ''],
  ] as const) {
    const text = `import { flow } from 'millrace';\nconst load = flow(${options}, async ({ node }: { node: string }) => node);\n${call}\n${rest}\n`;
    assert.throws(() => checkFix(flowNoMap, text, text, { title: 'task' }), /does not fit/);
  }
});
