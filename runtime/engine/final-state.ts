import { MillraceError } from '../core/errors.ts';
import type { State, StateProposal, StateType } from '../core/state.ts';
import { isCompleted, stateTypes } from '../core/state.ts';
import { TaskFuture, TaskFutureList } from './futures.ts';

/** What a flow's returned value means. */
export interface Meaning {
  proposal: StateProposal;
  /** Why the run did not complete. */
  error?: unknown;
  /** Whether the value is data, not futures or states. */
  isData?: boolean;
}

/** The final state that a returned value means (Prefect's return_value_to_state). Waits for returned futures. */
export async function finalState(value: unknown): Promise<Meaning> {
  if (isState(value) && isOwn(value)) {
    const proposal = { type: value.type, name: value.name, message: value.message };
    return isCompleted(value) ? { proposal } : { proposal, error: failure(proposal) };
  }
  if (value instanceof TaskFutureList) await value.ready();
  const found = Array.isArray(value) ? [...value] : [value];
  if (found.length === 0 || !found.every((item) => item instanceof TaskFuture || isState(item))) {
    return { proposal: { type: 'COMPLETED', name: 'Completed' }, isData: true };
  }
  const outcomes = await Promise.all(found.map(outcomeOf));
  const proposal = aggregate(outcomes.map(({ state }) => state.type));
  if (proposal.type === 'COMPLETED') return { proposal };
  const first = outcomes.find(({ state }) => !isCompleted(state));
  return { proposal, error: first?.error ?? failure(proposal) };
}

/** The final state of several, by Prefect's rules: all completed, else the worst of them. */
function aggregate(types: readonly StateType[]): StateProposal {
  const count = (...wanted: StateType[]): number => types.filter((type) => wanted.includes(type)).length;
  const total = types.length;
  if (count('COMPLETED') === total) return { type: 'COMPLETED', name: 'Completed', message: 'All states completed.' };
  const cancelled = count('CANCELLED');
  if (cancelled > 0) return { type: 'CANCELLED', name: 'Cancelled', message: `${cancelled}/${total} states cancelled.` };
  const paused = count('PAUSED');
  if (paused > 0) return { type: 'PAUSED', name: 'Paused', message: `${paused}/${total} states paused.` };
  const failed = count('FAILED', 'CRASHED');
  if (failed > 0) return { type: 'FAILED', name: 'Failed', message: `${failed}/${total} states failed.` };
  const open = total - count('COMPLETED');
  return { type: 'FAILED', name: 'Failed', message: `${open}/${total} states are not final.` };
}

/** True for a state: as `returnState` gives it, or made by {@link makeState}. */
export function isState(value: unknown): value is State {
  if (typeof value !== 'object' || value === null) return false;
  const type: unknown = Reflect.get(value, 'type');
  return 'stateDetails' in value && 'timestamp' in value && stateTypes.some((known) => known === type);
}

/** A state that belongs to no run was made by the flow's author and means itself. */
const isOwn = ({ stateDetails }: State): boolean => !stateDetails.flowRunId && !stateDetails.taskRunId;

const failure = (proposal: StateProposal): MillraceError =>
  new MillraceError('failed', proposal.message ?? `The flow run ended as ${proposal.name ?? proposal.type}.`);

async function outcomeOf(value: unknown): Promise<{ state: { type: StateType }; error?: unknown }> {
  if (value instanceof TaskFuture) return value.outcome();
  return { state: isState(value) ? value : { type: 'FAILED' } };
}
