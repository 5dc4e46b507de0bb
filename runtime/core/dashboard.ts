import type { Event } from './entities.ts';
import type { StateType } from './state.ts';

/** What Prefect's own page asks for beside the entities: times are ISO 8601 strings, ids are UUIDs, durations are seconds. */

/** A run as a point of a chart: when it started, or should have. */
export interface FlowRunPoint {
  id: string;
  stateType: StateType;
  timestamp: string;
  duration: number;
  lateness: number;
}

/** The run of a flow that comes next. */
export interface NextFlowRun {
  id: string;
  flowId: string;
  name: string;
  stateName: string;
  stateType: StateType;
  nextScheduledStartTime: string;
}

/** How many task runs of an interval ended well, and how many failed or crashed. */
export interface TaskRunOutcome {
  completed: number;
  failed: number;
}

/** What is wrong with values by a schema: texts at the values themselves, and what is wrong below a property or an index. */
export interface ValueProblems {
  valid: boolean;
  errors: ValueProblem[];
}

/** See {@link ValueProblems}. */
export type ValueProblem = string | { property: string; errors: unknown[] } | { index: number; errors: unknown[] };

/** How many events there are of a kind, of a resource, or in an interval. */
export interface EventCount {
  value: string;
  label: string;
  count: number;
  startTime: string;
  endTime: string;
}

/** Filters that somebody gave a name. */
export interface SavedSearch {
  id: string;
  created: string;
  updated: string;
  name: string;
  filters: { object: string; property: string; type: string; operation: string; value: unknown }[];
}

/** Some of the events that a filter selects, and the address of those that follow. */
export interface EventPage {
  events: Event[];
  total: number;
  nextPage: string | null;
}
