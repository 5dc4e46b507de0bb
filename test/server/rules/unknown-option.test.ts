import { test } from 'node:test';
import { unknownOption } from '../../../server/rules/unknown-option.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
`;

test('misspelled options are reported', () =>
  checkRule(
    unknownOption,
    `${head}
      export const one = task({ name: 'one', retires: 3 }, async () => 1);
      //                                     ^^^^^^^ 💡 task() has no option 'retires': it is ignored. 'retries' is probably meant
      export const two = flow({ name: 'two', flowRunNmae: 'x' }, async () => 1);
      //                                     ^^^^^^^^^^^ 💡 'flowRunName'
      await two.deploy({ name: 'a', workpoolName: 'main', corn: '0 5 * * *' });
      //                            ^^^^^^^^^^^^ 💡 'workPoolName'
      //                                                  ^^^^ 💡 'cron'
      await runDeployment('two/a', { paramters: {} });
      //                             ^^^^^^^^^ 💡 runDeployment() has no option 'paramters'
      await waitForFlowRuns([], { timeuot: 5 });
      //                          ^^^^^^^ 💡 waitForFlowRuns() has no option 'timeuot'`,
  ));

test('so are the names of other libraries', () =>
  checkRule(
    unknownOption,
    `${head}
      export const one = task({ name: 'one', maxRetries: 3, retryDelay: 10, timeout: 60 }, async () => 1);
      //                                     ^^^^^^^^^^ 💡 'retries'
      //                                                    ^^^^^^^^^^ 💡 'retryDelaySeconds'
      //                                                                    ^^^^^^^ 💡 'timeoutSeconds'
      export const two = flow({ name: 'two', timeoutMs: 1000 }, async () => 1);
      //                                     ^^^^^^^^^ 💡 'timeoutSeconds'
      await two.deploy({ name: 'a', pool: 'main', params: {} });
      //                            ^^^^ 💡 'workPoolName'
      //                                          ^^^^^^ 💡 'parameters'`,
  ));

test('constants, other files and renamed imports', () =>
  checkRule(unknownOption, {
    'options.ts': `export const shared = { name: 'x', retires: 3 };`,
    'flows.ts': `
      import * as m from 'millrace';
      import { shared } from './options.ts';
      const options = { name: 'one', retires: 3 };
      //                             ^^^^^^^ 💡 'retries'
      export const one = m.task(options, async () => 1);
      export const two = m.task({ ...shared, retreis: 1 }, async () => 1);
      //                                     ^^^^^^^ 💡 'retries'`,
  }));

test('options that exist, also later ones of Prefect, are right', () =>
  checkRule(
    unknownOption,
    `${head}
      export const one = task(
        { name: 'one', retries: 3, retryDelaySeconds: 10, retryJitterFactor: 1, timeoutSeconds: 5, cacheKeyFn: () => 'a', persistResult: true, tags: ['a'] },
        async () => 1,
      );
      export const two = flow({ name: 'two', logPrints: true, taskRunner: undefined, onFailure: [], description: 'x', version: '1' }, async () => 1);
      await two.deploy({ name: 'a', cron: '0 5 * * *', timezone: 'UTC', jobVariables: { timeout: 5, anything: 1 }, concurrencyLimit: 1, paused: true });
      await runDeployment('two/a', { parameters: { timeuot: 1 }, timeout: 0, tags: [], flowRunName: 'x', asSubflow: false, idempotencyKey: 'k' });`,
  ));

test('options that only Prefect for Python has are ignored here', () =>
  checkRule(
    unknownOption,
    `${head}
      export const one = task({ name: 'one', resultSerializer: 'json', retryConditionFn: () => true }, async () => 1);
      //                                     ^^^^^^^^^^^^^^^^ task() of Millrace has no option 'resultSerializer', which only Prefect for Python has: it is ignored
      //                                                               ^^^^^^^^^^^^^^^^ 💡 'retryCondition'
      export const two = flow({ name: 'two', validateParameters: true }, async () => 1);
      //                                     ^^^^^^^^^^^^^^^^^^ flow() of Millrace has no option 'validateParameters'
      await two.deploy({ name: 'a', image: 'etl:1', workPoolName: 'main' });
      //                            ^^^^^ deploy() of Millrace has no option 'image'`,
  ));

test('names that are close to nothing, or whose option is set as well, are left alone', () =>
  checkRule(
    unknownOption,
    `${head}
      export const one = task({ name: 'one', somethingNew: 1 }, async () => 1);
      export const two = task({ name: 'two', retries: 1, retry: 2 }, async () => 1);
      export const other = (flow: (options: object) => void) => flow({ retires: 3 });`,
  ));

test('the fix renames it, quoted or not', () => {
  checkFix(
    unknownOption,
    `${head}task({ name: 'a', retires: 3 }, async () => 1);`,
    `${head}task({ name: 'a', retries: 3 }, async () => 1);`,
  );
  checkFix(
    unknownOption,
    `${head}task({ name: 'a', 'retires': 3 }, async () => 1);`,
    `${head}task({ name: 'a', 'retries': 3 }, async () => 1);`,
  );
});

test('flows in classes, lists and factories', () =>
  checkRule(
    unknownOption,
    `${head}
      class Flows {
        readonly one = flow({ name: 'one', logPrint: true }, async () => 1);
        //                                 ^^^^^^^^ 💡 'logPrints'
      }
      export const list = [task({ name: 'a', retris: 1 }, async () => 1)];
      //                                     ^^^^^^ 💡 'retries'
      export const make = (name: string) => task({ name, timoutSeconds: 1 }, async () => 1);
      //                                                 ^^^^^^^^^^^^^ 💡 'timeoutSeconds'
      export const variant = new Flows().one.withOptions({ descripton: 'x' });
      //                                                   ^^^^^^^^^^ 💡 'description'`,
  ));

