import type { Command } from 'commander';
import type { WorkPool } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import { allOf, ifExists, poolOf, queueOf, startCommand } from '../lookup.ts';
import { collect, positive, withJson } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ConnectedPorts, ServerPorts } from '../ports.ts';
import { interrupted } from '../signals.ts';
import type { JsonOption } from '../views.ts';
import { answer, localTime } from '../views.ts';

interface StartOptions {
  pool: string;
  workQueue?: string[];
  limit?: number;
  name?: string;
  workers: number;
  createPoolIfNotFound: boolean;
}

export function addWorkerCommands(program: Command, host: Host): void {
  const group = program.command('worker').description('Workers: they execute the runs of a work pool on this machine.');
  group
    .command('start')
    .description(
      'Starts workers and runs until Ctrl-C: the first waits for their runs as long as they work, the second cancels them. When the server is gone they end all the same: 35 seconds after the process of the last run has ended, or 45 seconds after the second Ctrl-C.',
    )
    .requiredOption('-p, --pool <name>', 'the work pool')
    .option('-q, --work-queue <name>', 'only this queue of the pool (can be given again)', collect)
    .option('-l, --limit <number>', 'how many runs at once, for each worker', positive)
    .option('-n, --workers <number>', 'how many workers', positive, 1)
    .option('--name <name>', 'the name of the worker')
    .option('--no-create-pool-if-not-found', 'do not create the work pool when there is none')
    .action((options: StartOptions) => host.remote((ports) => start(ports, options), { retries: 10 }));
  withJson(
    group.command('ls').description('Lists the workers of a work pool.').requiredOption('-p, --pool <name>', 'the work pool'),
  ).action((options: JsonOption & { pool: string }) => host.stored((ports) => list(ports, options)));
}

async function start(ports: ConnectedPorts, options: StartOptions): Promise<void> {
  const { client, output, signal } = ports;
  const pool = options.createPoolIfNotFound ? await poolOrNew(ports, options.pool) : await poolOf(client, options.pool);
  if (pool.type !== 'process') {
    throw new MillraceError(
      'unsupported',
      `Work pool "${pool.name}" has the type ${pool.type}, and these workers start processes: use a pool of the type process.`,
    );
  }
  if (pool.isPaused) {
    output.say(`${output.style('yellow', `Work pool "${pool.name}" is paused`)}: resume it with "millrace work-pool resume ${pool.name}".`);
  }
  for (const queue of options.workQueue ?? []) await queueOf(client, pool.name, queue);
  const { endWorkers, startWorkers } = await import('../workers.ts');
  const workers = await startWorkers(ports, { ...options, ...(options.workQueue === undefined ? {} : { queues: options.workQueue }) });
  const names = workers.map((worker) => worker.name).join(', ');
  output.print(
    `${workers.length === 1 ? 'Worker' : 'Workers'} ${output.style('bold', names)} started in pool "${options.pool}". Ctrl-C to stop.`,
  );
  await interrupted(signal);
  await endWorkers(ports, workers);
  output.say('Stopped.');
}

/** The work pool, made when there is none: a typing error is seen by what is said. */
async function poolOrNew({ client, output }: ServerPorts, name: string): Promise<WorkPool> {
  const pool = await ifExists(client.workPools.read({ name }));
  if (pool !== undefined) return pool;
  output.say(`There was no work pool "${name}": it is made.`);
  return client.workPools.create({ name, type: 'process' });
}

async function list({ client, output }: ServerPorts, { pool, ...options }: JsonOption & { pool: string }): Promise<void> {
  const next = startCommand(await poolOf(client, pool));
  const workers = await allOf((range) => client.workPools.filterWorkers({ name: pool }, range));
  const rows = workers.map((worker) => [worker.name, worker.status, localTime(worker.lastHeartbeatTime)]);
  answer(output, options, workers, () =>
    rows.length === 0 ? `No workers. Start one with "${next}".` : table(output, ['NAME', 'STATUS', 'LAST SEEN'], rows),
  );
}
