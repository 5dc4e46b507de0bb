import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The example as it stands. */
export const example = readFileSync(join(import.meta.dirname, '../../examples/distributed-etl/flows.ts'), 'utf8');

/** Deploys the flows of the example with each kind of schedule, and runs them by name. */
export const deployments = `import { flow, runDeployment } from 'millrace';
import { distributedEtl, processChunk } from './flows.ts';

await processChunk.deploy({
  name: 'process-chunk',
  workPoolName: 'machines',
  workQueueName: 'urgent',
  tags: ['etl'],
});
await distributedEtl.deploy({
  name: 'nightly',
  entrypoint: 'flows.ts:distributedEtl',
  workPoolName: 'machines',
  schedules: [{ cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' }, { interval: 5400 }, { rrule: 'FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0' }],
  parameters: { folder: '/data' },
});

export const again = flow({ name: 'again' }, async ({ mode = 'full' }: { mode?: 'full' | 'delta' }) => {
  const run = await runDeployment('distributed-etl/nightly', { parameters: { folder: mode }, timeout: 60 });
  return run.state?.name === 'Completed';
});
`;

/** A deployment of the same flow as configuration. */
const config = `deployments:
  - name: from-yaml
    entrypoint: flows.ts:distributedEtl
    parameters:
      folder: /data
    work_pool:
      name: machines
    schedules:
      - rrule: FREQ=WEEKLY;BYDAY=MO;BYHOUR=9
        timezone: Europe/Berlin
`;

const byName = `import { flow, runDeployment } from 'millrace';
export const later = flow({ name: 'later' }, async () => {
  await runDeployment('distributed-etl/from-yaml', { parameters: { folder: '/tmp' }, timeout: 60 });
});
`;

/** What is wrong twice: one option, one await. */
export const mistakes = `import { flow, task } from 'millrace';
const one = task({ name: 'one' }, async ({ n }: { n: number }) => n);
export const bad = flow({ name: 'bad', retires: 2 }, async () => {
  const first = one.submit({ n: 1 });
  const text = 'a'.repeat(3);
  const second = await one.submit({ n: 2 });
  return [await first.result(), await second.result(), text];
});
`;

/** The example with deployments in code and configuration, and mistakes. */
export const exampleProject = {
  'flows.ts': example,
  'deployments.ts': deployments,
  'mistakes.ts': mistakes,
  'by-name.ts': byName,
  'prefect.yaml': config,
} as const;

/** What a connected server says about it. */
export const exampleServer = {
  workPools: ['machines', 'gpu'],
  workQueues: ['urgent', 'slow'],
  tags: ['etl', 'prod'],
  deployments: [
    { name: 'nightly', flowName: 'distributed-etl', parameterSchema: {}, lastRun: { state: 'Failed', at: '2026-03-01T06:00:00Z' } },
    { name: 'elsewhere', flowName: 'other', parameterSchema: {} },
  ],
};