test('options of schedules and parameters of flows are other things', () =>
  checkRule(
    unknownOption,
    `${head}
      export const etl = flow({ name: 'etl' }, async ({ retires }: { retires: number }) => retires);
      await etl({ retires: 1 });
      await etl.deploy({ name: 'a', parameters: { retires: 1 }, jobVariables: { paramters: 1 } });
      await runDeployment('etl/a', { parameters: { retires: 1 } });`,
  ));

test('options of flows on tasks and the other way round, and names with underscores', () =>
  checkRule(
    unknownOption,
    `${head}
      task({ name: 'a', flowRunName: 'x', taskRunner: undefined, max_retries: 3 }, async () => 1);
      //                ^^^^^^^^^^^ 💡 'taskRunName' is probably meant
      //                                  ^^^^^^^^^^ task() has no option 'taskRunner', which only flow() has: it is ignored
      //                                                         ^^^^^^^^^^^ 💡 'retries'
      flow({ name: 'b', taskRunName: 'x', cacheKeyFn: () => 'a' }, async () => 1);
      //                ^^^^^^^^^^^ 💡 'flowRunName' is probably meant
      //                                  ^^^^^^^^^^ flow() has no option 'cacheKeyFn', which only task() has: it is ignored`,
  ));

test('the fix keeps variables, comments and units', () => {
  const cases = [
    ['timeout', 'timeoutSeconds: timeout'],
    ['timeout /* s */: 30', 'timeoutSeconds /* s */: 30'],
    ['timeoutMs: 3_000 // three', 'timeoutSeconds: 3 // three'],
    ['timeoutMs: 2 * timeout', 'timeoutSeconds: (2 * timeout) / 1000'],
    ['timeoutMs', 'timeoutSeconds: timeoutMs / 1000'],
  ] as const;
  const start = `${head}const [timeout, timeoutMs] = [5, 6];\r\nclass A {\r\n\tstatic a = task({\r\n\t\tname: 'a', `;
  for (const [before, after] of cases) {
    checkFix(unknownOption, `${start}${before}\r\n\t}, async () => 1)\r\n}`, `${start}${after}\r\n\t}, async () => 1)\r\n}`);
  }
});

test('what only deployments have is no option of a flow, unless the object may be meant for both', () =>
  checkRule(
    unknownOption,
    `${head}
      flow({ name: 'a', cron: '0 5 * * *', workPoolName: 'main' }, async () => 1);
      //                ^^^^ flow() has no option 'cron', which only a deployment has: it is ignored. Give it to deploy(), toDeployment() or serve().
      //                                   ^^^^^^^^^^^^ which only a deployment has
      flow({ name: 'b', cron_schedule: '0 5 * * *', onComplete: [], onError: [] }, async () => 1).withOptions({ interval: 3600 });
      //                                            ^^^^^^^^^^ 💡 'onCompletion'
      //                                                            ^^^^^^^ 💡 'onFailure'
      //                                                                                                        ^^^^^^^^ which only a deployment has
      const both = { name: 'c', cron: '0 5 * * *' };
      export const c = flow(both, async () => 1);
      c.deploy({ ...both, cron_schedule: '0 5 * * *' });
      //                  ^^^^^^^^^^^^^ 💡 'cron' is probably meant`,
  ));

test('what a deployment in prefect.yaml says in another place, and misspelled keys', () =>
  checkRule(unknownOption, {
    'prefect.yaml': `deployments:
- name: a
  entrypoint: flows.ts:etl
  work_pool_name: main
# ^^^^^^^^^^^^^^ 'work_pool_name' has no effect here: a deployment in prefect.yaml says it in work_pool: { name: … }
  job_variables: {}
# ^^^^^^^^^^^^^ it in work_pool: { job_variables: … }
  cron: 0 5 * * *
# ^^^^ it in schedules: [{ cron: … }]
  parametres: {}
# ^^^^^^^^^^ 💡 A deployment has no option 'parametres': it has no effect. 'parameters' is probably meant
  workpool: {name: main}
# ^^^^^^^^ 💡 'work_pool' is probably meant
- name: b
  entrypoint: flows.ts:etl
  work_pool: {name: main, work_queue: high}
  #                       ^^^^^^^^^^ 💡 'work_queue_name' is probably meant
  schedules:
  - {cron: 0 5 * * *, time_zone: UTC}
  #                   ^^^^^^^^^ 💡 A schedule has no option 'time_zone': it has no effect. 'timezone' is probably meant
- name: c
  version_type: prefect:simple
  entrypoint: flows.ts:etl
  x-owner: data
  work_pool: &pool {name: main, work_queue_name: high, job_variables: {image: a}}
  schedules: [{interval: 60, anchor_date: '2027-01-01', slug: a, replaces: b, max_scheduled_runs: 3, active: false, parameters: {}}]
  concurrency_limit: {limit: 1}
  enforce_parameter_schema: true
  pull: []
  sla: []
`,
  }));

test('schedules of deployments in code, and the wait for runs', () =>
  checkRule(
    unknownOption,
    `${head}
      export const etl = flow({ name: 'etl' }, async () => 1);
      const nightly = { cron: '0 5 * * *', tz: 'UTC' };
      //                                   ^^ 💡 A schedule has no option 'tz': it is ignored. 'timezone' is probably meant
      await etl.deploy({ name: 'a', workPoolName: 'p', schedules: [nightly, { interval: 60, active: false, slug: 'a' }] });
      await waitForFlowRuns([await runDeployment('etl/a', { timeout: 0 })], { timeoutSeconds: 60 });
      //                                                                      ^^^^^^^^^^^^^^ 💡 'timeout' is probably meant`,
  ));
