import { test } from 'node:test';
import { templateUnknownParameter } from '../../../server/rules/template-unknown-parameter.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('placeholders that are no parameter are reported where they stand', () =>
  checkRule(
    templateUnknownParameter,
    `${head}
      export const etl = flow({ name: 'etl', flowRunName: 'etl {dya} {day} {hour}' }, async ({ day }: { day: string }) => day);
      //                                                       ^^^^^ 💡 No parameter of flow 'etl' is called 'dya': it has 'day'. The template is not used, and runs get a generated name
      //                                                                   ^^^^^^ No parameter of flow 'etl' is called 'hour'
      export const load = task({ name: 'load', taskRunName: 'load {node}' }, async () => 1);
      //                                                          ^^^^^^ No parameter of task 'load' is called 'node': it has none`,
  ));

test('types, constants and variants are followed', () =>
  checkRule(templateUnknownParameter, {
    'types.ts': `export interface Input { day: string; node?: string }`,
    'flows.ts': `
      import { flow as make } from 'millrace';
      import type { Input } from './types.ts';
      const flowRunName = 'etl {nod}';
      //                       ^^^^^ 💡 'day' and 'node'
      export const etl = make({ name: 'etl', flowRunName }, async (input: Input) => input);
      export const other = etl.withOptions({ flowRunName: '{day} {noed}' });
      //                                                         ^^^^^^ 💡 'node'`,
  }));

test('parameters, functions, and flows that take anything are right', () =>
  checkRule(
    templateUnknownParameter,
    `${head}
      export const etl = flow({ name: 'etl', flowRunName: 'etl {day} {node}' }, async ({ day, node = 'a' }: { day: string; node?: string }) => day + node);
      export const two = flow({ name: 'two', flowRunName: ({ day }) => \`{no} \${day}\` }, async ({ day }: { day: string }) => day);
      export const open = flow({ name: 'open', flowRunName: '{any}' }, async (given: Record<string, string>) => given);
      export const untyped = task({ name: 'untyped', taskRunName: '{any}' }, async (given) => given);
      export const plain = task({ name: 'plain', taskRunName: 'no placeholder { } {}' }, async () => 1);
      export const make = (flowRunName: string) => flow({ name: 'x', flowRunName }, async () => 1);`,
  ));

test('a description is no template', () =>
  checkRule(templateUnknownParameter, `${head} export const etl = flow({ name: 'etl', description: 'see {docs}' }, async () => 1);`));

test('what the SDK does not take for a placeholder is left alone', () =>
  checkRule(
    templateUnknownParameter,
    `${head}
      export const etl = flow({ name: 'etl', flowRunName: '{dya:%Y} {dya!r} {day.iso} {day[0]}' }, async ({ day }: { day: string }) => day);
      export const two = flow({ name: 'two', flowRunName: '{{dya}}' }, async ({ day }: { day: string }) => day);`,
  ));

test('the fix writes the parameter that is meant, and keeps what is asked of it', () => {
  checkFix(
    templateUnknownParameter,
    `${head}flow({ name: 'etl', flowRunName: \`etl {dya.iso} {day}\` /* day */ }, async ({ day }: { day: string }) => day)`,
    `${head}flow({ name: 'etl', flowRunName: \`etl {day.iso} {day}\` /* day */ }, async ({ day }: { day: string }) => day)`,
  );
  checkFix(
    templateUnknownParameter,
    `${head}export const etl = flow({ name: 'etl', flowRunName: 'etl {dya}' }, async ({ day }: { day: string }) => day);`,
    `${head}export const etl = flow({ name: 'etl', flowRunName: 'etl {day}' }, async ({ day }: { day: string }) => day);`,
  );
});

test('several flows, optional parameters and interfaces', () =>
  checkRule(
    templateUnknownParameter,
    `${head}
      interface Base { day: string }
      interface Input extends Base { node?: string }
      export const one = flow({ name: 'one', flowRunName: '{day} {node}' }, async (input: Input) => input);
      export const two = flow({ name: 'two', flowRunName: '{node} {dat}' }, async ({ day, node }: Input) => day + node);
      //                                                          ^^^^^ 💡 'day'
      export const three = task({ name: 'three', taskRunName: '{a}-{b}' }, async () => 1);
      //                                                       ^^^ task 'three'
      //                                                           ^^^ task 'three'
      export const four = task({ name: 'four', taskRunName: '{x}' }, async ({ x = 1 }: { x?: number }) => x);`,
  ));
