import type { WorkQueue } from '../../runtime/core/entities.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import { choosePool } from './choose.ts';
import type { Context } from './context.ts';
import { ensurePool } from './deploy.ts';
import { requireTrust } from './run-flow.ts';

type WorkerContext = Pick<Context, 'server' | 'session' | 'pools' | 'workers' | 'settings' | 'ui' | 'workspace' | 'runs'>;

/** Starts workers in this window: of the pool that the row is or whose run it is, else of one whose runs are processes. */
export async function startWorker(context: WorkerContext, target: unknown, count?: unknown): Promise<void> {
  requireTrust(context);
  await context.server.ensure();
  const pool = targetOf(target, 'pool') ?? context.runs.get(targetOf(target, 'run') ?? '')?.pool ?? (await ensurePool(context));
  if (pool === undefined) return;
  const wanted = typeof count === 'number' ? count : 1;
  for (let started = 0; started < wanted; started += 1) context.workers.start(pool, context.settings.workerLimit);
}

/** Asks how many workers are to be started, and starts them. */
export async function startWorkers(context: WorkerContext, target: unknown): Promise<void> {
  const count = await askNumber(
    context,
    t('How many workers?'),
    t('Each executes up to {0} runs at a time.', context.settings.workerLimit),
    2,
  );
  if (typeof count === 'number' && count > 0) await startWorker(context, target, count);
}

/** Stops a worker of this window after the runs that it executes; without a row the only one, or those that are chosen. */
export async function stopWorker({ workers, ui }: Pick<Context, 'workers' | 'ui'>, target: unknown): Promise<void> {
  const name = workerNameOf(target);
  const all = workers.all().map((worker) => worker.name);
  if (name === undefined && all.length === 0) throw new MillraceError('not-found', t('No worker was started in this window.'));
  const names =
    name !== undefined
      ? [name]
      : all.length === 1
        ? all
        : await ui.pick(t('Stop worker'), [
            { label: t('All {0} workers', all.length), value: all },
            ...all.map((each) => ({ label: each, value: [each] })),
          ]);
  await Promise.all((names ?? []).map((each) => workers.stop(each)));
}

/** Shows what a worker of this window has written. */
export async function openWorkerLog({ workers, ui }: Pick<Context, 'workers' | 'ui'>, target: unknown): Promise<void> {
  const name = workerNameOf(target);
  const all = workers.all();
  const worker =
    name === undefined
      ? await ui.pick(
          t('Log of worker'),
          all.map((each) => ({ label: each.name, description: each.pool, value: each })),
        )
      : workers.get(name);
  if (worker !== undefined) await ui.showText(`${worker.name}.log`, worker.process.text, 'log');
}

const workerNameOf = (target: unknown): string | undefined => targetOf(target, 'worker')?.split('/').at(-1);

type ChangeContext = Pick<Context, 'session' | 'pools' | 'ui'>;

/** Pauses a pool or a queue: its runs wait. */
export async function pausePool(context: ChangeContext, target: unknown): Promise<void> {
  await change(context, target, { isPaused: true });
}

/** Resumes a pool or a queue. */
export async function resumePool(context: ChangeContext, target: unknown): Promise<void> {
  await change(context, target, { isPaused: false });
}

/** Asks for the concurrency limit of a pool or a queue and sets it. */
export async function setLimit(context: ChangeContext, target: unknown): Promise<void> {
  const limit = await askNumber(
    context,
    t('Concurrency limit'),
    t('How many runs at once; empty for no limit.'),
    limitOf(context.pools, target),
  );
  if (limit !== undefined) await change(context, target, { concurrencyLimit: limit });
}

/** Asks for the priority of a queue and sets it. */
export async function setPriority(context: ChangeContext, target: unknown): Promise<void> {
  const queue = targetOf(target, 'queue') ?? (await chooseQueue(context));
  if (queue === undefined) return;
  const now = queueOf(context.pools, queue)?.priority;
  const priority = await askNumber(context, t('Priority'), t('A whole number from 1, which is the most urgent.'), now);
  if (typeof priority === 'number') await change(context, `queue:${queue}`, { priority });
}

/** A queue as `pool/queue`, chosen among those of all pools. */
async function chooseQueue({ pools, ui }: ChangeContext): Promise<string | undefined> {
  await pools.ensureLoaded();
  const queues = pools.all().flatMap(({ pool, queues: own }) => own.map((queue) => ({ pool, queue })));
  return ui.pick(
    t('Work queue'),
    queues.map(({ pool, queue }) => ({
      label: queue.name,
      description: t('{0}, priority {1}', pool.name, queue.priority),
      value: `${pool.name}/${queue.name}`,
    })),
  );
}

function queueOf(pools: ChangeContext['pools'], path: string): WorkQueue | undefined {
  const [pool = '', name = ''] = path.split('/', 2);
  return pools.get(pool)?.queues.find((queue) => queue.name === name);
}

/** The limit that a pool or a queue has now. */
const limitOf = (pools: ChangeContext['pools'], target: unknown): number | undefined =>
  (queueOf(pools, targetOf(target, 'queue') ?? '') ?? pools.get(targetOf(target, 'pool') ?? '')?.pool)?.concurrencyLimit ?? undefined;

async function change(
  context: ChangeContext,
  target: unknown,
  changes: { isPaused?: boolean; concurrencyLimit?: number | null; priority?: number },
): Promise<void> {
  const client = context.session.require();
  const queue = targetOf(target, 'queue');
  if (queue === undefined) {
    const name = await choosePool(context, target, t('Work pool'));
    if (name === undefined) return;
    await client.workPools.update({ name }, changes);
  } else {
    const [pool = '', name = ''] = queue.split('/', 2);
    await client.workQueues.updateByName({ pool, name }, changes);
  }
  context.pools.refresh();
}

/** A whole number, null for an empty answer, undefined when nothing was answered. */
async function askNumber({ ui }: Pick<Context, 'ui'>, title: string, prompt: string, now?: number): Promise<number | null | undefined> {
  const text = await ui.ask({
    title,
    prompt,
    value: String(now ?? ''),
    validate: (value) => (/^\d*$/.test(value.trim()) ? undefined : t('Give a whole number.')),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}
