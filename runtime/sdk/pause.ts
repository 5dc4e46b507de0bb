import type { OrchestrationResult } from '../core/state.ts';
import { MillraceError } from '../core/errors.ts';
import type { InputOptions, PauseOptions } from '../engine/pause.ts';
import { answer, ask, beginPause, pauseHere, untilResumed } from '../engine/pause.ts';
import { getClient, keepOpen } from './client.ts';

export type { InputOptions, PauseOptions } from '../engine/pause.ts';

/**
 * Waits in its process until somebody resumes the run (`resumeFlowRun`, the command line, a user interface), with an
 * answer when one is asked for. Tasks that are called meanwhile wait as well. Throws `timed-out` when nobody does in time.
 */
export function pauseFlowRun<Answer>(options: InputOptions<Answer>): Promise<Answer>;
/** Without an answer: whoever resumes the run says enough by that. */
export function pauseFlowRun(options?: PauseOptions): Promise<void>;
/** Both ways to wait. */
export async function pauseFlowRun(options: PauseOptions | InputOptions<unknown> = {}): Promise<unknown> {
  const pause = pauseHere('pause', options);
  if (await beginPause(pause)) {
    if ('waitForInput' in options) await ask(pause, options);
    await untilResumed(pause);
  }
  return 'waitForInput' in options ? answer(pause, options) : undefined;
}

/**
 * Ends the run's process until somebody resumes the run: a worker then executes the flow from its beginning, past the
 * suspensions that were resumed; the values of tasks with `persistResult` are there. Only for runs of deployments.
 */
export function suspendFlowRun<Answer>(options: InputOptions<Answer>): Promise<Answer>;
/** Without an answer: whoever resumes the run says enough by that. */
export function suspendFlowRun(options?: PauseOptions): Promise<void>;
/** Both ways to wait. */
export async function suspendFlowRun(options: PauseOptions | InputOptions<unknown> = {}): Promise<unknown> {
  const pause = pauseHere('suspend', options);
  // What is under way would end with the process.
  await Promise.allSettled(pause.scope.pending);
  if (await beginPause(pause)) {
    if ('waitForInput' in options) await ask(pause, options);
    throw new MillraceError('aborted', 'The flow run is suspended: it goes on in another process when it is resumed.');
  }
  return 'waitForInput' in options ? answer(pause, options) : undefined;
}

/**
 * Lets a paused or suspended run go on, with the answer that it asks for. Throws `conflict` for one that does not wait, or
 * whose answer is not as asked.
 */
export async function resumeFlowRun(
  flowRun: string | { id: string },
  { input }: { input?: Record<string, unknown> } = {},
): Promise<OrchestrationResult> {
  const id = typeof flowRun === 'string' ? flowRun : flowRun.id;
  const body = input === undefined ? {} : { runInput: input };
  const result = await keepOpen(async () => (await getClient()).flowRuns.resume({ id }, body));
  const { status, details } = result;
  if (status !== 'ACCEPT') throw new MillraceError('conflict', `Flow run ${id} cannot be resumed: ${details.reason ?? status}`);
  return result;
}
