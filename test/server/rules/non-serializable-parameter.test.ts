import { test } from 'node:test';
import { nonSerializableParameter } from '../../../server/rules/non-serializable-parameter.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
const load = task({ name: 'load' }, async () => 1);
`;

test('what JSON does not carry is reported', () =>
  checkRule(
    nonSerializableParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { nodes: new Set(['a']) } });
      //                                                  ^^^^^^^^^^^^^^ 'nodes' for the run of 'etl/a' holds a Set, which arrives as {}
      await runDeployment('etl/a', { parameters: { map: new Map(), pattern: /a/, big: 5n } });
      //                                                ^^^^^^^^^ 'map' for the run
      //                                                                    ^^^ a regular expression
      //                                                                              ^^ a bigint, which arrives as a string
      await etl.deploy({ name: 'a', parameters: { each: () => 1, task: load } });
      //                                                ^^^^^^^ 'each' for deployment 'a' holds a function
      //                                                               ^^^^ a function
      await etl.deploy({ name: 'b', jobVariables: { error: new Error('no') } });
      //                                                   ^^^^^^^^^^^^^^^ 'error' for deployment 'b' holds an Error`,
  ));

test('also inside of objects and lists, and by constants', () =>
  checkRule(
    nonSerializableParameter,
    `${head}
      const nodes = new Set(['a']);
      const parameters = { deep: { list: [1, nodes] } };
      //                                     ^^^^^ 'deep' for the run of 'etl/a' holds a Set
      await runDeployment('etl/a', { parameters });
      await etl.deploy({ name: 'c', schedules: [{ cron: '0 5 * * *', parameters: { when: /x/ } }] });
      //                                                                                 ^^^ 'when' for a schedule of deployment 'c'`,
  ));

test('renamed imports and other files', () =>
  checkRule(nonSerializableParameter, {
    'etl.ts': head,
    'run.ts': `
      import { runDeployment as start } from 'millrace';
      export const go = (name: string) => start(name, { parameters: { fine: 1, set: new Set() } });
      //                                                                            ^^^^^^^^^ 'set' for this run holds a Set`,
  }));

test('plain data, dates, futures and what is not known are right', () =>
  checkRule(
    nonSerializableParameter,
    `${head}
      class Node { toJSON() { return 'a'; } }
      export async function go(given: unknown, nodes: Set<string>) {
        const rows = load.submit();
        await runDeployment('etl/a', {
          parameters: { at: new Date(), rows, given, nodes, list: [...new Set(['a'])], node: new Node(), url: new URL('https://example.com'), none: undefined },
        });
        await runDeployment('etl/a', { timeout: 0, tags: ['a'] });
        await load();
        return new Set(['a']);
      }`,
  ));

test('subflows and tasks take anything: nothing is sent', () =>
  checkRule(
    nonSerializableParameter,
    `${head} export const main = flow({ name: 'main' }, async () => load.submit({ nodes: new Set() } as never));`,
  ));

test('weak collections, promises and classes of the language', () =>
  checkRule(
    nonSerializableParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { a: new WeakMap(), b: new AbortController(), waited: new Promise(() => 1) } });
      //                                              ^^^^^^^^^^^^^ a WeakMap
      //                                                                ^^^^^^^^^^^^^^^^^^^^^ an AbortController
      await runDeployment('etl/a', { parameters: { list: [new Map(), { deep: () => 1 }] } });
      //                                                  ^^^^^^^^^ a Map
      //                                                                     ^^^^^^^ a function`,
  ));

test('what another file writes is not underlined in this one', () =>
  checkRule(nonSerializableParameter, {
    'common.ts': "export const common = { nodes: new Set(['a']) };",
    'flows.ts': `${head}
      import { common } from './common.ts';
      await runDeployment('etl/a', { parameters: common });`,
  }));

test('what is spread into the parameters is sent with them', () =>
  checkRule(
    nonSerializableParameter,
    `${head}
      const common = { nodes: new Set(['a']), seen: new Set(['a']) };
      //                      ^^^^^^^^^^^^^^ a Set
      await runDeployment('etl/a', { parameters: { ...common, seen: ['a'] } });`,
  ));
