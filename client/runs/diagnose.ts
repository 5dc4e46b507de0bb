import type { KnownPool } from '../pools/pool-store.ts';
import { t } from '../l10n.ts';
import type { Run } from './run.ts';

/** Why a run that is due does not start, in words; undefined when nothing is known to be wrong. */
export function diagnoseRun(run: Run, pools: readonly KnownPool[], now: number): string | undefined {
  if (run.stateType !== 'SCHEDULED' || run.expected > now - 2000) return undefined;
  const known = pools.find(({ pool }) => pool.name === run.pool);
  if (known === undefined) return undefined;
  if (known.pool.isPaused) return t('pool "{0}" is paused', known.pool.name);
  if (known.queues.some((queue) => queue.name === run.queue && queue.isPaused)) return t('queue "{0}" is paused', run.queue ?? '');
  if (!known.workers.some(({ status }) => status === 'ONLINE')) return t('no worker in pool "{0}"', known.pool.name);
  return run.stateName === 'AwaitingConcurrencySlot' ? t('waits for a concurrency slot') : undefined;
}
