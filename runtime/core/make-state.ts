import { newId } from './ids.ts';
import type { State, StateType } from './state.ts';
import { defaultStateName } from './state.ts';
import { toTimestamp } from './time.ts';

/** How a state is called and what it says. */
export interface StateWords {
  name?: string;
  message?: string;
}

/** A state of no run yet: returned by a flow, it becomes the run's final state. */
export function makeState(type: StateType, words: StateWords = {}, now: number = Date.now()): State {
  return {
    id: newId(),
    type,
    name: words.name ?? defaultStateName(type),
    timestamp: toTimestamp(now),
    message: words.message ?? null,
    data: null,
    stateDetails: {},
  };
}

/** Returned by a flow, makes its run Completed: `completed({ name: 'Skipped', message: 'nothing to do' })`. */
export const completed = (words?: StateWords): State => makeState('COMPLETED', words);

/** Returned by a flow, makes its run Failed. */
export const failed = (words?: StateWords): State => makeState('FAILED', words);

/** Returned by a flow, makes its run Cancelled. */
export const cancelled = (words?: StateWords): State => makeState('CANCELLED', words);
