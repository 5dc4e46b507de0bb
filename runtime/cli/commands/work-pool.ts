import type { Command } from 'commander';
import type { WorkPool } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import { withClient } from '../connect.ts';
import { answer, output, table } from '../output.ts';

export function addWorkPoolCommands(program: Command): void {
  const pool = program.command('work-pool').description('Where runs wait for workers.');
  pool
    .command('create <name>')
    .description('Creates a work pool.')
    .option('-t, --type <type>', 'the type of infrastructure', 'process')
    .option('--concurrency-limit <number>', 'how many runs at once')
    .action(async (name: string, options: { type: string; concurrencyLimit?: string }) => {
      const limit = options.concurrencyLimit === undefined ? {} : { concurrencyLimit: toLimit(options.concurrencyLimit) };
      await withClient((client) => client.workPools.create({ name, type: options.type, ...limit }));
      output.print(`Created work pool "${name}". Start a worker with "millrace worker start --pool ${name}".`);
    });
  pool
    .command('ls')
    .description('Lists the work pools.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const pools = await withClient((client) => client.workPools.filter({}));
      answer(options.json, pools, () =>
        pools.length === 0 ? 'No work pools. Create one with "millrace work-pool create NAME".' : list(pools),
      );
    });
  pool
    .command('inspect <name>')
    .description('Shows a work pool.')
    .action(async (name: string) => output.print(JSON.stringify(await withClient((client) => client.workPools.read({ name })), null, 2)));
  const change = (name: string, changes: { isPaused?: boolean; concurrencyLimit?: number | null }): Promise<null> =>
    withClient((client) => client.workPools.update({ name }, changes));
  pool
    .command('pause <name>')
    .description('No run of the pool is started any more.')
    .action(async (name: string) => void (await change(name, { isPaused: true })));
  pool
    .command('resume <name>')
    .description('Runs of the pool are started again.')
    .action(async (name: string) => void (await change(name, { isPaused: false })));
  pool
    .command('set-concurrency-limit <name> <limit>')
    .description('Sets how many runs of the pool there are at once.')
    .action(async (name: string, limit: string) => void (await change(name, { concurrencyLimit: toLimit(limit) })));
  pool
    .command('clear-concurrency-limit <name>')
    .description('Takes the limit away.')
    .action(async (name: string) => void (await change(name, { concurrencyLimit: null })));
  pool
    .command('delete <name>')
    .description('Deletes a work pool.')
    .action(async (name: string) => void (await withClient((client) => client.workPools.delete({ name }))));
}

/** A limit as a number. Throws `invalid` for anything but whole numbers from 0. */
export function toLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 0 && text.trim() !== '') return limit;
  throw new MillraceError('invalid', `"${text}" is not a limit: give a whole number from 0.`);
}

const list = (pools: readonly WorkPool[]): string =>
  table(
    ['NAME', 'TYPE', 'STATUS', 'LIMIT', 'SLOTS USED'],
    pools.map(({ name, type, status, concurrencyLimit, activeSlots }) => [
      name,
      type,
      status ?? '-',
      String(concurrencyLimit ?? '-'),
      String(activeSlots ?? '-'),
    ]),
  );
