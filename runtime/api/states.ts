import type { State } from '../core/state.ts';
import { stateTypes } from '../core/state.ts';
import { anything, boolean, freeObject, maybe, object, optional, string, time, uuid, words } from '../core/schema.ts';
import { get } from './contract.ts';

const stateDetails = object({
  flow_run_id: maybe(uuid()),
  task_run_id: maybe(uuid()),
  child_flow_run_id: maybe(uuid()),
  scheduled_time: maybe(time()),
  cache_key: maybe(string()),
  cache_expiration: maybe(time()),
  deferred: maybe(boolean()),
  untrackable_result: optional(boolean()),
  pause_timeout: maybe(time()),
  pause_reschedule: optional(boolean()),
  pause_key: maybe(string()),
  run_input_keyset: maybe(freeObject()),
  refresh_cache: maybe(boolean()),
  retriable: maybe(boolean()),
  transition_id: maybe(uuid()),
  task_parameters_id: maybe(uuid()),
  traceparent: maybe(string()),
  deployment_concurrency_lease_id: maybe(uuid()),
});

/** A proposed state (`StateCreate`). */
export const stateCreate = object({
  type: words(...stateTypes),
  name: maybe(string()),
  message: maybe(string()),
  data: optional(anything()),
  state_details: maybe(stateDetails),
});

export const flowRunStates = {
  read: get('/flow_run_states/:id').gives<State>(),
  /** All states of the run `?flow_run_id=`, oldest first. */
  list: get('/flow_run_states/', undefined, object({ flow_run_id: uuid() })).gives<State[]>(),
};

export const taskRunStates = {
  read: get('/task_run_states/:id').gives<State>(),
  /** All states of the run `?task_run_id=`, oldest first. */
  list: get('/task_run_states/', undefined, object({ task_run_id: uuid() })).gives<State[]>(),
};
