import { MillraceError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import type { OrchestrationResult, State, StateDetails, StateProposal } from '../core/state.ts';
import { isPaused, isScheduled } from '../core/state.ts';
import { secondsBetween } from '../core/time.ts';

/** Sends one proposal; `force` skips the server's rules. */
export type Send = (proposal: StateProposal, force?: boolean) => Promise<OrchestrationResult>;

/** A proposal, and whether it is made whatever the rules say. */
export interface Wanted {
  proposal: StateProposal;
  force?: boolean;
}

/** Seconds between looks at whether a paused flow goes on. */
const pausePoll = 5;

/**
 * Proposes a state until the server has decided: WAIT is slept through, REJECT gives the state that holds instead.
 * Throws `aborted` when the server says that this run is not ours to go on with.
 */
export async function propose(send: Send, wanted: Wanted, clock: Clock, signal?: AbortSignal): Promise<State> {
  for (;;) {
    const { status, state, details } = await send(wanted.proposal, wanted.force);
    if (status === 'WAIT') {
      await clock.sleep((details.delaySeconds ?? 1) * 1000, signal);
      continue;
    }
    if (status === 'ABORT') throw new MillraceError('aborted', details.reason ?? 'The server ended this run.');
    if (state === null) throw new MillraceError('failed', `The server answered ${status} without a state.`);
    return state;
  }
}

/** Proposes Running until the run runs or is final: a later start is slept through, and so is a pause. */
export async function proposeRunning(send: Send, clock: Clock, signal?: AbortSignal, stateDetails: StateDetails = {}): Promise<State> {
  for (;;) {
    const state = await propose(send, { proposal: { type: 'RUNNING', name: 'Running', stateDetails } }, clock, signal);
    if (isScheduled(state)) await untilDue(state, clock, signal);
    else if (isPaused(state) && state.name === 'NotReady') await clock.sleep(pausePoll * 1000, signal);
    else return state;
  }
}

/** Sleeps until a scheduled state is due. Both of its times are the server's, so that our clock need not agree. */
export async function untilDue(state: State, clock: Clock, signal?: AbortSignal): Promise<void> {
  const { scheduledTime } = state.stateDetails;
  const seconds = scheduledTime ? secondsBetween(state.timestamp, scheduledTime) : 0;
  if (seconds > 0) await clock.sleep(seconds * 1000, signal);
}
