import { test } from 'node:test';
import { noConsoleInFlow } from '../../../server/rules/no-console-in-flow.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('printing in flows and tasks is told of', () =>
  checkRule(
    noConsoleInFlow,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => {
        console.log('a');
      //^^^^^^^^^^^ 💡 console.log writes to the terminal of the worker, not to the log of flow 'etl'
        ['a'].forEach((item) => console.error(item));
        //                      ^^^^^^^^^^^^^ 💡 Use getRunLogger(), or set logPrints.
      });
      export const load = task({ name: 'load', logPrints: false }, run);
      function run() {
        console.warn('b');
      //^^^^^^^^^^^^ 💡 task 'load'
      }`,
  ));

test('with logPrints nothing is said, also for tasks of the file', () => {
  checkRule(
    noConsoleInFlow,
    `${head}
      export const etl = flow({ name: 'etl', logPrints: true }, async () => console.log('a'));
      const load = task({ name: 'load' }, async () => console.log('b'));`,
  );
  checkRule(
    noConsoleInFlow,
    `${head}
      export const load = task({ name: 'load', logPrints: true }, async () => console.log('b'));
      export const make = (logPrints: boolean) => task({ name: 'x', logPrints }, async () => console.log('c'));
      export const other = flow({ name: 'other' }, async () => 1).withOptions({ logPrints: true });`,
  );
});

test('outside of flows printing is right', () =>
  checkRule(
    noConsoleInFlow,
    `${head}
      console.log('loaded');
      export const show = (text: string) => console.log(text);
      export const etl = flow({ name: 'etl' }, async () => console.assert(true));`,
  ));

test('the first fix uses the run logger, the second sets logPrints', () => {
  const before = `${head}export const etl = flow({ name: 'etl' }, async () => console.warn('a'));`;
  checkFix(
    noConsoleInFlow,
    before,
    `import { flow, task, getRunLogger } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => getRunLogger().warning('a'));`,
  );
  checkFix(noConsoleInFlow, before, before.replace("'etl' }", "'etl', logPrints: true }"), { title: 'logPrints' });
});

test('an option that is false becomes true, and comments stay', () => {
  checkFix(
    noConsoleInFlow,
    `${head}export const etl = flow({ name: 'etl', logPrints: false /* quiet */ }, async () => console.log('a'));`,
    `${head}export const etl = flow({ name: 'etl', logPrints: true /* quiet */ }, async () => console.log('a'));`,
    { title: 'logPrints' },
  );
  checkFix(
    noConsoleInFlow,
    `${head}class Jobs {\r\n\tstatic etl = flow({\r\n\t\tname: 'etl', // e\r\n\t}, () => { console.log('a') })\r\n}`,
    `${head}class Jobs {\r\n\tstatic etl = flow({\r\n\t\tname: 'etl', // e\r\n\t\tlogPrints: true,\r\n\t}, () => { console.log('a') })\r\n}`,
    { title: 'logPrints' },
  );
});

test('in CommonJS the logger is required', () =>
  checkFix(
    noConsoleInFlow,
    `const { flow } = require('millrace')\nexports.etl = flow({ name: 'etl' }, async () => console.log('a'))`,
    `const { flow, getRunLogger } = require('millrace')\nexports.etl = flow({ name: 'etl' }, async () => getRunLogger().info('a'))`,
    { path: 'flows.cjs' },
  ));

test('callbacks, classes and other consoles', () =>
  checkRule(
    noConsoleInFlow,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => {
        setTimeout(() => console.info('later'), 10);
        //               ^^^^^^^^^^^^ 💡 flow 'etl'
        await Promise.all([1].map(async (item) => console.debug(item)));
        //                                        ^^^^^^^^^^^^^ 💡 flow 'etl'
        const console2 = { log: (text: string) => text };
        console2.log('own');
      });
      export const quiet = task({ name: 'quiet' }, async () => {
        const console = { log: (text: string) => text };
        console.log('own');
      });`,
  ));

test('a task that others import prints as their flows do', () =>
  checkRule(noConsoleInFlow, {
    'tasks.ts': `${head}
      export const load = task({ name: 'load' }, async () => console.log('b'));`,
    'flows.ts': `import { flow } from 'millrace';
      import { load } from './tasks.ts';
      export const etl = flow({ name: 'etl', logPrints: true }, async () => load());`,
  }));

test('other ways to the same console', () =>
  checkRule(
    noConsoleInFlow,
    `import own, { log as print } from 'node:console';
      import { Console } from 'node:console';
      import { flow } from 'millrace';
      const file = new Console(process.stderr);
      export const etl = flow({ name: 'etl' }, async () => {
        globalThis.console.log('a');
        // <^^^^^^^^^^^^^^^^^^^^^^ 💡 console.log writes to the terminal of the worker
        globalThis['console'].warn('a');
        // <^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 console.warn
        own.error('a');
        // <^^^^^^^^^ 💡 console.error
        print('a');
        // <^^^^^ 💡 console.log
        file.log('a');
        own.table([]);
      });`,
  ));
