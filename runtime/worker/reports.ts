import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../api/client.ts';
import type { FlowRun } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import type { StateProposal } from '../core/state.ts';
import { isFinal } from '../core/state.ts';
import type { Exit } from './children.ts';

/** What an exit means for a run that has not said how it ended; undefined when there is nothing to say. */
export function crashOf(exit: Exit, run: Pick<FlowRun, 'name'>): StateProposal | undefined {
  if (exit.signal !== null) {
    const why = exit.signal === 'SIGKILL' ? ' (killed from outside, or the machine ran out of memory)' : '';
    return { type: 'CRASHED', name: 'Crashed', message: `Process for flow run '${run.name}' was ended by ${exit.signal}${why}.` };
  }
  const what = exit.code === 0 ? 'ended before the run was final' : `exited with status code ${exit.code}`;
  return { type: 'CRASHED', name: 'Crashed', message: `Process for flow run '${run.name}' ${what}.` };
}

/** Reports how a run's process ended, until the server has heard it. A run that is final already is left as it is. */
export async function reportExit(client: Client, run: FlowRun, proposal: StateProposal): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { state } = await client.flowRuns.read({ id: run.id });
      if (state !== null && isFinal(state)) return;
      const force = state?.type === 'CANCELLING';
      await client.flowRuns.setState({ id: run.id }, { state: force ? cancelled : proposal, force });
      return;
    } catch (error) {
      if (MillraceError.is(error, 'not-found')) return;
      await sleep(Math.min(250 * 2 ** attempt, 5000));
    }
  }
}

/** What a run that was being cancelled becomes when its process is gone. */
export const cancelled: StateProposal = { type: 'CANCELLED', name: 'Cancelled', message: 'Flow run was cancelled successfully.' };
