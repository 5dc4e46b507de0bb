import { test } from 'node:test';
import { nestedFlowNotDeployable } from '../../../server/rules/nested-flow-not-deployable.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, serve } from 'millrace';
`;

test('a flow inside of a function that is deployed is reported', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      export async function setUp() {
        const etl = flow({ name: 'etl' }, async () => 1);
        await etl.deploy({ name: 'nightly' });
        //                       ^^^^^^^^^ Flow 'etl' exists only while the function around it runs
      }
      export const outer = flow({ name: 'outer' }, async () => {
        const inner = flow({ name: 'inner' }, async () => 1);
        await inner();
        await inner.deploy({ name: 'b' });
        //                         ^^^ Flow 'inner' exists only
      });`,
  ));

test('factories whose flow is returned are right', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      const make = (name: string) => flow({ name }, async () => 1);
      function create() {
        const made = flow({ name: 'made' }, async () => 1);
        return made;
      }
      export const one = make('one');
      export const two = create();
      await one.deploy({ name: 'a' });
      await two.deploy({ name: 'a' });`,
  ));

test('flows at the top, served ones, and those with an entrypoint are right', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      export const top = flow({ name: 'top' }, async () => 1);
      export async function setUp() {
        await top.deploy({ name: 'a' });
        const local = flow({ name: 'local' }, async () => 1);
        await serve([local.toDeployment({ name: 'b' })]);
        await local.deploy({ name: 'c', entrypoint: 'flows.ts:top' });
        const helper = flow({ name: 'helper' }, async () => 1);
        return helper();
      }`,
  ));

test('methods and callbacks are functions, too', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      export class Setup {
        async run() {
          const etl = flow({ name: 'etl' }, async () => 1);
          await etl.deploy({ name: 'a' });
          //                       ^^^ Flow 'etl' exists only
        }
      }
      ['x'].forEach((name) => {
        const each = flow({ name: 'each' }, async () => name);
        void each.deploy({ name: 'b' });
        //                       ^^^ Flow 'each' exists only
      });`,
  ));

test('a flow inside of a function that is served, or names another flow, needs no export', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      export async function setUp() {
        const local = flow({ name: 'local' }, async () => 1);
        await serve([local.toDeployment({ name: 'a' })]);
      }
      export async function deploy() {
        const local = flow({ name: 'local' }, async () => 1);
        await local.deploy({ name: 'b', entrypoint: 'flows.ts:top' });
      }`,
  ));

test('a flow that is deployed where it is made, or whose deployment is returned', () =>
  checkRule(
    nestedFlowNotDeployable,
    `${head}
      export const one = async () => {
        await flow({ name: 'at-once' }, async () => 1).deploy({ name: 'a', workPoolName: 'p' });
        //                                                            ^^^ Flow 'at-once' exists only
      };
      export function two() {
        const local = flow({ name: 'local' }, async () => 1);
        return local.deploy({ name: 'b' });
        //                          ^^^ Flow 'local' exists only
      }`,
  ));
