import type { State, StateProposal } from '../core/state.ts';
import { isCancelled, isCompleted, isPaused } from '../core/state.ts';
import { TaskFuture } from './futures.ts';

/** What a flow's returned value means for its state (Prefect's return_value_to_state). */
export async function finalState(value: unknown): Promise<StateProposal> {
  if (value instanceof TaskFuture) return fromStates([await stateOf(value)]);
  if (isState(value)) return { type: value.type, name: value.name, message: value.message };
  if (Array.isArray(value) && value.length > 0 && value.every((item) => item instanceof TaskFuture || isState(item))) {
    return fromStates(await Promise.all([...value].map(stateOf)));
  }
  return { type: 'COMPLETED', name: 'Completed' };
}

function fromStates(states: readonly State[]): StateProposal {
  const [first] = states;
  if (states.every(isCompleted)) return { type: 'COMPLETED', name: 'Completed', message: 'All states completed.' };
  if (states.length === 1 && first !== undefined) return { type: isPaused(first) || isCancelled(first) ? first.type : 'FAILED', name: isCompleted(first) ? 'Completed' : first.type === 'PENDING' ? 'Failed' : first.name, message: first.message };
  const cancelled = states.filter(isCancelled).length;
  if (cancelled > 0) return { type: 'CANCELLED', name: 'Cancelled', message: `${cancelled}/${states.length} states cancelled.` };
  const failed = states.filter((state) => !isCompleted(state)).length;
  return { type: 'FAILED', name: 'Failed', message: `${failed}/${states.length} states failed.` };
}

const stateOf = async (value: unknown): Promise<State> => (value instanceof TaskFuture ? (await value.outcome()).state : (value as State));

/** True for a state as `returnState` gives it. */
export const isState = (value: unknown): value is State =>
  typeof value === 'object' && value !== null && 'type' in value && 'stateDetails' in value && 'timestamp' in value;
