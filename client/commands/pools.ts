import { MillraceError } from '../../runtime/core/errors.ts';
import { targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import { choosePool } from './choose.ts';
import type { Context } from './context.ts';
import { ensurePool } from './deploy.ts';
import { requireTrust } from './run-flow.ts';

type WorkerContext = Pick<Context, 'server' | 'session' | 'pools' | 'workers' | 'settings' | 'ui' | 'workspace'>;

/** Starts workers of a pool in this window. */
export async function startWorker(context: WorkerContext, target: unknown, count?: unknown): Promise<void> {
  requireTrust(context);
  await context.server.ensure();
  const pool = (await choosePool(context, target, t('Start worker of pool'))) ?? (await ensurePool(context));
  if (pool === undefined) return;
  const wanted = typeof count === 'number' ? count : 1;
  for (let started = 0; started < wanted; started += 1) context.workers.start(pool, context.settings.workerLimit);
}

/** Stops a worker of this window after the runs that it executes; without a row every one. */
export async function stopWorker({ workers }: Pick<Context, 'workers'>, target: unknown): Promise<void> {
  const name = workerNameOf(target);
  const names = name === undefined ? workers.all().map((worker) => worker.name) : [name];
  await Promise.all(names.map((each) => workers.stop(each)));
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
  const limit = await askNumber(context, t('Concurrency limit'), t('How many runs at once; empty for no limit.'));
  if (limit !== undefined) await change(context, target, { concurrencyLimit: limit });
}

/** Asks for the priority of a queue and sets it. */
export async function setPriority(context: ChangeContext, target: unknown): Promise<void> {
  const priority = await askNumber(context, t('Priority'), t('A whole number from 1, which is the most urgent.'));
  if (typeof priority === 'number') await change(context, target, { priority });
}

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
    if (changes.priority !== undefined) {
      throw new MillraceError('invalid', t('A priority belongs to a queue: choose one in the view "Workers & Pools".'));
    }
    await client.workPools.update({ name }, changes);
  } else {
    const [pool = '', name = ''] = queue.split('/', 2);
    await client.workQueues.updateByName({ pool, name }, changes);
  }
  context.pools.refresh();
}

/** A whole number, null for an empty answer, undefined when nothing was answered. */
async function askNumber({ ui }: Pick<Context, 'ui'>, title: string, prompt: string): Promise<number | null | undefined> {
  const text = await ui.ask({ title, prompt, validate: (value) => (/^\d*$/.test(value.trim()) ? undefined : t('Give a whole number.')) });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text);
}
