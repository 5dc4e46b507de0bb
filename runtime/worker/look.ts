import type { Client } from '../api/client.ts';
import { messageOf } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { Claims } from './claims.ts';
import type { Subscription } from './events.ts';

/** Where a worker looks for runs, and what it has already. */
export interface LookOptions {
  client: Pick<Client, 'workPools' | 'flowRuns'>;
  pool: string;
  /** Only these queues of the pool; all when none are named. */
  queues: readonly string[];
  /** Seconds ahead of their time at which runs are seen. */
  prefetch: number;
  claims: Pick<Claims, 'free' | 'ids' | 'take' | 'cancel'>;
  events: Pick<Subscription, 'live'>;
  clock: Pick<Clock, 'now'>;
  log: (text: string) => void;
}

/** Looks for due runs, and for cancelled ones where no event tells; how many runs were found. */
export async function look(options: LookOptions, signal: AbortSignal): Promise<number> {
  const { client, pool, queues, prefetch, claims, events, clock } = options;
  if (!events.live) await findCancelled(options, signal);
  const free = claims.free();
  if (free <= 0) return 0;
  const found = await client.workPools.getScheduledFlowRuns(
    { name: pool },
    {
      workQueueNames: [...queues],
      scheduledBefore: new Date(clock.now() + prefetch * 1000).toISOString(),
      ...(free === Infinity ? {} : { limit: free }),
    },
    { signal },
  );
  const known = new Set(claims.ids());
  const fresh = found.filter(({ flowRun }) => !known.has(flowRun.id));
  for (const { flowRun } of fresh) claims.take(flowRun);
  return fresh.length;
}

/** Ends the runs that somebody cancelled: events may be lost, by a server that is busy or in a gap of the connection. */
export async function findCancelled(
  { client, claims, log }: Pick<LookOptions, 'client' | 'claims' | 'log'>,
  signal?: AbortSignal,
): Promise<void> {
  const ids = claims.ids();
  if (ids.length === 0) return;
  const cancelling = { id: { any_: ids }, state: { type: { any_: ['CANCELLING' as const] } } };
  try {
    const { filter } = client.flowRuns;
    const found = await filter({ flowRuns: cancelling, limit: 200 }, signal && { signal });
    for (const { id } of found) claims.cancel(id);
  } catch (error) {
    log(`Looking for cancelled runs failed: ${messageOf(error)}`);
  }
}
