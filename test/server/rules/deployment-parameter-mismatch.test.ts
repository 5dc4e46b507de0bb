import { test } from 'node:test';
import { deploymentParameterMismatch } from '../../../server/rules/deployment-parameter-mismatch.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment } from 'millrace';
type Level = 'low' | 'high';
interface Input { day: string; limit?: number; level?: Level; nodes?: string[] }
export const etl = flow({ name: 'etl' }, async ({ day, limit = 10 }: Input) => day + limit);
`;

test('names that the flow does not have are reported', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await etl.deploy({ name: 'a', parameters: { day: 'mon', limt: 5 } });
      //                                                      ^^^^ 💡 Flow 'etl' has no parameter 'limt': it has 'day', 'limit', 'level' and 'nodes'
      await runDeployment('etl/a', { parameters: { day: 'mon', other: 5 } });
      //                                                       ^^^^^ Flow 'etl' has no parameter 'other'`,
  ));

test('values of another type are reported', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await etl.deploy({ name: 'a', parameters: { day: 5, limit: 'ten' } });
      //                                               ^ Parameter 'day' of flow 'etl' has the type string, but is given 5
      //                                                         ^^^^^ Parameter 'limit' of flow 'etl' has the type number, but is given the text 'ten'
      await runDeployment('etl/a', { parameters: { day: 'mon', level: 'medium', nodes: 'a' } });
      //                                                              ^^^^^^^^ 'level' of flow 'etl' has the type Level, but is given the text 'medium'
      //                                                                               ^^^ 'nodes' of flow 'etl' has the type string[], but is given the text 'a'
      await runDeployment('etl/a', { parameters: { day: ['mon'], limit: null } });
      //                                                ^^^^^^^ is given a list
      //                                                                ^^^^ is given null`,
  ));

test('required parameters that nobody gives are reported', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await etl.deploy({ name: 'bare' });
      await etl.deploy({ name: 'preset', parameters: { day: 'mon' } });
      await runDeployment('etl/bare');
      //    ^^^^^^^^^^^^^ Flow 'etl' needs the parameter 'day', and neither this call nor the deployment gives it: the run is refused, or it starts with undefined in its place.
      await runDeployment('etl/bare', { parameters: { limit: 5 } });
      //    ^^^^^^^^^^^^^ needs the parameter 'day'
      await runDeployment('etl/bare', { parameters: { day: 'mon' } });
      await runDeployment('etl/preset');`,
  ));

test('what is spread counts where it can be seen, and may be anything where it cannot', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      const common = { day: 'mon' };
      const few = { limit: 5 };
      await etl.deploy({ name: 'bare' });
      await etl.deploy({ name: 'preset', parameters: { ...common } });
      await runDeployment('etl/preset');
      await runDeployment('etl/bare', { parameters: { ...common, limit: 5 } });
      await runDeployment('etl/bare', { parameters: { ...few } });
      //    ^^^^^^^^^^^^^ needs the parameter 'day'
      await etl.deploy({ name: 'd', cron: '0 5 * * *', parameters: { ...common } });
      export const start = (chunk: { day: string }) => runDeployment('etl/bare', { parameters: { ...chunk } });
      export const plan = (chunk: { day: string }, rest: { parameters: { day: string } }) => [
        etl.deploy({ name: 'e', cron: '0 5 * * *', parameters: { ...chunk } }),
        etl.deploy({ name: 'f', schedules: [{ cron: '0 5 * * *', parameters: chunk }, { interval: 3600, ...rest }] }),
      ];`,
  ));

test('a schedule needs them, too', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await etl.deploy({ name: 'a', cron: '0 5 * * *' });
      //                                  ^^^^^^^^^^^ Flow 'etl' needs the parameter 'day', and neither this schedule nor the deployment gives it: every scheduled run starts with undefined in its place.
      await etl.deploy({ name: 'b', cron: '0 5 * * *', parameters: { day: 'mon' } });
      await etl.deploy({ name: 'c', schedules: [{ cron: '0 5 * * *', parameters: { day: 'mon', lmit: 1 } }, { interval: 3600 }] });
      //                                                                                       ^^^^ 💡 has no parameter 'lmit'
      //                                                                                                                ^^^^ needs the parameter 'day'`,
  ));

test('flows of other files, and deployments made elsewhere', () =>
  checkRule(deploymentParameterMismatch, {
    'etl.ts': head,
    'run.ts': `
      import { runDeployment as start } from 'millrace';
      await start('etl/elsewhere', { parameters: { dya: 'mon' } });
      //                                           ^^^ 💡 Flow 'etl' has no parameter 'dya'`,
  }));

