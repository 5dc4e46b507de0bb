import { test } from 'node:test';
import { anonymousFlow } from '../../../server/rules/anonymous-flow.ts';
import { deploymentNotFound } from '../../../server/rules/deployment-not-found.ts';
import { duplicateFlowName } from '../../../server/rules/duplicate-flow-name.ts';
import { invalidCron } from '../../../server/rules/invalid-cron.ts';
import { invalidTimezone } from '../../../server/rules/invalid-timezone.ts';
import { retryWithoutDelay } from '../../../server/rules/retry-without-delay.ts';
import { timeoutUnit } from '../../../server/rules/timeout-unit.ts';
import { checkRule } from '../../support/check-rule.ts';

/** Names, crons, zones and options that other files write. */
const settings = `
  export const nightly = { cron: '0 24 * * *', timezone: 'Europe/Berlim' };
  export const crons = { daily: '61 0 * * *', right: '0 5 * * *' } as const;
  export enum Zone { Berlin = 'Europe/Berlin', Wrong = 'Mars/Phobos' }
  export class Names { static readonly etl = 'etl'; static changed = 'a'; }
  export const names = { load: 'load', own: { deep: 'load' } };
  export const prefix = 'etl';
  export const deployment = \`\${prefix}/nightyl\`;
  export const defaults = { name: 'shared', retries: 3 };
  export const WAIT_MS = 90 * 1000;
  export let mutable = '0 24 * * *';
  mutable = process.env['CRON'] ?? '';
  Names.changed = 'b';
  export default '0 25 * * *';
`;
const index = `export * from './settings.ts';\nexport { default as cron, defaults as base } from './settings.ts';\nexport * as all from './settings.ts';\n`;
const head = `import { flow, task, runDeployment } from 'millrace';\nimport { nightly, crons, Zone, Names, names, deployment, base, all, cron, mutable, WAIT_MS } from './index.ts';\n`;
const files = (text: string): Record<string, string> => ({ 'settings.ts': settings, 'index.ts': index, 'a.ts': head + text });

test('crons of other files', () =>
  checkRule(
    invalidCron,
    files(`
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', cron });
      //                            ^^^^ '25' is not a valid hour
      await etl.deploy({ name: 'b', cron: crons.daily });
      //                                  ^^^^^^^^^^^ '61' is not a valid minute
      await etl.deploy({ name: 'c', schedules: [{ cron: all.crons.daily }, nightly] });
      //                                                ^^^^^^^^^^^^^^^ '61' is not a valid minute
      //                                                                   ^^^^^^^ '24' is not a valid hour
      await etl.deploy({ name: 'd', ...nightly });
      //               ^^^^^^^^^^^^^^^^^^^^^^^^^ '24' is not a valid hour
      await etl.deploy({ name: 'e', ...nightly, cron: crons.right });
      await etl.deploy({ name: 'f', cron: mutable });
      await etl.deploy({ cron: '0 24 * * *', ...{ name: 'g', cron: crons.right } });
      export const make = (cron = '0 24 * * *') => etl.deploy({ name: 'h', cron });`),
  ));

test('zones of other files', () =>
  checkRule(
    invalidTimezone,
    files(`
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'a', cron: crons.right, timezone: Zone.Wrong });
      //                                                         ^^^^^^^^^^ There is no time zone 'Mars/Phobos'
      await etl.deploy({ name: 'b', cron: crons.right, timezone: Zone.Berlin });
      await etl.deploy({ name: 'c', schedule: nightly });
      //                                      ^^^^^^^ There is no time zone 'Europe/Berlim', so the server refuses the schedule. Did you mean 'Europe/Berlin'?`),
  ));

test('names of other files', () =>
  checkRule(duplicateFlowName, {
    ...files(`
      export const a = flow({ name: names.load }, async () => 1);
      //           ^ Another flow in this file is called 'load'
      export const b = flow({ name: names.own.deep }, async () => 1);
      //           ^ Another flow in this file is called 'load'
      export const c = flow({ name: Names.changed }, async () => 1);
      export const d = flow({ name: Names.etl }, async () => 1);
      export const e = flow({ ...base, retries: 1 }, async () => 1);
      export const f = flow({ ...base, name: 'f' }, async () => 1);`),
  }));

test('deployments whose names other files say', () =>
  checkRule(
    deploymentNotFound,
    files(`
      export const etl = flow({ name: Names.etl }, async () => 1);
      await etl.deploy({ name: 'nightly', cron: crons.right });
      await runDeployment(deployment);
      //                  ^^^^^^^^^^ There is no deployment 'etl/nightyl' in this project, so this runDeployment fails. Did you mean 'etl/nightly'?
      await runDeployment(\`\${all.prefix}/nightly\`);`),
  ));

test('options that are spread, and seconds of other files', async () => {
  await checkRule(
    retryWithoutDelay,
    files(`
      const own = { retries: 2 };
      //            ^^^^^^^ 💡 Task 'a' is retried 2 times without a delay
      export const a = task({ name: 'a', ...own }, async () => 1);
      export const b = task({ ...own, name: 'b', retryDelaySeconds: 5 }, async () => 1);
      export const c = task({ retries: 2, name: 'c', ...own, ...{ retryDelaySeconds: 1 } }, async () => 1);`),
  );
  await checkRule(
    timeoutUnit,
    files(`
      export const a = task({ name: 'a', timeoutSeconds: WAIT_MS }, async () => 1);
      //                                                 ^^^^^^^ seconds`),
  );
});

test('a name that is spread is a name', () =>
  checkRule(
    anonymousFlow,
    files(`export const a = flow({ ...base }, async () => 1);\nexport const b = flow({ ...all.defaults }, async () => 1);`),
  ));
