import type { Act } from '../automations/triggered.ts';
import { runOverdue } from '../automations/run.ts';
import type { Tx } from '../store/database.ts';
import type { ServerSettings } from '../settings.ts';
import { installSystemBlocks } from '../store/system-blocks.ts';
import { cancellationCleanup } from './cancellation-cleanup.ts';
import { lateRuns } from './late-runs.ts';
import { pauseExpiry } from './pause-expiry.ts';
import { leaseExpiry } from './lease-expiry.ts';
import { retention } from './retention.ts';
import { scheduleAll } from './scheduler.ts';
import { silentRuns } from './silent-runs.ts';

/** What the server does by itself: a piece of work within a transaction, every so many seconds. */
export interface Service {
  name: string;
  every(settings: ServerSettings): number;
  /** Returns true when there is more to do at once: the work is cut into slices that no request waits for. */
  run(tx: Tx, act: Act): unknown;
}

const often = (settings: ServerSettings): number => settings.serviceInterval;

/** The services, by the names under which they are reported. */
export const services: readonly Service[] = [
  { name: 'scheduler', every: (settings) => settings.schedulerInterval, run: scheduleAll },
  { name: 'late-runs', every: often, run: lateRuns },
  { name: 'silent-runs', every: often, run: silentRuns },
  { name: 'cancellation-cleanup', every: often, run: cancellationCleanup },
  { name: 'pause-expiry', every: often, run: pauseExpiry },
  { name: 'lease-expiry', every: often, run: leaseExpiry },
  { name: 'proactive-triggers', every: often, run: runOverdue },
  { name: 'system-blocks', every: () => 3600, run: installSystemBlocks },
  { name: 'retention', every: () => 3600, run: retention },
];
