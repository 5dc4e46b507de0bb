import type { StateType } from '../../core/state.ts';
import type { Proposal, WireDetails } from './rule.ts';

/** A state as a rule puts it in a proposal's place. */
export function propose(
  type: StateType,
  name: string,
  rest: { message?: string | null | undefined; data?: unknown; details?: WireDetails } = {},
): Proposal {
  return { type, name, message: rest.message ?? null, data: rest.data ?? null, state_details: rest.details ?? {} };
}
