import type { Command } from 'commander';
import { MillraceError } from '../../core/errors.ts';
import { allOf, poolOf } from '../lookup.ts';
import { collect, positive, withJson } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import { interrupted } from '../signals.ts';
import type { JsonOption } from '../views.ts';
import { answer, localTime } from '../views.ts';

interface StartOptions {
  pool: string;
  workQueue?: string[];
  limit?: number;
  name?: string;
  workers: number;
}

export function addWorkerCommands(program: Command, host: Host): void {
  const group = program.command('worker').description('Workers: they execute the runs of a work pool on this machine.');
  group
    .command('start')
    .description('Starts workers and runs until Ctrl-C: the first waits for their runs, the second cancels them.')
    .requiredOption('-p, --pool <name>', 'the work pool')
    .option('-q, --work-queue <name>', 'only this queue of the pool (can be given again)', collect)
    .option('-l, --limit <number>', 'how many runs at once, for each worker', positive)
    .option('-n, --workers <number>', 'how many workers', positive, 1)
    .option('--name <name>', 'the name of the worker')
    .action((options: StartOptions) => host.remote((ports) => start(ports, options), { retries: 10 }));
  withJson(
    group.command('ls').description('Lists the workers of a work pool.').requiredOption('-p, --pool <name>', 'the work pool'),
  ).action((options: JsonOption & { pool: string }) => host.remote((ports) => list(ports, options)));
}

async function start(ports: ServerPorts, options: StartOptions): Promise<void> {
  const { client, output, signal } = ports;
  const pool = await poolOf(client, options.pool);
  if (pool.type !== 'process') {
    throw new MillraceError(
      'unsupported',
      `Work pool "${pool.name}" has the type ${pool.type}, and these workers start processes: use a pool of the type process.`,
    );
  }
  if (pool.isPaused) {
    output.say(`${output.style('yellow', `Work pool "${pool.name}" is paused`)}: resume it with "millrace work-pool resume ${pool.name}".`);
  }
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

async function list({ client, output }: ServerPorts, { pool, ...options }: JsonOption & { pool: string }): Promise<void> {
  await poolOf(client, pool);
  const workers = await allOf((range) => client.workPools.filterWorkers({ name: pool }, range));
  const rows = workers.map((worker) => [worker.name, worker.status, localTime(worker.lastHeartbeatTime)]);
  answer(output, options, workers, () =>
    rows.length === 0
      ? `No workers. Start one with "millrace worker start --pool ${pool}".`
      : table(output, ['NAME', 'STATUS', 'LAST SEEN'], rows),
  );
}
