import { test } from 'node:test';
import { topLevelSideEffect } from '../../../server/rules/top-level-side-effect.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, serve, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
const load = task({ name: 'load' }, async () => 1);
`;

test('work at the top of a file of flows is reported', () =>
  checkRule(
    topLevelSideEffect,
    `${head}
      import { execSync, spawn } from 'node:child_process';
      await etl();
      //    ^^^ 💡 Flow 'etl' runs whenever this file is imported, and workers import it for every run of its flows
      load.submit();
    //     ^^^^^^ 💡 Task 'load' runs whenever this file is imported
      await etl.deploy({ name: 'a' });
      //        ^^^^^^ 💡 deploy() of flow 'etl' is called
      await serve([]);
      //    ^^^^^ 💡 serve() is called
      const run = await runDeployment('etl/a');
      //                ^^^^^^^^^^^^^ Put it behind if (import.meta.main), or into a file of its own
      const config = await fetch('https://example.com');
      //                   ^^^^^ fetch() is called
      execSync('make');
    //^^^^^^^^ 💡 execSync() is called
      spawn('make');
    //^^^^^ 💡 spawn() is called
      setInterval(() => 1, 1000);
    //^^^^^^^^^^^ 💡 setInterval() is called`,
  ));

test('flows that are exported otherwise count, too', () => {
  checkRule(
    topLevelSideEffect,
    `import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      export default etl;
      await etl();
      //    ^^^ 💡 Flow 'etl' runs`,
  );
  checkRule(
    topLevelSideEffect,
    `const { flow } = require('millrace');
      const etl = flow({ name: 'etl' }, async () => 1);
      module.exports = { etl };
      etl();
    //^^^ 💡 Flow 'etl' runs`,
    { path: 'etl.cjs' },
  );
});

test('code behind a check, in functions, and reading files is right', () =>
  checkRule(
    topLevelSideEffect,
    `${head}
      import { readFileSync } from 'node:fs';
      const config = JSON.parse(readFileSync('config.json', 'utf8'));
      if (import.meta.main) {
        await etl();
        await etl.deploy({ name: 'a' });
      }
      export const go = async () => etl();
      export const patient = etl.withOptions({ retries: 1 });
      export const nightly = etl.toDeployment({ name: 'nightly' });
      setTimeout(() => 1, 10);`,
  ));

test('nothing is told of a flow that is half written, whose calls seem to stand at the top', () =>
  checkRule(
    topLevelSideEffect,
    `${head}export const again = flow({ name: 'again' }, async ({ n
      await load.submit().result();
      await runDeployment('etl/a');
    });`,
  ));

test('programs without an exported flow may do what they like', () => {
  checkRule(topLevelSideEffect, `import { flow } from 'millrace'; const etl = flow({ name: 'etl' }, async () => 1); await etl();`);
  checkRule(topLevelSideEffect, {
    'etl.ts': head,
    'deploy.ts': `import { etl } from './etl.ts'; await etl.deploy({ name: 'a' }); await etl();`,
  });
  checkRule(topLevelSideEffect, `${head} await etl();`, { path: 'etl.test.ts' });
});

test('loops and blocks at the top count as the top, and branches, which ask whether it is wanted, do not', () =>
  checkRule(
    topLevelSideEffect,
    `${head}
      if (process.env['RUN'] === '1') await etl();
      process.argv.includes('--deploy') && (await etl.deploy({ name: 'b' }));
      if (process.argv[2] === 'all') main();
      async function main() {
        await etl();
      }
      for (const _ of [1, 2]) load.submit();
      //                           ^^^^^^ 💡 Task 'load' runs
      try {
        await etl.deploy({ name: 'a' });
        //        ^^^^^^ 💡 deploy() of flow 'etl'
      } catch (error) {
        console.error(error);
      }
      const value = await Promise.all([etl(), etl()]);
      //                               ^^^ Flow 'etl'
      //                                      ^^^ Flow 'etl'`,
  ));

