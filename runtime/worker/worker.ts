import { randomUUID } from 'node:crypto';
import type { Client } from '../api/client.ts';
import type { Connection } from '../api/connection.ts';
import type { FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { createChildren } from './children.ts';
import type { RunProcess } from './children.ts';
import { subscribe } from './events.ts';
import { startRun } from './run.ts';

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
  /** Told what happens, one line each. */
  log: (text: string) => void;
}

/** A worker that looks for runs. */
export interface RunningWorker {
  name: string;
  /** Takes no more runs and waits for those it has. */
  drain(): Promise<void>;
  /** Cancels its runs, and ends. */
  stop(): Promise<void>;
}

/** Seconds between signs of life, between looks without events, and between looks with them. */
const heartbeatSeconds = 10;
const pollSeconds = 2;
const idlePollSeconds = 10;
/** Seconds ahead of their time at which runs are seen, so that they can start on time. */
const prefetchSeconds = 10;
/** Milliseconds that a cancelled run is given to end by itself. */
const grace = 10_000;

/** Starts a worker. Throws `not-found` when the pool does not exist. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { client, connection, log } = options;
  const name = options.name ?? `millrace-${randomUUID().slice(0, 8)}`;
  const pool = await client.workPools.read({ name: options.pool });
  const limit = options.limit ?? Infinity;
  const children = createChildren(Math.min(limit, 8));
  const runs = new Map<string, Claimed>();
  let accepting = true;
  let looking = false;
  let again = false;

  const look = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      do {
        again = false;
        if (accepting && runs.size < limit) await claimAll();
      } while (again);
    } catch (error) {
      log(`Looking for runs failed: ${messageOf(error)}`);
    } finally {
      looking = false;
    }
  };

  const claimAll = async (): Promise<void> => {
    const before = new Date(Date.now() + prefetchSeconds * 1000).toISOString();
    const free = limit === Infinity ? {} : { limit: limit - runs.size };
    const found = await client.workPools.getScheduledFlowRuns(
      { name: options.pool },
      { workQueueNames: [...(options.queues ?? [])], scheduledBefore: before, ...free },
    );
    await Promise.all(found.filter(({ flowRun }) => !runs.has(flowRun.id)).map(({ flowRun }) => claim(flowRun)));
  };

  const claim = async (flowRun: FlowRun): Promise<void> => {
    if (runs.size >= limit) return;
    const claimed: Claimed = { flowRun, process: undefined, timer: undefined, done: Promise.resolve() };
    runs.set(flowRun.id, claimed);
    const due = Date.parse(flowRun.nextScheduledStartTime ?? flowRun.expectedStartTime ?? '');
    const early = Number.isNaN(due) ? 0 : due - Date.now();
    const begin = (): void => {
      claimed.timer = undefined;
      claimed.done = begun(claimed).finally(() => {
        runs.delete(flowRun.id);
        void look();
      });
    };
    if (early > 0) claimed.timer = setTimeout(begin, early);
    else begin();
  };

  const begun = (claimed: Claimed): Promise<void> =>
    startRun({
      client,
      connection,
      children,
      pool,
      workerName: name,
      flowRun: claimed.flowRun,
      log,
      started: (process) => (claimed.process = process),
    });

  const heartbeat = async (): Promise<void> => {
    try {
      await client.workPools.heartbeat({ name: options.pool }, { name, heartbeatIntervalSeconds: heartbeatSeconds });
      const events = [...runs.keys()].map((id) => ({
        event: 'prefect.flow-run.heartbeat',
        resource: { 'prefect.resource.id': `prefect.flow-run.${id}` },
      }));
      if (events.length > 0 && connection.source !== 'profile') await client.events.create(events);
    } catch (error) {
      if (!MillraceError.is(error, 'not-found')) log(`The heartbeat was not heard: ${messageOf(error)}`);
    }
  };

  const cancel = (id: string): void => {
    const { process } = runs.get(id) ?? {};
    if (process === undefined) return;
    process.kill('SIGTERM');
    const timer = setTimeout(() => process.kill('SIGKILL'), grace);
    void process.exited.then(() => clearTimeout(timer));
  };

  const findCancelled = async (): Promise<void> => {
    if (runs.size === 0 || events.live) return;
    const ids = [...runs.keys()];
    const found = await client.flowRuns.filter({ flowRuns: { id: { any_: ids }, state: { type: { any_: ['CANCELLING'] } } }, limit: 200 });
    for (const { id } of found) cancel(id);
  };

  const events = subscribe(connection, ['prefect.flow-run.'], ({ event, resource }) => {
    const state = event.replace('prefect.flow-run.', '');
    if (state === 'Cancelling') cancel((resource['prefect.resource.id'] ?? '').replace('prefect.flow-run.', ''));
    else if (claimable.has(state)) void look();
  });
  await heartbeat();
  await look();
  const beating = setInterval(() => void heartbeat(), heartbeatSeconds * 1000);
  let sinceLook = 0;
  const polling = setInterval(() => {
    sinceLook += pollSeconds;
    if (events.live && sinceLook < idlePollSeconds) return;
    sinceLook = 0;
    void look();
    findCancelled().catch((error: unknown) => log(`Looking for cancelled runs failed: ${messageOf(error)}`));
  }, pollSeconds * 1000);

  const drain = async (): Promise<void> => {
    accepting = false;
    for (const [id, { timer }] of runs) {
      if (timer === undefined) continue;
      clearTimeout(timer);
      runs.delete(id);
    }
    await Promise.all([...runs.values()].map(({ done }) => done));
    clearInterval(beating);
    clearInterval(polling);
    events.close();
    children.close();
  };
  const stop = async (): Promise<void> => {
    for (const id of runs.keys()) cancel(id);
    await drain();
  };
  return { name, drain, stop };
}

/** A run that this worker has, or will claim at its time. */
interface Claimed {
  flowRun: FlowRun;
  process: RunProcess | undefined;
  timer: NodeJS.Timeout | undefined;
  done: Promise<void>;
}

/** States that make a run claimable, and the moment at which the events begin to flow. */
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
