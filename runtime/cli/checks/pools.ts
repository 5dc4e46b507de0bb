import type { Client } from '../../api/client.ts';
import type { WorkPool, WorkQueue } from '../../core/entities.ts';
import { allOf, startCommand } from '../lookup.ts';
import type { Finding } from './finding.ts';
import { error, ok, warning } from './finding.ts';

/** Whether the runs of the pools would be executed. Only the named pool when one is given. */
export async function checkPools(client: Client, name?: string): Promise<Finding[]> {
  const filter = name === undefined ? {} : { workPools: { name: { any_: [name] } } };
  const pools = await allOf((range) => client.workPools.filter({ ...filter, ...range }));
  if (pools.length === 0 && name !== undefined) {
    return [error(`work pool ${name}`, 'does not exist.', `millrace work-pool create ${name}`)];
  }
  if (pools.length === 0) return [warning('work pools', 'There is none: deployments need one.', 'millrace work-pool create default')];
  const findings: Finding[] = [];
  for (const pool of pools) findings.push(...(await checkPool(client, pool)));
  return findings;
}

async function checkPool(client: Client, pool: WorkPool): Promise<Finding[]> {
  const about = `work pool ${pool.name}`;
  const inPool = { workPools: { name: { any_: [pool.name] } } };
  const queues = await allOf((range) => client.workQueues.filterByPool({ pool: pool.name }, range));
  const online = (await client.workPools.filterWorkers({ name: pool.name }, { workers: { status: { any_: ['ONLINE'] } }, limit: 200 }))
    .length;
  const waiting = await client.flowRuns.count({ ...inPool, flowRuns: { state: { name: { any_: ['Late'] } } } });
  const used = waiting > 0 || (await client.deployments.count(inPool)) > 0;
  const late = waiting === 0 ? '' : ` ${waiting} ${waiting === 1 ? 'run waits' : 'runs wait'}.`;
  const found = queues.flatMap((queue) => checkQueue(pool, queue));
  if (online === 0) {
    found.unshift((used ? error : warning)(about, `has no worker online: none of its runs is started.${late}`, startCommand(pool)));
  }
  if (pool.concurrencyLimit === 0) {
    found.unshift(
      error(about, `has the limit 0: none of its runs is started.${late}`, `millrace work-pool clear-concurrency-limit ${pool.name}`),
    );
  }
  if (pool.isPaused) {
    found.unshift(error(about, `is paused: none of its runs is started.${late}`, `millrace work-pool resume ${pool.name}`));
  }
  if (found.length > 0) return found;
  if (waiting > 0) {
    return [
      warning(
        about,
        `has ${online} online, and ${waiting} late: limits or slow workers hold them up.`,
        `millrace work-pool inspect ${pool.name}`,
      ),
    ];
  }
  return [ok(about, `${online} ${online === 1 ? 'worker' : 'workers'} online`)];
}

function checkQueue(pool: WorkPool, { name, isPaused, concurrencyLimit }: WorkQueue): Finding[] {
  const about = `work queue ${pool.name}/${name}`;
  if (isPaused && !pool.isPaused) {
    return [error(about, 'is paused: none of its runs is started.', `millrace work-queue resume ${name} --pool ${pool.name}`)];
  }
  if (concurrencyLimit === 0) {
    return [
      error(
        about,
        'has the limit 0: none of its runs is started.',
        `millrace work-queue clear-concurrency-limit ${name} --pool ${pool.name}`,
      ),
    ];
  }
  return [];
}
