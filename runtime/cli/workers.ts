import type { RunningWorker } from '../worker/worker.ts';
import { startWorker } from '../worker/worker.ts';
import type { ConnectedPorts, ServerPorts } from './ports.ts';

/** Which workers are started. */
export interface WorkersOptions {
  pool: string;
  queues?: string[];
  /** How many of them. */
  workers: number;
  /** How many runs at once, for each. */
  limit?: number;
  name?: string;
}

/** Starts workers of a pool in this process. Throws `not-found` when there is no such pool. */
export function startWorkers({ client, connection, output }: ConnectedPorts, options: WorkersOptions): Promise<RunningWorker[]> {
  return Promise.all(
    workerNames(options).map((name) =>
      startWorker({
        client,
        connection,
        pool: options.pool,
        queues: options.queues ?? [],
        // Several workers share what waits on the machine.
        spare: Math.ceil(8 / options.workers),
        log: (text) => output.say(text),
        ...(options.limit === undefined ? {} : { limit: options.limit }),
        ...(name === undefined ? {} : { name }),
      }),
    ),
  );
}

/** One name for each worker; the worker makes one up when none is given. */
function workerNames({ workers, name }: WorkersOptions): (string | undefined)[] {
  return Array.from({ length: workers }, (_, index) => (name === undefined || workers === 1 ? name : `${name}-${index + 1}`));
}

/** Ends workers once their runs have ended; a second Ctrl-C cancels the runs. */
export async function endWorkers({ output }: Pick<ServerPorts, 'output'>, workers: readonly RunningWorker[]): Promise<void> {
  const runs = workers.reduce((sum, worker) => sum + worker.runs(), 0);
  if (runs > 0) output.say(`Waiting for ${runs === 1 ? 'the run' : `the ${runs} runs`} under way; Ctrl-C again cancels.`);
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<unknown>();
  const stop = (): void => cancel(Promise.all(workers.map((worker) => worker.stop())));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await Promise.race([Promise.all(workers.map((worker) => worker.drain())), cancelled]);
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
}
