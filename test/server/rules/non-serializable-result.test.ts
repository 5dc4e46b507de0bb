import { test } from 'node:test';
import { nonSerializableResult } from '../../../server/rules/non-serializable-result.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { cachePolicies, flow, task } from 'millrace';
`;

test('kept results that cannot be written are reported', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      export const one = task({ name: 'one', persistResult: true }, async () => () => 1);
      //                                                                        ^^^^^^^ The result of task 'one' is to be kept, and holds a function
      export const two = flow({ name: 'two', persistResult: true }, async () => {
        const weak = new WeakMap();
        return { weak: weak, list: [1, () => 1] };
        //             ^^^^ flow 'two' is to be kept, and holds a WeakMap
        //                             ^^^^^^^ a function
      });
      export const three = task({ name: 'three', cacheKeyFn: () => 'a' }, async () => ({ later: new Promise(() => 1) }));
      //                                                                                        ^^^^^^^^^^^^^^^^^^^^ a Promise
      export const four = task({ name: 'four', cachePolicy: cachePolicies.inputs }, async () => [one]);
      //                                                                                         ^^^ which cannot be written: the run fails after all its work is done`,
  ));

test('named functions and variants', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      async function compute() {
        return { each: (item: number) => item };
        //             ^^^^^^^^^^^^^^^^^^^^^^ task 'one'
      }
      export const one = task({ name: 'one', persistResult: true }, compute);
      export const two = task({ name: 'two' }, async () => () => 1);`,
  ));

test('results that are not kept may be anything', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      export const one = task({ name: 'one' }, async () => () => 1);
      export const two = task({ name: 'two', persistResult: false, cacheKeyFn: () => 'a' }, async () => () => 1);
      export const three = flow({ name: 'three' }, async () => () => 1);
      export const five = task({ name: 'five', resultSerializer: mine, cacheKeyFn: () => 'a' }, async () => () => 1);
      export const six = task({ name: 'six', persistResult: keeps(), cacheKeyFn: () => 'a' }, async () => () => 1);
      export const make = (options: object) => task({ name: 'four', ...options }, async () => () => 1);`,
  ));

test('data of every kind can be kept', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      export const one = task({ name: 'one', persistResult: true }, async ({ given }: { given: unknown }) => ({ given, at: new Date(), list: [1, 'a', null] }));
      export const two = task({ name: 'two', persistResult: true }, async () => new Map([['a', new Set([1n])]]));
      export const three = task({ name: 'three', persistResult: true }, async () => [...new Set([1]), /a/, new Error('no')]);
      export const four = task({ name: 'four', persistResult: true }, async () => 1);`,
  ));

test('a promise that nobody awaits cannot be kept; one that is returned itself is awaited', () =>
  checkRule(
    nonSerializableResult,
    `${head}
      const load = task({ name: 'load' }, async () => 1);
      const rows = async () => [1];
      export const one = task({ name: 'one', persistResult: true }, async () => ({ page: fetch('https://a'), all: Promise.all([rows()]) }));
      //                                                                                 ^^^^^^^^^^^^^^^^^^ a Promise
      //                                                                                                          ^^^^^^^^^^^^^^^^^^^^^ a Promise
      export const two = flow({ name: 'two', persistResult: true }, async () => {
        const loaded = load();
        return [loaded, await load(), rows()];
        //      ^^^^^^ flow 'two' is to be kept, and holds a Promise
        //                            ^^^^^^ a Promise
      });
      export const three = task({ name: 'three', persistResult: true }, async () => new Promise<number>((done) => done(1)));
      export const four = task({ name: 'four', persistResult: true }, () => fetch('https://a').then((page) => page.text()));
      export const five = task({ name: 'five', persistResult: true }, () => Promise.all([rows()]));
      export const six = task({ name: 'six', persistResult: true }, async () => {
        const later = rows();
        return later;
      });
      export const seven = task({ name: 'seven', persistResult: true }, async () => ({ rows: (await rows()).length }));`,
  ));
