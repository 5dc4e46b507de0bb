import type { Client } from '../../runtime/api/client.ts';

/** What {@link fillServer} leaves out, because a server has no such thing. */
export interface Without {
  /** Several schedules, limits of deployments, variables that are no texts: 3.x only. */
  newer?: boolean;
}

/** Fills a server with one of everything that `migrate-server` copies: eight things. */
export async function fillServer(client: Client, { newer = true }: Without = {}): Promise<void> {
  await client.concurrencyLimits.create({ tag: 'database', concurrencyLimit: 2 });
  await client.globalConcurrencyLimits.create({ name: 'api', limit: 10, slotDecayPerSecond: 0.5 });
  const variables = { type: 'object', properties: { command: { type: 'string' } } };
  const baseJobTemplate = { job_configuration: { command: '{{ command }}' }, variables };
  await client.workPools.create({ name: 'etl', type: 'process', concurrencyLimit: 4, description: 'nightly', baseJobTemplate });
  await client.workQueues.create({ pool: 'etl' }, { name: 'urgent', priority: 1, concurrencyLimit: 2, isPaused: true });
  await client.variables.create({ name: 'regions', value: newer ? { eu: 1 } : 'eu', tags: ['load'] });
  const { id: flowId } = await client.flows.create({ name: 'load' });
  const parameterOpenapiSchema = { title: 'Parameters', type: 'object', properties: { day: { type: 'string' } } };
  const cron = { schedule: { cron: '0 6 * * *', timezone: 'Europe/Zurich' }, active: true };
  const interval = { schedule: { interval: 3600, anchorDate: '2026-01-01T00:00:00Z', timezone: 'UTC' }, active: false };
  await client.deployments.create({
    ...{ name: 'daily', flowId, workPoolName: 'etl', workQueueName: 'urgent', entrypoint: 'flows/load.ts:load', path: '/srv/etl' },
    ...{ parameters: { day: 'today' }, parameterOpenapiSchema, tags: ['nightly'], jobVariables: { env: { TZ: 'UTC' } }, version: '1.2' },
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: '/srv/etl' } }],
    schedules: newer ? [cron, interval] : [cron],
    ...(newer ? { concurrencyLimit: 3, concurrencyOptions: { collisionStrategy: 'CANCEL_NEW' } } : {}),
  });
  await client.deployments.create({ name: 'served', flowId, entrypoint: 'serve.ts:load', path: '.', parameterOpenapiSchema });
}
