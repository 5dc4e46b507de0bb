import { test } from 'node:test';
import { noPositionalParameters } from '../../../server/rules/no-positional-parameters.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
const copy = task({ name: 'copy' }, async ({ from, to }: { from: string; to: string }) => from + to);
const part = flow({ name: 'part' }, async ({ node }: { node: string }) => node);
`;

test('texts, numbers, lists and several arguments are reported', () =>
  checkRule(
    noPositionalParameters,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => {
        await load('a');
        //         ^^^ 💡 Task 'load' takes one object of named parameters, ({ node: … }): a string throws
        await load(\`a\${1}\`);
        //         ^^^^^^^ 💡 a string throws
        await copy('a', 'b');
        //         ^^^ 💡 Task 'copy' takes one object of named parameters, ({ from: …, to: … }): a string throws
        await part(['a']);
        //         ^^^^^ 💡 Flow 'part' takes one object
        load.submit(5);
        //          ^ 💡 a number throws
        await part.returnState(true);
        //                     ^^^^ 💡 a boolean throws
        await part({ node: 'a' }, { node: 'b' });
        //                        ^^^^^^^^^^^^^ Flow 'part' takes one object of named parameters, ({ node: … }): a second argument throws
        await load({ node: 'a' }, { retries: 3 });
        //                        ^^^^^^^^^^^^^^ Task 'load' takes one object of named parameters, ({ node: … }): a second argument throws
        await load({ node: 'a' }, 3);
        //                        ^ Task 'load' takes one object of named parameters, ({ node: … }): a second argument throws
        await load.map(['a', 'b']).result();
        //             ^^^^^^^^^^ 💡 Task 'load' takes one object of named parameters, ({ node: … }): a list throws
        const nodes: string[] = [];
        for (const node of load.map(nodes)) await node.result();
        //                          ^^^^^ 💡 a list throws
        await load.submit(nodes).result();
        //                ^^^^^ 💡 a list throws
        await load.map({ node: nodes }, { waitFor: [] }).result();
        nodes.map(load.definition.fn);
        await load(() => 'a');
        //         ^^^^^^^^^ Task 'load' takes one object of named parameters, ({ node: … }): a function throws
      });`,
  ));

test('functions with a second parameter are reported', () =>
  checkRule(
    noPositionalParameters,
    `${head}
      export const one = flow({ name: 'one' }, async ({ a }: { a: number }, b: number) => a + b);
      //                                                                    ^^^^^^^^^ The function of flow 'one' is called with one object of named parameters
      export const two = task({ name: 'two' }, run);
      function run(a: string, b: string) {
      //                      ^^^^^^^^^ this one is always undefined
        return a + b;
      }`,
  ));

test('objects, settings of a call, and what is not known are right', () =>
  checkRule(
    noPositionalParameters,
    `${head}
      export const etl = flow({ name: 'etl' }, async (given: { node: string }) => {
        const parameters = { node: 'a' };
        const future = load.submit(parameters);
        await load({ node: 'b' }, { waitFor: [future] });
        await load(given);
        await load({ ...given });
        await part(JSON.parse('{}'));
        await part();
        return load.map({ node: ['a'] });
      });
      export const other = flow({ name: 'other' }, async (given: object, optional = 1, ...rest: unknown[]) => [given, optional, rest]);
      export const plain = (load: (a: string, b: string) => void) => load('a', 'b');`,
  ));

test('the fix names the only parameter', () => {
  checkFix(noPositionalParameters, `${head}await load('a');`, `${head}await load({ node: 'a' });`);
  checkFix(noPositionalParameters, `${head}load.submit('x');`, `${head}load.submit({ node: 'x' });`);
  checkFix(noPositionalParameters, `${head}load(\r\n\t'x', // first\r\n);`, `${head}load(\r\n\t{ node: 'x' }, // first\r\n);`);
});

test('the fix names several parameters in their order, in short where a variable has the name', () => {
  checkFix(noPositionalParameters, `${head}await copy('a' /* from */, 'b');`, `${head}await copy({ from: 'a' /* from */, to: 'b' });`);
  checkFix(noPositionalParameters, `${head}const node = 'a';\nload(node);`, `${head}const node = 'a';\nload({ node });`);
  const odd = `${head}const odd = task({ name: 'odd' }, async (given: { 'a-b': string }) => given);\n`;
  checkFix(noPositionalParameters, `${odd}odd('a');`, `${odd}odd({ 'a-b': 'a' });`);
});

test('other files, classes and variants', () =>
  checkRule(noPositionalParameters, {
    'load.ts': `import { task } from 'millrace';
      export const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);`,
    'etl.ts': `
      import * as tasks from './load.ts';
      const node = 'a';
      export class Go {
        readonly load = tasks.load;
        async start() {
          await tasks.load(node);
          //               ^^^^ 💡 a string throws
          await this.load(5 * 2);
          //              ^^^^^ 💡 a number throws
          await tasks.load.withOptions({ retries: 1 })(null);
          //                                           ^^^^ 💡 null throws
          tasks.load.submit([node]);
          //                ^^^^^^ 💡 a list throws
        }
      }`,
  }));

test('settings of a call are no second parameter', () =>
  checkRule(
    noPositionalParameters,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => {
        const first = load.submit({ node: 'a' });
        load.submit({ node: 'b' }, { waitFor: [first] });
        await load({ node: 'c' }, { waitFor: [first] });
        return load.map({ node: ['a'] }, { waitFor: [first] }).result();
      });`,
  ));

test('the limit of a task runner is named, too', () => {
  const program = (runner: string): string => `import { concurrent, flow, sequential, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
const limits = { maxWorkers: 4 };
export const etl = flow({ name: 'etl', taskRunner: ${runner} }, async () => load.submit({ node: 'a' }).result());`;
  checkRule(
    noPositionalParameters,
    `${program('concurrent(8)')}
//                                                            ^ 💡 concurrent() takes an object, ({ maxWorkers: … }): a number is ignored, and there is no limit.`,
  );
  checkFix(noPositionalParameters, program('concurrent(8)'), program('concurrent({ maxWorkers: 8 })'));
  for (const runner of ['concurrent()', 'concurrent(limits)', 'concurrent({ maxWorkers: 8 })', 'sequential()'])
    checkRule(noPositionalParameters, program(runner));
});
