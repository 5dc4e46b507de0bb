import { randomUUID } from 'node:crypto';
import type { Client } from '../api/client.ts';
import type { Connection } from '../api/connection.ts';
import { systemClock } from '../core/clock.ts';
import type { WorkPool } from '../core/entities.ts';
import type { Children } from './children.ts';
import { createChildren } from './children.ts';
import type { Claims } from './claims.ts';
import { createClaims } from './claims.ts';
import type { Subscription } from './events.ts';
import { subscribe } from './events.ts';
import { createHeartbeat } from './heartbeat.ts';
import { findCancelled, look } from './look.ts';
import { startPoller } from './poller.ts';
import { startRun } from './run.ts';
import { sharing } from './sharing.ts';

/** How a worker is started. */
export interface WorkerOptions {
  client: Client;
  connection: Connection;
  pool: string;
  /** Only these queues of the pool; all unless some are named. */
  queues?: readonly string[];
  /** How many runs at once; no limit unless told. */
  limit?: number;
  name?: string;
  /** How many processes wait for work, with the SDK loaded; 8 unless told, and no more than the limit. */
  spare?: number;
  timings?: Partial<WorkerTimings>;
  /** Told what happens, one line each. */
  log: (text: string) => void;
}

/** Seconds. */
export interface WorkerTimings {
  /** Between signs of life. */
  heartbeat: number;
  /** Between looks: the first wait, which doubles up to the longest while there is nothing to do. */
  poll: number;
  longestPoll: number;
  /** Ahead of their time at which runs are seen, so that they can start on time. */
  prefetch: number;
  /** That a cancelled run is given to end by itself. */
  grace: number;
  /** That hooks and a server that does not answer have once the process of a run has ended, when the worker is to end. */
  patience: number;
}

const defaultTimings: WorkerTimings = { heartbeat: 10, poll: 1, longestPoll: 10, prefetch: 10, grace: 10, patience: 35 };

/** A worker that looks for runs. */
export interface RunningWorker {
  name: string;
  /** How many runs it has. */
  runs(): number;
  /** Takes no more runs and waits for those it has: as long as they work, and not much longer for a server that does not answer. */
  drain(): Promise<void>;
  /** The same, and cancels its runs. */
  stop(): Promise<void>;
}

interface Parts {
  options: WorkerOptions;
  name: string;
  pool: WorkPool;
  timings: WorkerTimings;
  children: Children;
  claims: Claims;
}

/** Starts a worker. Throws `not-found` when the pool does not exist. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { client, connection, log, limit = Infinity, spare = 8 } = options;
  const name = options.name ?? `millrace-${randomUUID().slice(0, 8)}`;
  const pool = await client.workPools.read({ name: options.pool });
  const timings = { ...defaultTimings, ...options.timings };
  const children = createChildren(Math.min(limit, spare), connection);
  const relay = connection.login && (await (await import('./relay.ts')).startRelay(connection));
  const programs = relay?.address ?? connection;
  const deployment = sharing((id: string) => client.deployments.read({ id }));
  const ending = new AbortController();
  const shared = { client, connection, programs, children, pool, workerName: name, deployment, log, ending: ending.signal };
  const claims = createClaims({
    limit,
    graceSeconds: timings.grace,
    patienceSeconds: timings.patience,
    clock: systemClock,
    execute: (flowRun, started) => startRun({ ...shared, flowRun, started }),
    ended: () => poller.wake(),
  });
  const parts: Parts = { options, name, pool, timings, children, claims };
  const stopHeartbeat = await startHeartbeat(parts);
  const events = listen(parts, () => poller.wake());
  const pace = { shortest: timings.poll, longest: timings.longestPoll };
  const { prefetch } = timings;
  const looking = { client, pool: options.pool, queues: options.queues ?? [], prefetch, claims, events, clock: systemClock, log };
  const poller = startPoller((signal) => look(looking, signal), pace, systemClock, log);
  const close = (): void => {
    stopHeartbeat();
    events.close();
    relay?.close();
    children.close();
  };
  const end = async (): Promise<void> => {
    await poller.stop();
    if ((await claims.drain()) > 0) log('The server does not answer: how the runs under way ended may not be reported.');
    ending.abort();
    close();
  };
  let ended: Promise<void> | undefined;
  const drain = (): Promise<void> => (ended ??= end());
  return {
    name,
    runs: () => claims.ids().length,
    drain,
    stop() {
      ending.abort();
      for (const id of claims.ids()) claims.cancel(id);
      return drain();
    },
  };
}

async function startHeartbeat({ options, name, timings, claims }: Parts): Promise<() => void> {
  const { client, pool, log } = options;
  const heartbeat = createHeartbeat({ client, pool, name, seconds: timings.heartbeat, runs: claims.ids, log });
  await heartbeat.beat();
  const timer = setInterval(() => void Promise.all([heartbeat.beat(), findCancelled({ client, claims, log })]), timings.heartbeat * 1000);
  return () => clearInterval(timer);
}

/** Listens to what happens to runs: one that may be claimable wakes the poller, a cancelled one is ended. */
function listen({ options, claims }: Parts, wake: () => void): Subscription {
  return subscribe(options.connection, ['prefect.flow-run.'], ({ event, resource }) => {
    const state = event.replace('prefect.flow-run.', '');
    if (state === 'Cancelling') claims.cancel((resource['prefect.resource.id'] ?? '').replace('prefect.flow-run.', ''));
    else if (claimable.has(state)) wake();
  });
}

/** States that make a run claimable or a place free, and the moment at which the events begin to flow. */
const claimable: ReadonlySet<string> = new Set([
  'Scheduled',
  'Late',
  'Resuming',
  'AwaitingConcurrencySlot',
  'AwaitingRetry',
  'Completed',
  'Failed',
  'Crashed',
  'Cancelled',
  'connected',
]);
