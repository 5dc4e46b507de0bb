import type { ui as contract } from '../../api/ui.ts';
import { countByState, countsBy, nextRuns, taskRunOutcomes } from '../store/dashboard.ts';
import { pointsOfFlowRuns, readFlowRun } from '../store/flow-runs.ts';
import { related } from '../store/relations.ts';
import { JsonText } from '../store/rows.ts';
import { readTaskRun, renderTaskRun } from '../store/task-runs.ts';
import { valueProblems } from '../value-problems.ts';
import type { Handlers } from './route.ts';
import { notFound, refuse } from './route.ts';

export const ui: Handlers<typeof contract> = {
  flowRunHistory(tx, { body }) {
    const page = { sort: body.sort ?? 'EXPECTED_START_TIME_DESC', limit: body.limit ?? 1000, offset: body.offset ?? 0 };
    return { body: pointsOfFlowRuns(tx, related('flow_run', body), page) };
  },
  countTaskRunsOfFlowRuns: (tx, { body }) => ({ body: countsBy(tx, body.flow_run_ids, 'tasks of runs') }),
  countDeploymentsOfFlows: (tx, { body }) => ({ body: countsBy(tx, body.flow_ids, 'deployments of flows') }),
  nextRunsOfFlows: (tx, { body }) => ({ body: nextRuns(tx, body.flow_ids) }),
  taskRunOutcomes(tx, { body }) {
    const outcomes = taskRunOutcomes(tx, body);
    if (outcomes === undefined) throw refuse(422, 'task_runs.start_time.after_ is required');
    return { body: outcomes };
  },
  countTaskRunsByState: (tx, { body }) => ({ body: countByState(tx, body) }),
  readTaskRun(tx, { path }) {
    const row = readTaskRun(tx, path.id);
    if (row === undefined) throw notFound('Task');
    const run = typeof row['flow_run_id'] === 'string' ? readFlowRun(tx, row['flow_run_id']) : undefined;
    const { text } = renderTaskRun(row, tx.now());
    return { body: new JsonText(`${text.slice(0, -1)},"flow_run_name":${JSON.stringify(run?.['name'] ?? null)}}`) };
  },
  validateValues: (tx, { body }) => ({ body: valueProblems(tx, body.schema, body.values) }),
};
