import { newId } from '../../core/ids.ts';
import { randomName } from '../../core/names.ts';
import type { Row, Tx } from './database.ts';
import { insertFlowRun, readFlowRun, selectFlowRuns } from './flow-runs.ts';
import { checkSize } from './parameters.ts';
import { flowRunPolicyText } from './run-policies.ts';
import { textOf } from './rows.ts';
import type { StateRequest } from './transition.ts';
import { toProposal, writeFlowRunState } from './transition.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** What a run is created from, whoever creates it: a client, a deployment or its schedule. */
export interface NewFlowRun {
  flowId: string;
  name?: string | null | undefined;
  flowVersion?: string | null | undefined;
  deployment?: Row | undefined;
  /** A deployment of which only the id is known. */
  deploymentId?: string | null | undefined;
  queueId: string | null;
  parameters: JsonObject;
  idempotencyKey: string | null;
  context?: JsonObject | undefined;
  policy?: JsonObject | undefined;
  tags: readonly string[];
  labels?: JsonObject | null | undefined;
  parentTaskRunId?: string | null | undefined;
  autoScheduled?: boolean;
  createdBy?: JsonObject | undefined;
  jobVariables?: JsonObject | null | undefined;
  state: StateRequest;
}

/** The run that was created with this key before, if any. */
export const runOfKey = (tx: Tx, flowId: string, key: string | null): Row | undefined =>
  key === null ? undefined : tx.get(`${selectFlowRuns} WHERE flow_run.flow_id = ? AND flow_run.idempotency_key = ?`, flowId, key);

/** Writes a run with its tags and its first state; its row. Refuses parameters over the limit. */
export function createFlowRun(tx: Tx, run: NewFlowRun): Row {
  const parameters = JSON.stringify(run.parameters);
  checkSize(tx, parameters);
  const now = tx.now();
  const id = newId();
  const deploymentId = run.deployment === undefined ? (run.deploymentId ?? null) : String(run.deployment['id']);
  const known = { 'prefect.flow.id': run.flowId, ...(deploymentId === null ? {} : { 'prefect.deployment.id': deploymentId }) };
  const tags = [...new Set(run.tags)];
  const row = {
    id,
    created: now,
    updated: now,
    name: run.name || randomName(),
    flow_id: run.flowId,
    deployment_id: deploymentId,
    deployment_version: run.deployment === undefined ? null : textOf(run.deployment, 'version'),
    work_queue_id: run.queueId,
    flow_version: run.flowVersion ?? null,
    parameters,
    idempotency_key: run.idempotencyKey,
    context: JSON.stringify(run.context ?? {}),
    empirical_policy: flowRunPolicyText(run.policy),
    tags: JSON.stringify(tags),
    labels: JSON.stringify({ ...known, ...run.labels }),
    parent_task_run_id: run.parentTaskRunId ?? null,
    auto_scheduled: run.autoScheduled === true ? 1 : 0,
    created_by: run.createdBy === undefined ? null : JSON.stringify(run.createdBy),
    job_variables: run.jobVariables === null ? null : JSON.stringify(run.jobVariables ?? {}),
  };
  insertFlowRun(tx, row, tags);
  writeFlowRunState(tx, readFlowRun(tx, id) ?? {}, toProposal(run.state, now));
  return readFlowRun(tx, id) ?? {};
}
