import type { FlowRunPoint, NextFlowRun, SavedSearch, TaskRunOutcome, ValueProblems } from '../core/dashboard.ts';
import type { TaskRun } from '../core/entities.ts';
import { anything, array, freeObject, integer, object, optional, string, uuid } from '../core/schema.ts';
import type { Schema } from '../core/schema.ts';
import type { StateType } from '../core/state.ts';
import { get, put, query, remove } from './contract.ts';
import { page, relations, sorted, taskRunFilter } from './filters.ts';
import { flowRunOrders } from './flow-runs.ts';

/** Of how many things a count is asked at once. */
const ids = (): Schema<string[]> => ({ ...array(uuid()), maxItems: 200 });

/** What only Prefect's own page asks for. */
export const ui = {
  flowRunHistory: query(
    '/ui/flow_runs/history',
    object({
      ...relations,
      ...sorted(...flowRunOrders),
      limit: optional(integer({ minimum: 0, maximum: 1000 })),
      offset: optional(integer({ minimum: 0 })),
    }),
  ).gives<FlowRunPoint[]>(),
  countTaskRunsOfFlowRuns: query('/ui/flow_runs/count-task-runs', object({ flow_run_ids: ids() })).gives<Record<string, number>>(),
  countDeploymentsOfFlows: query('/ui/flows/count-deployments', object({ flow_ids: ids() })).gives<Record<string, number>>(),
  nextRunsOfFlows: query('/ui/flows/next-runs', object({ flow_ids: ids() })).gives<Record<string, NextFlowRun | null>>(),
  taskRunOutcomes: query('/ui/task_runs/dashboard/counts', object({ ...relations, task_runs: taskRunFilter })).gives<TaskRunOutcome[]>(),
  countTaskRunsByState: query('/ui/task_runs/count', object(relations)).gives<Record<StateType, number>>(),
  readTaskRun: get('/ui/task_runs/:id').gives<TaskRun & { flowRunName: string | null }>(),
  /** Values may stand for others: `{__prefect_kind: json | jinja | workspace_variable | none, …}`. */
  validateValues: query('/ui/schemas/validate', object({ schema: freeObject(), values: freeObject() })).gives<ValueProblems>(),
};

/** Filters of a list that somebody gave a name. */
export const savedSearches = {
  save: put(
    '/saved_searches/',
    object({
      name: string(),
      filters: optional(array(object({ object: string(), property: string(), type: string(), operation: string(), value: anything() }))),
    }),
  ).gives<SavedSearch>(),
  read: get('/saved_searches/:id').gives<SavedSearch>(),
  delete: remove('/saved_searches/:id').gives<null>(),
  filter: query('/saved_searches/filter', object(page)).gives<SavedSearch[]>(),
};
