import type { deployments as contract } from '../../api/deployments.ts';
import { canonicalUuid } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import { scheduleDeployment } from '../services/scheduler.ts';
import type { Row, Tx } from '../store/database.ts';
import { mergedParameters, readDeployment } from '../store/deployments.ts';
import { isIn } from '../store/filters.ts';
import { renderFlowRun, selectFlowRuns } from '../store/flow-runs.ts';
import { createFlowRun, runOfKey } from '../store/new-flow-run.ts';
import { checkSchema } from '../store/parameter-schema.ts';
import { queueFor } from '../store/queues.ts';
import { parseColumn, renderList, textOf, toJsonText } from '../store/rows.ts';
import type { Handlers, Output } from './route.ts';
import { HttpError, refuse } from './route.ts';

type RunHandlers = Pick<Handlers<typeof contract>, 'createFlowRun' | 'createFlowRuns' | 'schedule' | 'getScheduledFlowRuns'>;

/** The runs of deployments: created by a client, written by schedules, and asked for by those who serve them. */
export const deploymentRuns: RunHandlers = {
  createFlowRun(tx, { path, body }) {
    const deployment = readDeployment(tx, path.id);
    const flowId = String(deployment['flow_id']);
    const key = body.idempotency_key ?? null;
    const existing = runOfKey(tx, flowId, key);
    if (existing !== undefined) return { status: 200, body: renderFlowRun(existing, tx.now()) };
    const parameters = mergedParameters(deployment, body.parameters ?? {});
    if (body.enforce_parameter_schema ?? deployment['enforce_parameter_schema'] === 1) {
      checkSchema(parseColumn<Record<string, unknown> | null>(deployment, 'parameter_openapi_schema', null), parameters);
    }
    const run = createFlowRun(tx, {
      flowId,
      deployment,
      name: body.name,
      queueId: queueOf(tx, deployment, body.work_queue_name),
      parameters,
      idempotencyKey: key,
      context: body.context,
      policy: body.empirical_policy,
      tags: [...parseColumn<string[]>(deployment, 'tags', []), ...(body.tags ?? [])],
      labels: body.labels,
      parentTaskRunId: body.parent_task_run_id ? canonicalUuid(body.parent_task_run_id) : null,
      createdBy: { id: path.id, type: 'DEPLOYMENT', display_value: textOf(deployment, 'name') },
      jobVariables: body.job_variables,
      state: body.state ?? { type: 'SCHEDULED' },
    });
    return { status: 201, body: renderFlowRun(run, tx.now()) };
  },
  createFlowRuns(tx, input) {
    readDeployment(tx, input.path.id);
    if (input.body.length > mostAtOnce) throw refuse(400, `Cannot create more than ${mostAtOnce} flow runs at once.`);
    return {
      status: 200,
      body: { results: input.body.map((body) => created(() => deploymentRuns.createFlowRun(tx, { ...input, body }))) },
    };
  },
  schedule(tx, { path, body }) {
    readDeployment(tx, path.id);
    scheduleDeployment(tx, path.id, {
      start: body.start_time ? parseTime(body.start_time) : undefined,
      end: body.end_time ? parseTime(body.end_time) : undefined,
      minTime: body.min_time ?? undefined,
      minRuns: body.min_runs ?? undefined,
      maxRuns: body.max_runs ?? undefined,
    });
    return { body: null, status: 200 };
  },
  getScheduledFlowRuns(tx, { body }) {
    const now = tx.now();
    const ids = body.deployment_ids.map(canonicalUuid);
    const before = body.scheduled_before ? (parseTime(body.scheduled_before) ?? now) : now;
    const polled = isIn('id', ids);
    tx.run(`UPDATE deployment SET last_polled = ? WHERE ${polled.sql}`, now, ...polled.parameters);
    const { sql, parameters } = isIn('flow_run.deployment_id', ids);
    const rows = tx.all(
      `${selectFlowRuns} WHERE ${sql} AND flow_run.state_type = 'SCHEDULED' AND flow_run.next_scheduled_start_time <= ? ORDER BY flow_run.next_scheduled_start_time LIMIT ?`,
      ...parameters,
      before,
      Math.max(0, Math.min(body.limit ?? 200, 200)),
    );
    return { body: renderList(rows.map((row) => renderFlowRun(row, now))) };
  },
};

/** As many runs as 3.9 creates with one request. */
const mostAtOnce = 100;

/** What became of one run of many. A refusal comes before anything of the run is written. */
function created(create: () => Output): BulkCreation {
  try {
    const { body } = create();
    const { id }: { id: string } = JSON.parse(toJsonText(body));
    return { flow_run_id: id, status: 'CREATED', error: null };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { detail } = { detail: undefined, ...(error.body as { detail?: unknown }) };
    return { flow_run_id: null, status: 'FAILED', error: typeof detail === 'string' ? detail : JSON.stringify(error.body) };
  }
}

interface BulkCreation {
  flow_run_id: string | null;
  status: 'CREATED' | 'FAILED';
  error: string | null;
}

function queueOf(tx: Tx, deployment: Row, queueName: string | null | undefined): string | null {
  if (!queueName) return textOf(deployment, 'work_queue_id');
  const pool = textOf(deployment, 'work_pool_name');
  if (pool !== null) return queueFor(tx, pool, queueName);
  const place = `work queue ${queueName} because deployment ${textOf(deployment, 'id')}`;
  throw refuse(400, `Cannot create flow run in ${place} is not associated with a work pool. Please remove work_pool_name and try again.`);
}
