import type { Clock } from '../core/ports.ts';
import type { OrchestrationResult, State, StateProposal } from '../core/state.ts';
import { MillraceError } from '../core/errors.ts';

/** Sends one proposal. */
type Send = (proposal: StateProposal) => Promise<OrchestrationResult>;

/**
 * Proposes a state until the server has decided: WAIT is slept through, REJECT gives the state that holds instead.
 * Throws `aborted` when the server says that this run is not ours to go on with.
 */
export async function propose(send: Send, proposal: StateProposal, clock: Clock, signal?: AbortSignal): Promise<State> {
  for (;;) {
    const { status, state, details } = await send(proposal);
    if (status === 'WAIT') {
      await clock.sleep((details.delaySeconds ?? 1) * 1000, signal);
      continue;
    }
    if (status === 'ABORT') throw new MillraceError('aborted', details.reason ?? 'The server ended this run.');
    if (state === null) throw new MillraceError('failed', `The server answered ${status} without a state.`);
    return state;
  }
}

/** Goes from Scheduled with a time (AwaitingRetry, or a start in the future) to Running; the state that holds then. */
export async function proposeRunning(send: Send, clock: Clock, signal?: AbortSignal): Promise<State> {
  return propose(send, { type: 'RUNNING', name: 'Running' }, clock, signal);
}
