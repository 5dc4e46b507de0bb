import { test } from 'node:test';
import { nonSerializableResult } from '../../../server/rules/non-serializable-result.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('kept results that JSON does not carry are reported', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      export const one = task({ name: 'one', persistResult: true }, async () => new Map([['a', 1]]));
      //                                                                        ^^^^^^^^^^^^^^^^^^^ The result of task 'one' is kept as JSON, and holds a Map
      export const two = flow({ name: 'two', persistResult: true }, async () => {
        const set = new Set();
        return { set: set, each: () => 1 };
        //            ^^^ flow 'two' is kept as JSON, and holds a Set
        //                       ^^^^^^^ a function
      });
      export const three = task({ name: 'three', cacheKeyFn: () => 'a' }, async () => [/a/, 1]);
      //                                                                               ^^^ task 'three'`,
  ));

test('named functions and variants', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      async function compute() {
        return { big: 5n };
        //            ^^ a bigint, which arrives as a text
      }
      export const one = task({ name: 'one', persistResult: true }, compute);`,
  ));

test('results that are not kept may be anything', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      export const one = task({ name: 'one' }, async () => new Map());
      export const two = task({ name: 'two', persistResult: false }, async () => new Map());
      export const three = flow({ name: 'three' }, async () => () => 1);`,
  ));

test('plain data, own serializers and unknown values are right', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      declare const serializer: never;
      export const one = task({ name: 'one', persistResult: true }, async ({ given }: { given: unknown }) => ({ given, at: new Date(), list: [1, 'a', null] }));
      export const two = task({ name: 'two', persistResult: true, resultSerializer: serializer }, async () => new Map());
      export const three = task({ name: 'three', persistResult: true }, async () => [...new Set([1])]);`,
  ));
