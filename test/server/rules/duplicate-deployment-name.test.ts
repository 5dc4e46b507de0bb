import { test } from 'node:test';
import { duplicateDeploymentName } from '../../../server/rules/duplicate-deployment-name.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const other = flow({ name: 'other' }, async () => 1);
`;

test('the same deployment twice is reported', () =>
  checkRule(
    duplicateDeploymentName,
    `${head}
      await etl.deploy({ name: 'nightly', cron: '0 5 * * *' });
      //                       ^^^^^^^^^ The deployment 'etl/nightly' is declared twice in this file
      await etl.deploy({ name: 'nightly', cron: '0 6 * * *' });
      //                       ^^^^^^^^^ the one that is deployed last replaces the other
      await etl.deploy({ name: 'weekly' });
      await other.deploy({ name: 'nightly' });`,
  ));

test('across files, and for toDeployment and serve', () =>
  checkRule(duplicateDeploymentName, {
    'etl.ts': head,
    'deploy.ts': `
      import { etl } from './etl.ts';
      await etl.deploy({ name: 'nightly' });
      //                       ^^^^^^^^^ also declared in serve.ts`,
    'serve.ts': `
      import { serve } from 'millrace';
      import { etl as renamed } from './etl.ts';
      await serve([renamed.toDeployment({ name: 'nightly' })]);
      //                                        ^^^^^^^^^ also declared in deploy.ts`,
  }));

test('other names, other flows, unknown names and tests are right', () =>
  checkRule(duplicateDeploymentName, {
    'deploy.ts': `${head}
      for (const name of ['a', 'b']) await etl.deploy({ name });
      const stage = process.env['STAGE'];
      await etl.deploy({ name: \`nightly-\${stage}\` });
      await etl.deploy({ name: 'nightly' });
      await other.deploy({ name: 'nightly' });`,
    'deploy.test.ts': `
      import { etl } from './deploy.ts';
      await etl.deploy({ name: 'nightly' });
      await etl.deploy({ name: 'nightly' });`,
  }));

test('variants of a flow are the same flow to a server', () =>
  checkRule(
    duplicateDeploymentName,
    `${head}
      await etl.deploy({ name: 'nightly' });
      //                       ^^^^^^^^^ 'etl/nightly' is declared twice
      await etl.withOptions({ retries: 3 }).deploy({ name: 'nightly' });
      //                                                   ^^^^^^^^^ 'etl/nightly' is declared twice
      await etl.withOptions({ name: 'renamed' }).deploy({ name: 'nightly' });`,
  ));

test('of branches, and of functions that deploy, only one may be taken', () =>
  checkRule(
    duplicateDeploymentName,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      const stage = process.argv[2];
      if (stage === 'production') await etl.deploy({ name: 'a', workPoolName: 'large' });
      else await etl.deploy({ name: 'a', workPoolName: 'small' });
      await (stage ? etl.deploy({ name: 'b', workPoolName: 'large' }) : etl.deploy({ name: 'b', workPoolName: 'small' }));
      switch (stage) {
        case 'production':
          await etl.deploy({ name: 'c', workPoolName: 'large' });
          break;
        default:
          await etl.deploy({ name: 'c', workPoolName: 'small' });
      }
      export async function deploy(large: boolean) {
        if (large) return etl.deploy({ name: 'd', workPoolName: 'large' });
        return etl.deploy({ name: 'd', workPoolName: 'small' });
      }
      export const deploySmall = () => etl.deploy({ name: 'd', workPoolName: 'small' });`,
  ));

test('one after the other they are reported', () =>
  checkRule(
    duplicateDeploymentName,
    `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      if (import.meta.main) {
        await etl.deploy({ name: 'a', workPoolName: 'large' });
        //                       ^^^ The deployment 'etl/a' is declared twice in this file
        await etl.deploy({ name: 'a', workPoolName: 'small' });
        //                       ^^^ The deployment 'etl/a' is declared twice
      }`,
  ));

test('of flows that are not read, the same entrypoint is the same flow', () =>
  checkRule(duplicateDeploymentName, {
    'prefect.yaml': `
definitions:
  common: &common
    entrypoint: flows/etl.py:etl
    work_pool: { name: default }
deployments:
  - <<: *common
    name: nightly
    #     ^^^^^^^ The deployment 'nightly' of flows/etl.py:etl is declared twice in this file
  - <<: *common
    name: nightly
    #     ^^^^^^^ the one that is deployed last replaces the other
    work_pool: { name: large }
  - <<: *common
    name: hourly
  - <<: *common
    name: nightly
    entrypoint: flows/etl.py:report
  - name: nightly
  - name: nightly
  - name: nightly
    entrypoint: [flows/etl.py, etl]
`,
  }));
