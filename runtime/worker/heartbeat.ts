import type { Client } from '../api/client.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { heartbeatOf } from '../core/heartbeat.ts';

/** Signs of life of a worker and its runs. */
export interface Heartbeat {
  beat(): Promise<void>;
}

/** Whose signs of life they are. */
export interface HeartbeatOptions {
  client: Pick<Client, 'workPools' | 'events'>;
  pool: string;
  name: string;
  /** Seconds between two. */
  seconds: number;
  runs(): string[];
  log(text: string): void;
}

/** Tells the server that the worker is online and its runs are alive. A server that takes no events (2.13) is told once. */
export function createHeartbeat({ client, pool, name, seconds, runs, log }: HeartbeatOptions): Heartbeat {
  let hasEvents = true;
  const tellRuns = async (): Promise<void> => {
    const ids = runs();
    if (!hasEvents || ids.length === 0) return;
    await client.events.create(ids.map(heartbeatOf)).catch((error: unknown) => {
      if (!MillraceError.is(error, 'not-found')) throw error;
      hasEvents = false;
    });
  };
  return {
    async beat() {
      const told = await Promise.allSettled([
        client.workPools.heartbeat({ name: pool }, { name, heartbeatIntervalSeconds: seconds }),
        tellRuns(),
      ]);
      for (const result of told) if (result.status === 'rejected') log(`The heartbeat was not heard: ${messageOf(result.reason)}`);
    },
  };
}
