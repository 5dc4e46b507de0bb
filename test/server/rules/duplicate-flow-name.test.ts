import { test } from 'node:test';
import { duplicateFlowName } from '../../../server/rules/duplicate-flow-name.ts';
import { checkRule } from '../../support/check-rule.ts';

test('two flows of one name are reported, each with the other', () =>
  checkRule(
    duplicateFlowName,
    `
      import { flow } from 'millrace';
      export const orders = flow({ name: 'load' }, async () => 1);
      //                                 ^^^^^^ Another flow in this file is called 'load'
      export const customers = flow({ name: 'load' }, async () => 2);
      //                                    ^^^^^^ is called 'load': a server takes both for the same flow
      export const other = flow({ name: 'other' }, async () => 3);`,
  ));

test('across files', () =>
  checkRule(duplicateFlowName, {
    'a.ts': `
      import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      //                              ^^^^^^ Another flow in b.ts is called 'load'`,
    'b.ts': `
      import { flow as make } from 'millrace';
      export const two = make({ name: 'load' }, async () => 1);
      //                              ^^^^^^ Another flow in a.ts is called 'load'`,
  }));

test('a message names the other file without the folders of this machine', () =>
  checkRule(duplicateFlowName, {
    '/home/me/project/flows/a.ts': `
      import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      //                              ^^^^^^ Another flow in b.ts is called 'load': a server`,
    '/home/me/project/flows/b.ts': `
      import { flow } from 'millrace';
      export const two = flow({ name: 'load' }, async () => 1);
      //                              ^^^^^^ Another flow in a.ts is called 'load': a server
      export const three = flow({ name: 'other' }, async () => 1);
      //                                ^^^^^^^ Another flow in jobs/c.ts is called 'other'`,
    '/home/me/project/jobs/c.ts': `
      import { flow } from 'millrace';
      export const four = flow({ name: 'other' }, async () => 1);
      //                               ^^^^^^^ Another flow in flows/b.ts is called 'other'`,
  }));

test('variants, re-exports, tests and names that are computed are right', () =>
  checkRule(duplicateFlowName, {
    'a.ts': `
      import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      export const patient = one.withOptions({ retries: 3 });
      export const again = one;
      export const make = (name: string) => flow({ name }, async () => 1);
      export const [x, y] = [make('x'), make('y')];`,
    'index.ts': `export * from './a.ts';`,
    'a.test.ts': `
      import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      export const two = flow({ name: 'load' }, async () => 1);`,
  }));

test('a task may be called as a flow is', () =>
  checkRule(
    duplicateFlowName,
    `import { flow, task } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      export const two = task({ name: 'load' }, async () => 1);`,
  ));

test('three of one name, and names by constants', () =>
  checkRule(duplicateFlowName, {
    'a.ts': `
      import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      //                              ^^^^^^ is called 'load': a server takes both for the same flow
      export const two = flow({ name: 'load', retries: 1 }, async () => 1);
      //                              ^^^^^^ is called 'load': a server takes both for the same flow`,
    'b.ts': `
      const m = await import('millrace');
      const name = 'load';
      //           ^^^^^^ is called 'load': a server takes both for the same flow
      export const three = m.flow({ name }, async () => 1);`,
  }));

test('flows of different spelling are different', () =>
  checkRule(
    duplicateFlowName,
    `import { flow } from 'millrace';
      export const one = flow({ name: 'load' }, async () => 1);
      export const two = flow({ name: 'Load' }, async () => 1);
      export const three = flow({ name: 'load ' }, async () => 1);
      export const four = flow({ name: 'load-2' }, async () => 1);`,
  ));

test('of branches only one is taken', () =>
  checkRule(
    duplicateFlowName,
    `import { flow } from 'millrace';
      const fast = process.env['FAST'] === '1';
      export const etl = fast ? flow({ name: 'etl' }, async () => 1) : flow({ name: 'etl' }, async () => 2);
      export let report;
      if (fast) report = flow({ name: 'report' }, async () => 1);
      else report = flow({ name: 'report' }, async () => 2);
      export const other = globalThis.other ?? flow({ name: 'other' }, async () => 1);
      export const fallback = flow({ name: 'other' }, async () => 2);`,
  ));

test('behind the check for the program there is no other branch', () =>
  checkRule(
    duplicateFlowName,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      //                              ^^^^^ Another flow in this file is called 'etl'
      if (import.meta.main) {
        const local = flow({ name: 'etl' }, async () => 2);
        //                         ^^^^^ is called 'etl': a server takes both for the same flow
        await local();
      }`,
  ));
