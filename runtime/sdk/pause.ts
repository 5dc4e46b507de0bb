import type { OrchestrationResult } from '../core/state.ts';
import { MillraceError } from '../core/errors.ts';
import type { PauseOptions } from '../engine/pause.ts';
import { beginPause, pauseHere, untilResumed } from '../engine/pause.ts';
import { getClient, keepOpen } from './client.ts';

export type { PauseOptions } from '../engine/pause.ts';

/**
 * Waits in its process until somebody resumes the run (`resumeFlowRun`, the command line, a user interface). Tasks that
 * are called meanwhile wait as well. Throws `timed-out` when nobody does in time.
 */
export async function pauseFlowRun(options: PauseOptions = {}): Promise<void> {
  const pause = pauseHere('pause', options);
  if (await beginPause(pause)) await untilResumed(pause);
}

/**
 * Ends the run's process until somebody resumes the run: a worker then executes the flow from its beginning, past the
 * suspensions that were resumed; the values of tasks with `persistResult` are there. Only for runs of deployments.
 */
export async function suspendFlowRun(options: PauseOptions = {}): Promise<void> {
  const pause = pauseHere('suspend', options);
  // What is under way would end with the process.
  await Promise.allSettled(pause.scope.pending);
  if (await beginPause(pause))
    throw new MillraceError('aborted', 'The flow run is suspended: it goes on in another process when it is resumed.');
}

/** Lets a paused or suspended run go on. Throws `conflict` for one that is not, or that the server does not let go on. */
export async function resumeFlowRun(flowRun: string | { id: string }): Promise<OrchestrationResult> {
  const id = typeof flowRun === 'string' ? flowRun : flowRun.id;
  const result = await keepOpen(async () => (await getClient()).flowRuns.resume({ id }, {}));
  const { status, details } = result;
  if (status !== 'ACCEPT') throw new MillraceError('conflict', `Flow run ${id} cannot be resumed: ${details.reason ?? status}`);
  return result;
}
