import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../api/client.ts';
import type { FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { State, StateProposal } from '../core/state.ts';
import { isFinal, isPaused, isScheduled } from '../core/state.ts';
import type { Verdict } from '../sdk/supervision.ts';
import type { Exit } from './children.ts';

/** What an exit means for a run that has not said how it ended; `reason` is what its process said last. */
export function crashOf(exit: Exit, run: Pick<FlowRun, 'name'>, reason?: string): StateProposal {
  const signal = exit.signal ?? shellSignal(exit.code);
  const why = reason ?? hints[signal ?? ''];
  const message = `Process for flow run '${run.name}' ${howEnded(exit, signal)}${why === undefined ? '.' : `: ${why}`}`;
  return { type: 'CRASHED', name: 'Crashed', message };
}

function howEnded({ code }: Exit, signal: string | undefined): string {
  if (code === 0) return 'ended before the run was final';
  if (code === null) return `was ended by ${signal}`;
  return `exited with status code ${code}${signal === undefined ? '' : ` (${signal})`}`;
}

const hints: Readonly<Record<string, string>> = {
  SIGKILL: 'it was killed from outside, or the machine ran out of memory.',
  SIGABRT: 'it aborted, as Node does when its heap is full.',
  SIGSEGV: 'it crashed in native code.',
};

/** A shell says by 128 and its number that a signal ended the command. */
function shellSignal(code: number | null): string | undefined {
  if (code === null || code <= 128) return undefined;
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

/**
 * Reports how a run's process ended, until the server has heard it; whether the run ended by that. A run that is final
 * already is left as it is. Once `ending` aborts, a server that does not answer is not asked again: then it throws why.
 */
export async function reportExit(
  client: Pick<Client, 'flowRuns'>,
  run: Pick<FlowRun, 'id'>,
  proposal: StateProposal,
  ending?: AbortSignal,
): Promise<boolean> {
  let said: StateProposal | undefined;
  // A proposal whose answer got lost was accepted all the same; sent again, it is refused for the state that it made.
  const isSaid = (state: State | null): boolean => said !== undefined && state?.type === said.type && state.message === said.message;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const now = await client.flowRuns.read({ id: run.id });
      const { state } = now;
      if (state !== null && (isFinal(state) || needsNoProcess(state, now))) return isSaid(state);
      const force = state?.type === 'CANCELLING';
      said = force ? cancelled : proposal;
      const { status } = await client.flowRuns.setState({ id: run.id }, { state: said, force });
      return status === 'ACCEPT' || isSaid((await client.flowRuns.read({ id: run.id })).state);
    } catch (error) {
      if (MillraceError.is(error, 'not-found')) return false;
      if (ending?.aborted === true) throw error;
      await sleep(Math.min(250 * 2 ** attempt, 5000), undefined, { signal: ending }).catch(() => undefined);
    }
  }
}

/** Gives runs that their process left behind the states that say so. Never throws: the process is gone whatever the server says. */
export async function reportVerdicts(
  client: Pick<Client, 'flowRuns' | 'taskRuns'>,
  verdicts: readonly Verdict[],
  log: (text: string) => void,
): Promise<void> {
  for (const { kind, id, state } of verdicts) {
    const resource = kind === 'flow-run' ? client.flowRuns : client.taskRuns;
    await resource
      .setState({ id }, { state, force: true })
      .catch((error: unknown) => log(`The end of ${kind} ${id} could not be reported: ${messageOf(error)}`));
  }
}

/** A run that is suspended or scheduled anew has no process and needs none; one that waits for its retry has. */
const needsNoProcess = (state: State, { empiricalPolicy }: FlowRun): boolean =>
  (isScheduled(state) && empiricalPolicy.retryType !== 'in_process') || (isPaused(state) && state.stateDetails.pauseReschedule === true);

/** What a run that was being cancelled becomes when its process is gone. */
const cancelled: StateProposal = { type: 'CANCELLED', name: 'Cancelled', message: 'Flow run was cancelled successfully.' };