test('functions that are only declared do nothing', () =>
  checkRule(
    topLevelSideEffect,
    `${head}
      export const go = () => etl();
      export class Go { readonly start = () => etl(); run() { return etl.deploy({ name: 'a' }); } }
      export const options = { onFailure: [() => etl()] };
      process.on('exit', () => console.log('bye'));`,
  ));

test('the fix puts a statement behind the question whether the file is the program', () => {
  const flows = `import { flow } from 'millrace'\nexport const etl = flow({ name: 'etl' }, async () => 1)\n`;
  const cases = [
    ['await etl(); // go', 'if (import.meta.main) {\n  await etl();\n} // go'],
    ['await etl()\nconsole.log(1)', 'if (import.meta.main) {\n  await etl()\n}\nconsole.log(1)'],
    [
      "// nightly\r\netl.deploy({\r\n\tname: 'a', // a\r\n})",
      "// nightly\r\nif (import.meta.main) {\r\n\tetl.deploy({\r\n\t\tname: 'a', // a\r\n\t})\r\n}",
    ],
    [
      'if (import.meta.main) {\n  await go();\n\n  more();\n}\n\nawait etl({\n\n  a: 1,\n});',
      'if (import.meta.main) {\n  await go();\n\n  more();\n  await etl({\n\n    a: 1,\n  });\n}',
    ],
    [
      'if (import.meta.main) {\n  go();\n} else {\n  stay();\n}\nawait etl();',
      'if (import.meta.main) {\n  go();\n} else {\n  stay();\n}\nif (import.meta.main) {\n  await etl();\n}',
    ],
    [
      'if (import.meta.main) {\n  go();\n}\n// then\nawait etl();',
      'if (import.meta.main) {\n  go();\n}\n// then\nif (import.meta.main) {\n  await etl();\n}',
    ],
    [
      '// nightly\n// @ts-expect-error: its types\n// eslint-disable-next-line no-void\nawait etl({\n  a: 1,\n});',
      '// nightly\nif (import.meta.main) {\n  // @ts-expect-error: its types\n  // eslint-disable-next-line no-void\n  await etl({\n    a: 1,\n  });\n}',
    ],
    ['await etl({ a: `\nb` });', 'if (import.meta.main) {\n  await etl({ a: `\nb` });\n}'],
    ['await etl();\nif (a) {\n    b();\n}', 'if (import.meta.main) {\n    await etl();\n}\nif (a) {\n    b();\n}'],
    ['try {\n  await etl();\n} catch {}', 'try {\n  if (import.meta.main) {\n    await etl();\n  }\n} catch {}'],
  ] as const;
  for (const [before, after] of cases) checkFix(topLevelSideEffect, flows + before, flows + after);
  const required = `const { flow } = require('millrace')\nexports.etl = flow({ name: 'etl' }, async () => 1)\n`;
  for (const path of ['flows.cjs', 'flows.js', 'flows.ts'])
    checkFix(topLevelSideEffect, `${required}exports.etl()`, `${required}if (require.main === module) {\n  exports.etl()\n}`, { path });
  const both = `import { createRequire } from 'node:module'\nimport { flow } from 'millrace'\nconst yaml = createRequire(import.meta.url)('yaml')\nexport const etl = flow({ name: 'etl' }, async () => yaml)\n`;
  checkFix(topLevelSideEffect, `${both}etl()`, `${both}if (import.meta.main) {\n  etl()\n}`, { path: 'flows.js' });
});

test('functions that the file calls at its top are its top', () =>
  checkRule(
    topLevelSideEffect,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      async function main() {
        await etl.serve({ name: 'a' });
        //        ^^^^^ 💡 serve() of flow 'etl' is called whenever this file is imported
      }
      main();
      (async () => {
        await etl();
        //    ^^^ 💡 Flow 'etl' runs
      })();
      export async function go() {
        await etl();
      }
      if (import.meta.main) await go();`,
  ));

test('what a field begins with is made with each instance', () =>
  checkRule(
    topLevelSideEffect,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => 1);
      export class Service {
        kept = load.submit();
        static first = load.submit();
        //                  ^^^^^^ Task 'load' runs whenever this file is imported
      }`,
  ));
