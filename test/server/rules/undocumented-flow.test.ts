import { test } from 'node:test';
import { undocumentedFlow } from '../../../server/rules/undocumented-flow.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('a flow without a word is told of', () =>
  checkRule(
    undocumentedFlow,
    `${head}
      export const etl = flow({ name: 'etl', retries: 1 }, async () => 1);
      //                              ^^^^^ Flow 'etl' has neither a description nor a doc comment`,
  ));

test('descriptions and comments are right', () =>
  checkRule(
    undocumentedFlow,
    `${head}
      export const one = flow({ name: 'one', description: 'Loads the orders.' }, async () => 1);
      /** Loads the customers. */
      export const two = flow({ name: 'two' }, async () => 1);
      /** Loads the rest. */
      async function rest() {
        return 1;
      }
      export const three = flow({ name: 'three' }, rest);
      export const four = task({ name: 'four' }, async () => 1);
      export const five = two.withOptions({ retries: 1 });
      /** Named by a function, and with hooks of its own. */
      export const six = flow({ name: 'six', flowRunName: ({ day }) => \`six-\${day}\`, onFailure: [() => undefined] }, async () => 1);
      export const jobs = {
        /** Loads the days. */
        seven: flow({ name: 'seven', onFailure: [() => undefined] }, async () => 1),
      };
      export class Jobs {
        /** Loads the weeks. */
        eight = flow({ name: 'eight' }, async () => 1);
      }
      const run = async () => 1;
      const timed = (fn: () => Promise<number>) => () => fn();
      /** Loads the months, with a function from elsewhere. */
      export const nine = flow({ name: 'nine' }, run);
      /** Loads the years, in a wrapper. */
      export const ten = flow({ name: 'ten' }, timed(async () => 1));`,
  ));

test('tests need no comments', () =>
  checkRule(undocumentedFlow, `${head} export const etl = flow({ name: 'etl' }, async () => 1);`, { path: 'a.test.ts' }));

test('flows of functions, classes and lists', () =>
  checkRule(
    undocumentedFlow,
    `${head}
      async function run() {
        return 1;
      }
      export const one = flow({ name: 'one' }, run);
      //                              ^^^^^ Flow 'one' has neither a description nor a doc comment
      export const empty = flow({ name: 'empty', description: '' }, run);
      //                                ^^^^^^^ Flow 'empty' has neither
      export const make = (description: string) => flow({ name: 'two', description }, async () => 1);
      export const three = flow({ name: 'three', ...JSON.parse('{}') }, async () => 1);`,
  ));

test('a flow of which no name is known is this flow', () =>
  checkRule(
    undocumentedFlow,
    `import { flow } from 'millrace';
      export const make = (kind: string) => flow({ name: \`look-up-\${kind}\` }, async () => 1);
      //                                    ^^^^ This flow has neither`,
  ));
