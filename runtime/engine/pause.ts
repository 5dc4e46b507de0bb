import { MillraceError } from '../core/errors.ts';
import type { StateProposal } from '../core/state.ts';
import { isFinal, isPaused } from '../core/state.ts';
import { addSeconds, toTimestamp } from '../core/time.ts';
import type { FlowRunScope } from './context.ts';
import { flowScope, taskScope } from './context.ts';

/** How a flow run waits for somebody. */
export interface PauseOptions {
  /** Seconds after which the run fails when nobody has resumed it; an hour unless told. */
  timeout?: number;
  /** Names the place in the flow: a pause that was resumed does not fire again. Counted unless told. */
  key?: string;
}

/** A pause that is proposed. */
export interface Pause {
  scope: FlowRunScope;
  key: string;
  proposal: StateProposal;
}

/** Seconds between looks at whether a paused run goes on. */
const pollSeconds = 2;

const hour = 3600;

/** The pause that a call in a flow asks for. Throws `invalid` outside of flows and in tasks. */
export function pauseHere(
  verb: 'pause' | 'suspend',
  { timeout = hour, key }: PauseOptions,
  details: StateProposal['stateDetails'] = {},
): Pause {
  const scope = flowScope();
  if (scope === undefined || taskScope() !== undefined) {
    throw new MillraceError(
      'invalid',
      `Only a flow can ${verb}: call ${verb}FlowRun in the function of a flow, not outside of it or in a task.`,
    );
  }
  const count = (scope.calls.get(pauses) ?? 0) + 1;
  scope.calls.set(pauses, count);
  const pauseKey = key ?? String(count);
  const stateDetails = {
    ...details,
    pauseKey,
    pauseTimeout: addSeconds(toTimestamp(scope.clock.now()), timeout),
    pauseReschedule: verb === 'suspend',
  };
  return { scope, key: pauseKey, proposal: { type: 'PAUSED', name: verb === 'suspend' ? 'Suspended' : 'Paused', stateDetails } };
}

/** Where a scope counts its pauses. */
const pauses = 'pause';

/** Proposes the pause; whether the run waits now. A pause that was resumed in an earlier life of the run does not fire again. */
export async function beginPause({ scope, proposal }: Pause): Promise<boolean> {
  await scope.logs.flush();
  const { status, state, details } = await scope.orchestrator.flowRuns.setState({ id: scope.flowRun.id }, { state: proposal });
  if (status === 'ABORT') throw new MillraceError('unsupported', details.reason ?? 'The server does not let this run wait.');
  if (status === 'ACCEPT') return true;
  if (state?.type === 'RUNNING') return false;
  throw new MillraceError('aborted', `The flow run cannot wait, it is ${state?.name ?? 'in no state'}: ${details.reason ?? ''}`);
}

/** Waits until the run goes on. Throws `timed-out` when nobody resumed it in time, `aborted` when it was ended. */
export async function untilResumed({ scope, proposal }: Pause): Promise<void> {
  const until = proposal.stateDetails?.pauseTimeout ?? '';
  for (;;) {
    await scope.clock.sleep(pollSeconds * 1000, scope.signal);
    const { state } = await scope.orchestrator.flowRuns.read({ id: scope.flowRun.id });
    if (state?.type === 'RUNNING') return;
    if (state === null || isFinal(state)) {
      if (state?.type === 'FAILED') throw new MillraceError('timed-out', state.message ?? 'The flow was paused and never resumed.');
      throw new MillraceError('aborted', `The paused flow run was ended: it is ${state?.name ?? 'in no state'}.`);
    }
    // Another state than paused is not ours to wait out: a cancellation is told by the signal.
    if (isPaused(state) && toTimestamp(scope.clock.now()) > until) {
      throw new MillraceError('timed-out', 'The flow was paused and never resumed.');
    }
  }
}
