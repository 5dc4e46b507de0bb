import { test } from 'node:test';
import type { ServerFacts } from '../../../server/model/entities.ts';
import { workPoolNotFound } from '../../../server/rules/work-pool-not-found.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const server = { workPools: ['process', 'docker'], workQueues: [], tags: [], deployments: [] } satisfies ServerFacts;
const head = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
`;

test('a pool that the server does not have is reported', () =>
  checkRule(
    workPoolNotFound,
    `${head}
      await etl.deploy({ name: 'a', workPoolName: 'proces' });
      //                                          ^^^^^^^^ 💡 The server has no work pool 'proces', so deploying 'a' fails. Did you mean 'process'?
      await etl.deploy({ name: 'b', workPoolName: 'kubernetes' });
      //                                          ^^^^^^^^^^^^ Create it (millrace work-pool create kubernetes), or name another. It has 'process' and 'docker'.`,
    { server },
  ));

test('constants are followed', () =>
  checkRule(
    workPoolNotFound,
    `${head}
      const workPoolName = 'doker';
      //                   ^^^^^^^ 💡 Did you mean 'docker'?
      const options = { name: 'b', workPoolName: 'dokcer' };
      //                                         ^^^^^^^^ 💡 'docker'
      await etl.deploy({ name: 'a', workPoolName });
      await etl.deploy(options);`,
    { server },
  ));

test('known pools, unknown values and deployments without a pool are right', () =>
  checkRule(
    workPoolNotFound,
    `${head}
      await etl.deploy({ name: 'a', workPoolName: 'process' });
      await etl.deploy({ name: 'b', workPoolName: process.env['POOL'] });
      await etl.deploy({ name: 'c' });`,
    { server },
  ));

test('without a server nothing is said, and in tests neither', () => {
  const source = `${head} await etl.deploy({ name: 'a', workPoolName: 'proces' });`;
  checkRule(workPoolNotFound, source);
  checkRule(workPoolNotFound, source, { server, path: 'deploy.test.ts' });
});

test('the fix writes the pool that is meant', () =>
  checkFix(
    workPoolNotFound,
    `${head}await etl.deploy({ name: 'a', workPoolName: "proces" });`,
    `${head}await etl.deploy({ name: 'a', workPoolName: "process" });`,
    { server },
  ));

test('other files, variants, and served deployments without a pool', () =>
  checkRule(
    workPoolNotFound,
    {
      'etl.ts': head,
      'deploy.ts': `
      import { serve } from 'millrace';
      import { etl } from './etl.ts';
      await etl.withOptions({ retries: 1 }).deploy({ name: 'a', workPoolName: 'Process' });
      //                                                                      ^^^^^^^^^ 💡 Did you mean 'process'?
      for (const name of ['a', 'b']) await etl.deploy({ name, workPoolName: 'docker-2' });
      //                                                                    ^^^^^^^^^^ 💡 Did you mean 'docker'?
      await serve([etl.toDeployment({ name: 'c' })]);`,
    },
    { server },
  ));
