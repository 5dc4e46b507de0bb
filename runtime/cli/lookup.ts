import type { Client } from '../api/client.ts';
import type { Deployment, FlowRun, WorkPool, WorkQueue } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import type { ServerPorts } from './ports.ts';

/** Everything of a listing: servers answer at most 200 at a time. */
export async function allOf<T>(page: (range: { offset: number; limit: number }) => Promise<T[]>, most = Infinity): Promise<T[]> {
  const found: T[] = [];
  for (;;) {
    const limit = Math.min(200, most - found.length);
    const some = await page({ offset: found.length, limit });
    found.push(...some);
    if (some.length < limit || found.length >= most) return found;
  }
}

/** What a read gives; undefined when there is no such thing. */
export async function ifExists<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (MillraceError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

/** What a call gives; when the thing does not exist, `not-found` with these words, which may be looked for only then. */
export async function orNotFound<T>(calling: Promise<T>, message: string | (() => Promise<string>)): Promise<T> {
  try {
    return await calling;
  } catch (error) {
    if (!MillraceError.is(error, 'not-found')) throw error;
    throw new MillraceError('not-found', typeof message === 'string' ? message : await message(), { cause: error });
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The deployment of a name `flow/deployment`, or of an id. */
export function deploymentOf(client: Client, name: string): Promise<Deployment> {
  const missing = async (): Promise<string> =>
    `There is no deployment "${name}".${didYouMean(name, await deploymentNames(client))} "millrace deployment ls" lists those that exist.`;
  if (uuid.test(name)) return orNotFound(client.deployments.read({ id: name }), missing);
  const [flow, deployment, ...rest] = name.split('/');
  if (!flow || !deployment || rest.length > 0) {
    throw new MillraceError('invalid', `"${name}" is not the name of a deployment: it has the form "flow/deployment".`);
  }
  return orNotFound(client.deployments.readByName({ flow, deployment }), missing);
}

/** The first deployments, as `flow/deployment`: one of them may be meant. */
async function deploymentNames(client: Client): Promise<string[]> {
  const deployments = await client.deployments.filter({ limit: 200 });
  const ids = [...new Set(deployments.map(({ flowId }) => flowId))];
  const flows = ids.length === 0 ? [] : await client.flows.filter({ flows: { id: { any_: ids } }, limit: 200 });
  const byId = new Map(flows.map(({ id, name }) => [id, name]));
  return deployments.map(({ flowId, name }) => `${byId.get(flowId) ?? ''}/${name}`);
}

/** The flow run of an id, or of a name that only one has. */
export async function flowRunOf(client: Client, id: string): Promise<FlowRun> {
  const missing = `There is no flow run "${id}". "millrace flow-run ls" lists the newest.`;
  if (uuid.test(id)) return orNotFound(client.flowRuns.read({ id }), missing);
  const [run, another] = await client.flowRuns.filter({ flowRuns: { name: { any_: [id] } }, limit: 2 });
  if (run === undefined) throw new MillraceError('not-found', missing);
  if (another !== undefined) throw new MillraceError('invalid', `Several flow runs have the name "${id}": give the id.`);
  return run;
}

/** A work pool by its name. */
export const poolOf = (client: Client, name: string): Promise<WorkPool> =>
  orNotFound(client.workPools.read({ name }), () => missingPool(client, name, `Create it with "millrace work-pool create ${name}".`));

/** That there is no work pool of a name, which one may be meant, and what to do. */
export async function missingPool(client: Client, name: string, next: string): Promise<string> {
  const pools = await client.workPools.filter({ limit: 200 });
  const names = pools.map((pool) => pool.name);
  return `There is no work pool "${name}".${didYouMean(name, names)} ${next}`;
}

/** A work queue of a pool, by its name. */
export const queueOf = (client: Client, pool: string, name: string): Promise<WorkQueue> =>
  orNotFound(client.workQueues.readByName({ pool, name }), () => missingQueue(client, pool, name));

/** That there is no work queue of a name in a pool, or no such pool, which one may be meant, and what to do. */
export async function missingQueue(client: Client, pool: string, name: string): Promise<string> {
  await poolOf(client, pool);
  const queues = await client.workQueues.filterByPool({ pool }, {});
  const meant = didYouMean(
    name,
    queues.map((queue) => queue.name),
  );
  return `There is no work queue "${name}" in pool "${pool}".${meant} "millrace work-queue ls" lists those that exist.`;
}

/** The command that starts a worker of a pool: ours start processes, and those of all other types are Prefect's. */
export function startCommand({ name, type }: WorkPool): string {
  if (type === 'process') return `millrace worker start --pool ${name}`;
  // Prefect 2 makes a pool of this type by itself; it is for agents.
  return type === 'prefect-agent' ? `prefect agent start --pool ${name}` : `prefect worker start --pool ${name} --type ${type}`;
}

/** Milliseconds without a look after which a queue counts as one that no worker looks at. */
const patience = 60_000;

/** Says at once when nobody would execute the runs of a pool and queue, with the command that changes it. */
export async function warnIfNobodyRuns({ client, output, clock }: ServerPorts, pool: WorkPool, queueName: string | null): Promise<void> {
  const warn = (what: string, next: string): void => output.say(`${output.style('yellow', what)}: ${next}`);
  const queue = queueName === null ? undefined : await ifExists(client.workQueues.readByName({ pool: pool.name, name: queueName }));
  if (pool.isPaused) warn(`Work pool "${pool.name}" is paused`, `resume it with "millrace work-pool resume ${pool.name}".`);
  if (queue?.isPaused && !pool.isPaused) {
    warn(`Work queue "${queue.name}" is paused`, `resume it with "millrace work-queue resume ${queue.name} --pool ${pool.name}".`);
  }
  const start = startCommand(pool);
  const online = await client.workPools.filterWorkers({ name: pool.name }, { workers: { status: { any_: ['ONLINE'] } }, limit: 1 });
  if (online.length === 0) {
    warn(
      `No worker is online in pool "${pool.name}"`,
      `start one with "${start}${queue === undefined || queue.name === 'default' ? '' : ` --work-queue ${queue.name}`}".`,
    );
  } else if (queue !== undefined && clock.now() - Date.parse(queue.lastPolled ?? queue.created) > patience) {
    warn(`No worker looks at queue "${queue.name}"`, `start one with "${start} --work-queue ${queue.name}".`);
  }
}
