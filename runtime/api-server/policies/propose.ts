import type { StateType } from '../../core/state.ts';
import { addSeconds } from '../../core/time.ts';
import type { Proposal, WireDetails } from './rule.ts';

/** A state as a rule puts it in a proposal's place. */
export function propose(
  type: StateType,
  name: string,
  rest: { message?: string | null | undefined; data?: unknown; details?: WireDetails } = {},
): Proposal {
  return { type, name, message: rest.message ?? null, data: rest.data ?? null, state_details: rest.details ?? {} };
}

/** The wait for the next attempt after a failure, of which it keeps message and data; so many seconds from a time on. */
export const awaitRetry = ({ message, data }: Pick<Proposal, 'message' | 'data'>, now: string, seconds: number): Proposal =>
  propose('SCHEDULED', 'AwaitingRetry', { message, data, details: { scheduled_time: addSeconds(now, seconds) } });
