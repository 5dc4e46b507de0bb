import type { Client } from '../../runtime/api/client.ts';
import type { Worker, WorkPool, WorkQueue } from '../../runtime/core/entities.ts';
import type { StoreOptions } from '../connections/reading.ts';
import { Reading } from '../connections/reading.ts';
import type { WorkerProcesses } from './worker-processes.ts';

/** A work pool with its queues and workers. */
export interface KnownPool {
  pool: WorkPool;
  queues: WorkQueue[];
  workers: Worker[];
}

const pageSize = 200;

/** The work pools of the server by their names, read again and again only while they are looked at: heartbeats are no events. */
export class PoolStore extends Reading<readonly KnownPool[]> {
  constructor({ workers, ...options }: StoreOptions & { workers: Pick<WorkerProcesses, 'hasEnded'> }) {
    super({
      ...options,
      what: 'pools',
      empty: [],
      read: async (client) => (await readPools(client)).map((known) => withoutEnded(known, workers)),
      outdates: ({ event }) => /^prefect\.work-(pool|queue)\./.test(event),
      asksAgain: () => true,
    });
  }

  all(): readonly KnownPool[] {
    return this.value;
  }

  get(name: string): KnownPool | undefined {
    return this.value.find(({ pool }) => pool.name === name);
  }
}

async function readPools(client: Client): Promise<KnownPool[]> {
  const pools = await client.workPools.filter({ limit: pageSize });
  const known = await Promise.all(
    pools.map(async (pool) => {
      const [queues, workers] = await Promise.all([
        client.workQueues.filterByPool({ pool: pool.name }, { limit: pageSize }),
        client.workPools.filterWorkers({ name: pool.name }, { limit: pageSize }),
      ]);
      return { pool, queues, workers };
    }),
  );
  return known.toSorted((a, b) => a.pool.name.localeCompare(b.pool.name));
}

/** A worker that has ended here is offline at once; the server waits for heartbeats that do not come. */
function withoutEnded(known: KnownPool, { hasEnded }: Pick<WorkerProcesses, 'hasEnded'>): KnownPool {
  const workers = known.workers.map((worker): Worker => (hasEnded(worker.name) ? { ...worker, status: 'OFFLINE' } : worker));
  return { ...known, workers };
}
