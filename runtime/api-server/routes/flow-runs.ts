import type { flowRuns as contract } from '../../api/flow-runs.ts';
import { canonicalUuid } from '../../core/ids.ts';
import { isFinal } from '../../core/state.ts';
import { pageOfFlowRuns, readFlowRun, renderFlowRun, updateFlowRun, writeTags } from '../store/flow-runs.ts';
import { averageLateness } from '../store/dashboard.ts';
import { runGraph } from '../store/graph.ts';
import { history } from '../store/history.ts';
import { createFlowRun, runOfKey } from '../store/new-flow-run.ts';
import { checkSize } from '../store/parameters.ts';
import { queueFor } from '../store/queues.ts';
import { heard } from '../store/heartbeats.ts';
import { related } from '../store/relations.ts';
import { JsonText, parseColumn } from '../store/rows.ts';
import { logsAsCsv } from '../store/log-lines.ts';
import { endRunsBelow } from '../store/runs-below.ts';
import { proposeFlowRunState } from '../store/transition.ts';
import { deleted, selectedIds } from './bulk.ts';
import { resumeFlowRun } from './resume.ts';
import { paginated } from './paginate.ts';
import type { Handlers } from './route.ts';
import { notFound, refuse } from './route.ts';

export const flowRuns: Handlers<typeof contract> = {
  create(tx, { body }) {
    const flowId = canonicalUuid(body.flow_id);
    if (tx.get('SELECT 1 FROM flow WHERE id = ?', flowId) === undefined) throw notFound('Flow');
    const key = body.idempotency_key ?? null;
    const existing = runOfKey(tx, flowId, key);
    if (existing !== undefined) return { status: 200, body: renderFlowRun(existing, tx.now()) };
    const run = createFlowRun(tx, {
      flowId,
      name: body.name,
      flowVersion: body.flow_version,
      deploymentId: body.deployment_id ? canonicalUuid(body.deployment_id) : null,
      queueId: body.work_pool_name ? queueFor(tx, body.work_pool_name, body.work_queue_name ?? null) : null,
      parameters: body.parameters ?? {},
      idempotencyKey: key,
      context: body.context,
      policy: body.empirical_policy,
      tags: body.tags ?? [],
      labels: body.labels,
      parentTaskRunId: body.parent_task_run_id ? canonicalUuid(body.parent_task_run_id) : null,
      jobVariables: body.job_variables,
      state: body.state ?? { type: 'PENDING' },
    });
    return { status: 201, body: renderFlowRun(run, tx.now()) };
  },
  read(tx, { path }) {
    const row = readFlowRun(tx, path.id);
    if (row === undefined) throw notFound('Flow run');
    return { body: renderFlowRun(row, tx.now()) };
  },
  update(tx, { path, body }) {
    const row = readFlowRun(tx, path.id);
    if (row === undefined) throw notFound('Flow run');
    if (body.parameters) checkSize(tx, JSON.stringify(body.parameters));
    const changes: Record<string, string | null> = {};
    if (body.name) changes['name'] = body.name;
    if (body.flow_version !== undefined) changes['flow_version'] = body.flow_version;
    if (body.parameters) changes['parameters'] = JSON.stringify(body.parameters);
    if (body.empirical_policy) {
      changes['empirical_policy'] = JSON.stringify({ ...parseColumn(row, 'empirical_policy', {}), ...body.empirical_policy });
    }
    if (body.infrastructure_pid !== undefined) changes['infrastructure_pid'] = body.infrastructure_pid;
    if (body.job_variables) changes['job_variables'] = JSON.stringify(body.job_variables);
    if (body.tags) {
      changes['tags'] = JSON.stringify([...new Set(body.tags)]);
      writeTags(tx, path.id, body.tags);
    }
    updateFlowRun(tx, path.id, changes);
    return {};
  },
  updateLabels(tx, { path, body }) {
    const row = readFlowRun(tx, path.id);
    if (row === undefined) throw notFound('Flow run');
    updateFlowRun(tx, path.id, { labels: JSON.stringify({ ...parseColumn(row, 'labels', {}), ...body }) });
    return {};
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM flow_run WHERE id = ?', path.id) === 0) throw notFound('Flow run');
    tx.run('DELETE FROM log WHERE flow_run_id = ?', path.id);
    return {};
  },
  setState(tx, { path, body }) {
    const output = proposeFlowRunState(tx, path.id, body.state, body.force ?? false);
    const { state, status } = output.body;
    // An engine ends what is below a run first: these are ends that others report of a process that is gone.
    if (status === 'ACCEPT' && state !== null && (state.type === 'CRASHED' || (body.force === true && isFinal(state)))) {
      endRunsBelow(tx, path.id, state);
    }
    if (body.heartbeats === true && output.body.status === 'ACCEPT') heard(tx, path.id, true);
    return output;
  },
  bulkDelete: (tx, input) =>
    deleted(selectedIds(tx, 'flow_run', { flow_runs: input.body.flow_runs ?? {} }, input.body.limit), (id) =>
      flowRuns.delete(tx, { ...input, path: { id }, body: undefined }),
    ),
  bulkSetState(tx, input) {
    const { flow_runs: selected, limit, ...proposal } = input.body;
    const results = selectedIds(tx, 'flow_run', { flow_runs: selected ?? {} }, limit).map((id) => {
      const { body } = flowRuns.setState(tx, { ...input, path: { id }, body: proposal });
      return { flow_run_id: id, ...(body as object) };
    });
    return { status: 200, body: { results } };
  },
  resume: (tx, { path, body }) => resumeFlowRun(tx, path.id, body.run_input),
  paginate(tx, input) {
    const { filter: list, count } = flowRuns;
    return paginated(
      input.body,
      (range) => list(tx, { ...input, body: { ...input.body, ...range } }),
      () => count(tx, input),
    );
  },
  filter: (tx, { body }) => ({ body: pageOfFlowRuns(tx, related('flow_run', body), body) }),
  count(tx, { body }) {
    const { sql, parameters } = related('flow_run', body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM flow_run WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
  lateness: (tx, { body }) => ({ body: averageLateness(tx, body) }),
  downloadLogs(tx, { path }) {
    const row = readFlowRun(tx, path.id);
    if (row === undefined) throw notFound('Flow run');
    const name = encodeURIComponent(`${String(row['name'])}-logs.csv`);
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="flow-run-logs.csv"; filename*=UTF-8''${name}`,
    };
    return { body: new JsonText(logsAsCsv(tx, path.id)), headers };
  },
  history: (tx, { body }) => ({ body: history(tx, 'flow_run', body) }),
  graph(tx, { path }) {
    const row = readFlowRun(tx, path.id);
    if (row === undefined) throw refuse(404, 'Flow run not found');
    return { body: runGraph(tx, row) };
  },
};
