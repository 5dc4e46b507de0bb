import { test } from 'node:test';
import type { ServerFacts } from '../../../server/model/entities.ts';
import { deploymentNotFound } from '../../../server/rules/deployment-not-found.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment } from 'millrace';
export const load = flow({ name: 'load' }, async () => 1);
await load.deploy({ name: 'nightly' });
`;
const server = {
  workPools: [],
  workQueues: [],
  tags: [],
  deployments: [{ name: 'prod', flowName: 'report', parameterSchema: {} }],
} satisfies ServerFacts;

test('names that are no deployment are reported', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      await runDeployment('load');
      //                  ^^^^^^ 'load' is not the name of a deployment, so runDeployment fails
      await runDeployment('load/nightly/2');
      //                  ^^^^^^^^^^^^^^^^ names have the form 'flow/deployment'
      await runDeployment('/nightly');
      //                  ^^^^^^^^^^ is not the name of a deployment`,
  ));

test('a name close to a known one is reported', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      await runDeployment('load/nightyl');
      //                  ^^^^^^^^^^^^^^ 💡 There is no deployment 'load/nightyl' in this project
      await runDeployment('laod/nightly');
      //                  ^^^^^^^^^^^^^^ 💡 Did you mean 'load/nightly'?
      const options = { timeout: 0 };
      await runDeployment('load/nihgtly', options);
      //                  ^^^^^^^^^^^^^^ 💡 so this runDeployment fails. Did you mean 'load/nightly'?`,
  ));

test('the siblings of known deployments may be made elsewhere', () =>
  checkRule(
    deploymentNotFound,
    `import { flow, runDeployment } from 'millrace';
export const load = flow({ name: 'load-customer-orders' }, async () => 1);
for (const name of ['x']) void name;
await load.deploy({ name: 'prod' });
await load.deploy({ name: 'chunk-1' });
await load.deploy({ name: 'in-us' });
await load.deploy({ name: 'nightly-report-a' });
await runDeployment('load-customer-orders/production');
await runDeployment('load-customer-orders/dev');
await runDeployment('load-customer-orders/pre');
await runDeployment('load-customer-orders/chunk-2');
await runDeployment('load-customer-orders/chunk-12');
await runDeployment('load-customer-orders/in-eu');
await runDeployment('load-customer-orders/nightly-report-b');
await runDeployment('load-customer-returns/prod');
await runDeployment('load-customer-order/prod');
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 'load-customer-orders/prod'
await runDeployment('load-customer-orders/prdo');
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 'load-customer-orders/prod'
await runDeployment('load-customer-orders/chnuk-1');
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 💡 'load-customer-orders/chunk-1'`,
  ));

test('the only deployment of a flow is meant where the server says that there is no other', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      await runDeployment('load/production');
      //                  ^^^^^^^^^^^^^^^^^ 💡 Did you mean 'load/nightly'?`,
    { server },
  ));

test('renamed imports and other files', () =>
  checkRule(deploymentNotFound, {
    'load.ts': head,
    'run.ts': `
      import * as m from 'millrace';
      import { runDeployment as start } from 'millrace';
      await start('load/nigthly');
      //          ^^^^^^^^^^^^^^ 💡 'load/nightly'
      await m.runDeployment('load/nigthly');
      //                    ^^^^^^^^^^^^^^ 💡 'load/nightly'`,
  }));

test('the connected server knows more, and everything that it does not know is reported', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      await runDeployment('report/prod');
      await runDeployment('load/nightly');
      await runDeployment('report/pord');
      //                  ^^^^^^^^^^^^^ 💡 There is no deployment 'report/pord' on the server or in this project
      await runDeployment('elsewhere/main');
      //                  ^^^^^^^^^^^^^^^^ Deploy it first`,
    { server },
  ));

test('deployments of elsewhere, computed names and tests are left alone', () => {
  checkRule(
    deploymentNotFound,
    `${head}
      const stage = process.env['STAGE'];
      export async function go(name: string) {
        await runDeployment('load/nightly');
        await runDeployment('elsewhere/main');
        await runDeployment(name);
        await runDeployment(\`load/\${stage}\`);
      }`,
  );
  checkRule(deploymentNotFound, `${head} await runDeployment('load/nightyl');`, { path: 'load.test.ts' });
});

test('a flow with a deployment that is computed may have any', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      for (const name of ['a', 'b']) await load.deploy({ name });
      await runDeployment('load/production');`,
  ));

test('the fix writes the known name, in the quotes that are there', () => {
  checkFix(deploymentNotFound, `${head}await runDeployment("load/nightyl");`, `${head}await runDeployment("load/nightly");`);
  checkFix(deploymentNotFound, `${head}await runDeployment(\`load/nightyl\`);`, `${head}await runDeployment(\`load/nightly\`);`);
});

test('wherever the name stands', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      const misspelled = 'load/nigthly';
      //                 ^^^^^^^^^^^^^^ 💡 'load/nightly'
      export async function go(nodes: string[]) {
        await runDeployment(misspelled);
        await Promise.all(nodes.map((node) => runDeployment('load/nihgtly', { parameters: { node } })));
        //                                                  ^^^^^^^^^^^^^^ 💡 'load/nightly'
        for (const _ of nodes) await runDeployment(\`load/nightlyy\`);
        //                                         ^^^^^^^^^^^^^^^ 💡 'load/nightly'
      }`,
  ));

test('of several deployments the nearest is meant', () =>
  checkRule(
    deploymentNotFound,
    `${head}
      await load.deploy({ name: 'weekly' });
      await runDeployment('load/wekly');
      //                  ^^^^^^^^^^^^ 💡 Did you mean 'load/weekly'?
      await runDeployment('load/production');`,
  ));

test('deployments of prefect.yaml are known, and those whose flow is not known may be meant', () =>
  checkRule(deploymentNotFound, {
    'flows.ts': `${head}
      await runDeployment('load/weekly');
      await runDeployment('load/wekly');
      //                  ^^^^^^^^^^^^ 💡 Did you mean 'load/weekly'?
      await runDeployment('lode/nightly');
      await runDeployment('lode/python');
      await runDeployment('load/nightyl');
      //                  ^^^^^^^^^^^^^^ 💡 Did you mean 'load/nightly'?`,
    'prefect.yaml': `deployments:
  - name: weekly
    entrypoint: flows.ts:load
  - name: python
    entrypoint: flows.py:load
  - name: nightly
    entrypoint: other.py:lode`,
  }));
