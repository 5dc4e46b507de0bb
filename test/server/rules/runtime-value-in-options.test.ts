import { test } from 'node:test';
import { runtimeValueInOptions } from '../../../server/rules/runtime-value-in-options.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
import { randomUUID } from 'node:crypto';
`;

test('options that depend on the time or chance are reported', () =>
  checkRule(
    runtimeValueInOptions,
    `${head}
      export const one = flow({ name: 'one', flowRunName: \`one \${Date.now()}\` }, async () => 1);
      //                                                         ^^^^^^^^^^ 💡 Date.now() is evaluated once, when the file is loaded, and not for each run
      export const two = task({ name: 'two', taskRunName: 'two ' + 1, tags: [randomUUID()] }, async () => 1);
      //                                                                     ^^^^^^^^^^^^ randomUUID() is evaluated once
      export const three = flow({ name: \`three-\${new Date().toISOString()}\` }, async () => 1);
      //                                         ^^^^^^^^^^ new Date() is evaluated once
      await one.deploy({ name: 'a', parameters: { day: new Date(), seed: 1 } });
      //                                               ^^^^^^^^^^ when the deployment is made
      await one.deploy({ name: 'b', parameters: { seed: Math.random() } });
      //                                                ^^^^^^^^^^^^^ Compute it inside of the flow
      export const four = one.withOptions({ flowRunName: \`x \${crypto.randomUUID()}\` });
      //                                                      ^^^^^^^^^^^^^^^^^^^ 💡 Give a function, which is called for each run`,
  ));

test('the fix makes a function of the name, with its comments', () => {
  checkFix(
    runtimeValueInOptions,
    `${head}flow({ name: 'etl', flowRunName: \`etl \${Date.now()}\` /* now */ }, async () => 1)`,
    `${head}flow({ name: 'etl', flowRunName: () => \`etl \${Date.now()}\` /* now */ }, async () => 1)`,
  );
  checkFix(
    runtimeValueInOptions,
    `${head}class A {\r\n\tstatic load = task({\r\n\t\ttaskRunName: // day\r\n\t\t\t\`load \${new Date()}\`,\r\n\t}, () => 1)\r\n}`,
    `${head}class A {\r\n\tstatic load = task({\r\n\t\ttaskRunName: // day\r\n\t\t\t() => \`load \${new Date()}\`,\r\n\t}, () => 1)\r\n}`,
  );
});

test('functions, fixed dates and versions are right', () =>
  checkRule(
    runtimeValueInOptions,
    `${head}
      export const one = flow({ name: 'one', flowRunName: () => \`one \${Date.now()}\`, version: new Date().toISOString() }, async () => Date.now());
      export const two = task({ name: 'two', onFailure: [() => console.log(Date.now())], description: \`\${new Date()}\` }, async () => randomUUID());
      await one.deploy({ name: 'a', version: String(Date.now()), anchorDate: new Date(), parameters: { day: new Date('2027-01-01') } });
      export const started = Date.now();`,
  ));

test('other calls in options are left alone', () =>
  checkRule(
    runtimeValueInOptions,
    `${head} import { name } from './names.ts'; export const one = flow({ name: name(), tags: [process.env['STAGE'] ?? 'dev'] }, async () => 1);`,
  ));

test('schedules, lists, classes and variants', () =>
  checkRule(
    runtimeValueInOptions,
    `${head}
      export class Flows { static readonly one = flow({ name: 'one', tags: ['a', Math.random().toString(36)] }, async () => 1); }
      //                                                                         ^^^^^^^^^^^^^ Math.random() is evaluated once
      const made = { name: \`task-\${performance.now()}\` };
      //                           ^^^^^^^^^^^^^^^^^ performance.now()
      export const two = task(made, async () => 1);
      await Flows.one.deploy({ name: \`d-\${Date.now()}\`, cron: '0 5 * * *' });
      //                                  ^^^^^^^^^^ under a name that changes, earlier runs and deployments are not found again`,
  ));

test('in a function they are computed each time: variants for one call, and factories', () =>
  checkRule(
    runtimeValueInOptions,
    `${head}
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        await load.withOptions({ taskRunName: \`load \${Date.now()}\` })();
        return load.withOptions({ tags: [crypto.randomUUID()] }).submit();
      });
      export const make = (name: string) => task({ name, tags: [String(Math.random())] }, async () => 1);
      export async function deploy() {
        await etl.deploy({ name: 'a', parameters: { day: Date.now() } });
        //                                               ^^^^^^^^^^ when the deployment is made
      }`,
  ));

test('what says when a deployment was made', () =>
  checkRule(
    runtimeValueInOptions,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', jobVariables: { env: { DEPLOYED_AT: new Date().toISOString() } } });
      await etl.deploy({ name: 'b', jobVariables: { env: { TODAY: new Date().toISOString() } } });
      //                                                          ^^^^^^^^^^ every run gets the same jobVariables`,
  ));

test('what is kept in a constant at the top of the file is no newer', () =>
  checkRule(
    runtimeValueInOptions,
    `import { flow } from 'millrace';
      const started = new Date().toISOString();
      const builtAt = Date.now();
      const zone = 'UTC';
      export const one = flow({ name: 'one', flowRunName: \`one \${started}\` }, async () => 1);
      //                                                         ^^^^^^^ new Date() is evaluated once, when the file is loaded
      export const two = flow({ name: 'two', flowRunName: () => \`two \${started}\`, tags: [zone, String(builtAt)] }, async () => 1);`,
  ));

test('a tag may say when the deployment was made', () =>
  checkRule(
    runtimeValueInOptions,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', tags: [\`deployed-\${new Date().getFullYear()}\`] });
      await etl.deploy({ name: 'b', tags: [\`day-\${new Date().getDay()}\`] });
      //                                          ^^^^^^^^^^ new Date() is evaluated once
      export const other = flow({ name: \`build-\${Date.now()}\` }, async () => 1);
      //                                         ^^^^^^^^^^ under a name that changes`,
  ));
