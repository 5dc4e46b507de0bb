import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeployOptions } from '../../sdk/types.ts';
import { withClient } from '../connect.ts';
import { output, styled } from '../output.ts';
import { parseParameters } from '../parameters.ts';
import { toLimit } from './work-pool.ts';

interface Options {
  name?: string;
  pool?: string;
  workQueue?: string;
  cron?: string;
  interval?: string;
  timezone?: string;
  tag?: string[];
  version?: string;
  description?: string;
  param?: string[];
  params?: string;
  jobVariable?: string[];
  concurrencyLimit?: string;
  all?: boolean;
  dryRun?: boolean;
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

export function addDeployCommand(program: Command): void {
  program
    .command('deploy [entrypoint]')
    .description('Deploys a flow (flows/etl.ts:etl), or the deployments of prefect.yaml.')
    .option('-n, --name <name>', 'the name of the deployment')
    .option('-p, --pool <name>', 'the work pool')
    .option('-q, --work-queue <name>', 'the queue of the pool')
    .option('--cron <expression>', 'run on a schedule, as "0 6 * * *"')
    .option('--interval <seconds>', 'run every so many seconds')
    .option('--timezone <zone>', 'the time zone of the schedule', 'UTC')
    .option('-t, --tag <tag>', 'a tag of its runs (can be given again)', collect)
    .option('--version <version>', 'the version of the code')
    .option('--description <text>', 'what it is for')
    .option('--param <name=value>', 'a default parameter (can be given again)', collect)
    .option('--params <json>', 'default parameters as a JSON object')
    .option('--job-variable <name=value>', 'a variable of the process (can be given again)', collect)
    .option('--concurrency-limit <number>', 'how many of its runs at once')
    .option('--all', 'every deployment of prefect.yaml')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(deploy);
}

async function deploy(entrypoint: string | undefined, options: Options): Promise<void> {
  const wanted = entrypoint === undefined ? await fromFile(options) : [fromOptions(entrypoint, options)];
  await withClient(async (client) => {
    for (const deployment of wanted) await deployOne(client, deployment, options.dryRun === true);
  });
}

type Wanted = DeployOptions & { entrypoint: string };

function fromOptions(entrypoint: string, options: Options): Wanted {
  const exported = entrypoint.slice(entrypoint.lastIndexOf(':') + 1);
  return {
    entrypoint,
    name: options.name ?? exported,
    parameters: parseParameters(options.param ?? [], options.params),
    jobVariables: parseParameters(options.jobVariable ?? [], undefined),
    ...(options.pool === undefined ? {} : { workPoolName: options.pool }),
    ...(options.workQueue === undefined ? {} : { workQueueName: options.workQueue }),
    ...(options.cron === undefined ? {} : { cron: options.cron }),
    ...(options.interval === undefined ? {} : { interval: Number(options.interval) }),
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.concurrencyLimit === undefined ? {} : { concurrencyLimit: toLimit(options.concurrencyLimit) }),
  };
}

async function fromFile(options: Options): Promise<Wanted[]> {
  const file = ['prefect.yaml', 'millrace.yaml'].find((name) => existsSync(name));
  if (file === undefined) {
    throw new MillraceError(
      'invalid',
      'Say what to deploy, as "millrace deploy flows/etl.ts:etl --name daily --pool default", or write a prefect.yaml.',
    );
  }
  const { parseProject } = await import('../project.ts');
  const all = parseProject(readFileSync(file, 'utf8'), file);
  const chosen = options.name === undefined ? all : all.filter(({ name }) => name === options.name);
  if (chosen.length === 0) {
    throw new MillraceError(
      'not-found',
      `${file} has no deployment "${options.name ?? ''}": it has ${all.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  }
  if (chosen.length > 1 && options.all !== true && options.name === undefined) {
    throw new MillraceError('invalid', `${file} has ${chosen.length} deployments: name one with --name, or give --all.`);
  }
  return chosen;
}

async function deployOne(client: Client, wanted: Wanted, dryRun: boolean): Promise<void> {
  const { importFlow } = await import('../../worker/execute.ts');
  const { deploymentBody } = await import('../../sdk/deploy.ts');
  const flow = await importFlow(wanted.entrypoint);
  const at = wanted.entrypoint.lastIndexOf(':');
  const file = relative(process.cwd(), resolve(wanted.entrypoint.slice(0, at)));
  const body = deploymentBody(flow, { ...wanted, entrypoint: `${file}:${wanted.entrypoint.slice(at + 1)}` }, process.cwd());
  const title = `${flow.options.name}/${wanted.name}`;
  const existing = await client.deployments.readByName({ flow: flow.options.name, deployment: wanted.name }).catch((error: unknown) => {
    if (MillraceError.is(error, 'not-found')) return undefined;
    throw error;
  });
  const changes = differences(existing, body);
  if (dryRun) {
    output.print(
      existing === undefined
        ? `Would create ${title}`
        : changes.length === 0
          ? `${title} would not change`
          : `Would change ${title}:\n${changes.join('\n')}`,
    );
    return;
  }
  if (wanted.workPoolName !== undefined) await requirePool(client, wanted.workPoolName);
  const { id } = await client.flows.create({ name: flow.options.name });
  await client.deployments.create({ flowId: id, ...body });
  output.print(
    `${existing === undefined ? 'Created' : changes.length === 0 ? 'Unchanged' : 'Updated'} deployment ${styled('bold', title)}`,
  );
  if (wanted.workPoolName !== undefined) await hintAtWorker(client, wanted.workPoolName);
  output.print(`Run it with "millrace deployment run ${title}".`);
}

/** The fields that differ from what is deployed, one line each. */
function differences(existing: object | undefined, body: object): string[] {
  if (existing === undefined) return [];
  const fields = [
    'entrypoint',
    'parameters',
    'tags',
    'version',
    'description',
    'workPoolName',
    'jobVariables',
    'concurrencyLimit',
  ] as const;
  return fields.flatMap((field) => {
    const [before, after] = [JSON.stringify(Reflect.get(existing, field)), JSON.stringify(Reflect.get(body, field))];
    return before === after ? [] : [`  ${field}: ${before} → ${after}`];
  });
}

async function requirePool(client: Client, name: string): Promise<void> {
  try {
    await client.workPools.read({ name });
  } catch (error) {
    if (!MillraceError.is(error, 'not-found')) throw error;
    throw new MillraceError('not-found', `There is no work pool "${name}". Create it with "millrace work-pool create ${name}".`, {
      cause: error,
    });
  }
}

/** Says at once when nobody would execute the runs. */
export async function hintAtWorker(client: Client, pool: string): Promise<void> {
  const online = await client.workPools.filterWorkers({ name: pool }, { workers: { status: { any_: ['ONLINE'] } } });
  if (online.length === 0) {
    output.say(`${styled('yellow', 'No worker is online')} on pool "${pool}": start one with "millrace worker start --pool ${pool}".`);
  }
}
