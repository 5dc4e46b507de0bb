/** A flow with tasks, a deployment with a schedule, and a flow that runs the deployment; `{body}` is in the last one. */
export const sample = (body = ''): string => `import { flow, task, runDeployment } from 'millrace';
const load = task({ name: 'load', retries: 3 }, async ({ node }: { node: string }) => node.length);
/** Loads every node. */
export const etl = flow({ name: 'etl', timeoutSeconds: 90 }, async ({ nodes = ['a'], mode }: { nodes?: string[]; mode: 'full' | 'delta' }) => {
  const first = await load({ node: 'x' });
  const all = load.map({ node: nodes });
  return [first, mode, await all.result()];
});
await etl.deploy({
  name: 'nightly',
  workPoolName: 'default',
  cron: '0 6 * * 1-5',
  timezone: 'Europe/Berlin',
  tags: ['daily'],
  parameters: { mode: 'full' },
});
export const top = flow({ name: 'top' }, async () => {
  ${body}
});
`;

/** What a connected server might know. */
export const serverFacts = {
  workPools: ['default', 'gpu'],
  workQueues: ['urgent'],
  tags: ['daily', 'prod'],
  deployments: [
    { name: 'nightly', flowName: 'etl', parameterSchema: {}, lastRun: { state: 'Failed', at: '2026-03-01T06:00:00Z' } },
    { name: 'elsewhere', flowName: 'other', parameterSchema: {} },
  ],
};
