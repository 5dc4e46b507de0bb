import type { KnownPool } from '../pools/pool-store.ts';
import { t } from '../l10n.ts';
import type { Run } from './run.ts';

/** Why a run does not start although it should. */
export interface Diagnosis {
  /** In words, as `no worker in pool "etl"`. */
  text: string;
  /** Whether a worker that the editor starts is the cure. */
  needsWorker: boolean;
}

/** Why a run that is due does not start; undefined when nothing is known to be wrong. */
export function diagnoseRun(run: Run, pools: readonly KnownPool[], now: number): Diagnosis | undefined {
  if (run.stateType !== 'SCHEDULED' || run.expected > now - 2000) return undefined;
  const known = pools.find(({ pool }) => pool.name === run.pool);
  if (known === undefined) return undefined;
  const { name, type, isPaused } = known.pool;
  const because = (text: string): Diagnosis => ({ text, needsWorker: false });
  if (isPaused) return because(t('pool "{0}" is paused', name));
  if (known.queues.some((queue) => queue.name === run.queue && queue.isPaused)) return because(t('queue "{0}" is paused', run.queue ?? ''));
  if (!known.workers.some(({ status }) => status === 'ONLINE'))
    return { text: t('no worker in pool "{0}"', name), needsWorker: type === 'process' };
  return run.stateName === 'AwaitingConcurrencySlot' ? because(t('waits for a concurrency slot')) : undefined;
}