test('what fits, and what cannot be seen, is right', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      export const any = flow({ name: 'any' }, async (given: Record<string, unknown>) => given);
      export const plain = flow({ name: 'plain' }, async ({ a, ...rest }: { a: number | string; [key: string]: unknown }) => [a, rest]);
      export const when = flow({ name: 'when' }, async ({ at, price }: { at?: Date; price?: bigint | null }) => [at, price]);
      export async function go(parameters: Input, day: string, level: Level) {
        await etl.deploy({ name: 'a', parameters: { day: 'mon', limit: 5, level: 'low', nodes: ['a'] } });
        await runDeployment('etl/a', { parameters });
        await runDeployment('etl/a', { parameters: { ...parameters, limit: 3 } });
        await runDeployment('etl/a', { parameters: { day, level, nodes: [day] } });
        await any.deploy({ name: 'a', parameters: { whatever: 1 } });
        await plain.deploy({ name: 'a', parameters: { a: 'x', more: true } });
        await when.deploy({ name: 'a', parameters: { at: '2027-01-01', price: null } });
        await runDeployment('elsewhere/main', { parameters: { x: 1 } });
      }`,
  ));

test('the fix renames the parameter, quoted or not', () => {
  checkFix(
    deploymentParameterMismatch,
    `${head}await etl.deploy({ name: 'a', parameters: { day: 'mon', limt: 5 } });`,
    `${head}await etl.deploy({ name: 'a', parameters: { day: 'mon', limit: 5 } });`,
  );
  checkFix(
    deploymentParameterMismatch,
    `${head}await etl.deploy({ name: 'a', parameters: { day: 'mon', 'limt': 5 } });`,
    `${head}await etl.deploy({ name: 'a', parameters: { day: 'mon', 'limit': 5 } });`,
  );
});

test('calls without options, and several deployments of a flow', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await etl.deploy({ name: 'one' });
      await etl.deploy({ name: 'two', parameters: { day: 'tue' } });
      export async function go(nodes: string[]) {
        for (const node of nodes) {
          await runDeployment('etl/two', { parameters: { nodez: [node] }, timeout: 0 });
          //                                             ^^^^^ 💡 has no parameter 'nodez'
          await runDeployment('etl/one', { timeout: 0 });
          //    ^^^^^^^^^^^^^ needs the parameter 'day'
          await runDeployment('etl/two', { timeout: 0 });
        }
      }`,
  ));

test('a flow without parameters takes none', () =>
  checkRule(
    deploymentParameterMismatch,
    `import { flow, runDeployment } from 'millrace';
      export const bare = flow({ name: 'bare' }, async () => 1);
      await bare.deploy({ name: 'a', parameters: { day: 'mon' } });
      //                                           ^^^ Flow 'bare' has no parameter 'day': it takes none
      await runDeployment('bare/a', { parameters: {} });`,
  ));

test('the fix renames what is written, and nothing where the right name is there, too', () => {
  const intro = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ limit = 10 }: { limit?: number }) => limit);
`;
  const deploying = (parameters: string): string => `${intro}await etl.deploy({ name: 'a', parameters: ${parameters} });`;
  checkFix(deploymentParameterMismatch, deploying("{ 'limt': /* five */ 5 }"), deploying("{ 'limit': /* five */ 5 }"));
  checkFix(deploymentParameterMismatch, `const limt = 5;${deploying('{ limt }')}`, `const limt = 5;${deploying('{ limit: limt }')}`);
  checkRule(
    deploymentParameterMismatch,
    `${intro}await etl.deploy({ name: 'a', parameters: { limit: 1, limt: 5 } });
      //                                              ^^^^ The value is ignored, without an error.`,
  );
});

const following = [
  'await etl({ day: "x" });',
  'const rest = 1;',
  'return;',
  'if (Date.now() > 1) { await etl({ day: "x" }); }',
  'etl({ day: "x" });',
  'process.exitCode = 1;',
  'other = 1;',
  'other',
];

for (const statement of following) {
  test(`while a brace is missing, "${statement}" behind it is no parameter`, () =>
    checkRule(
      deploymentParameterMismatch,
      `${head}
      export const main = flow({ name: 'main' }, async () => {
        await runDeployment('etl/a', { parameters: { day: 'mon', limt: 5,
        //                                                       ^^^^ 💡 Flow 'etl' has no parameter 'limt'
        ${statement}
      `,
    ));
}

test('members that no comma separates are parameters all the same', () =>
  checkRule(
    deploymentParameterMismatch,
    `${head}
      await runDeployment('etl/a', { parameters: { day: 'mon' limt: 5 } });
      //                                                      ^^^^ 💡 Flow 'etl' has no parameter 'limt'`,
  ));
