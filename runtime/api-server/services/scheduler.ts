import { newId } from '../../core/ids.ts';
import { randomName } from '../../core/names.ts';
import { toMilliseconds, toTimestamp } from '../../core/time.ts';
import type { Row, Tx } from '../store/database.ts';
import { horizon, mergedParameters, readSchedules, selectDeployments } from '../store/deployments.ts';
import { insertFlowRun, readFlowRun } from '../store/flow-runs.ts';
import { parseColumn, textOf } from '../store/rows.ts';
import { toProposal, writeFlowRunState } from '../store/transition.ts';
import { datesOf } from './schedule-dates.ts';

/** How many runs of a schedule to write, and until when. */
export interface Window {
  minRuns?: number | undefined;
  maxRuns?: number | undefined;
  end?: string | undefined;
}

/** Writes the coming runs of every deployment that is not paused. */
export function scheduleAll(tx: Tx): void {
  const sql =
    'SELECT DISTINCT d.id AS id FROM deployment d JOIN deployment_schedule s ON s.deployment_id = d.id WHERE d.paused = 0 AND s.active = 1';
  for (const { id } of tx.all<{ id: string }>(sql)) scheduleDeployment(tx, id, {});
}

/** Writes the coming runs of one deployment; those that exist are left as they are. */
export function scheduleDeployment(tx: Tx, id: string, window: Window): void {
  const deployment = tx.get(`${selectDeployments} WHERE deployment.id = ?`, id);
  if (deployment === undefined || deployment['paused'] === 1) return;
  const now = tx.now();
  const settings = tx.settings;
  for (const schedule of readSchedules(tx, id)) {
    if (schedule['active'] === 0) continue;
    const most = Math.min(window.maxRuns ?? settings.scheduleMaxRuns, Number(schedule['max_scheduled_runs'] ?? Infinity));
    const least = Math.min(window.minRuns ?? settings.scheduleMinRuns, most);
    const end = toMilliseconds(window.end ?? horizon(tx, now));
    let written = 0;
    for (const date of datesOf(parseColumn(schedule, 'schedule', { cron: '' }), toMilliseconds(now))) {
      if (written >= most || (written >= least && date > end)) break;
      writeRun(tx, deployment, schedule, toTimestamp(date));
      written += 1;
    }
  }
}

function writeRun(tx: Tx, deployment: Row, schedule: Row, at: string): void {
  const deploymentId = String(deployment['id']);
  const flowId = String(deployment['flow_id']);
  const key = `scheduled ${deploymentId} ${textOf(schedule, 'id')} ${at}`;
  if (tx.get('SELECT 1 FROM flow_run WHERE flow_id = ? AND idempotency_key = ?', flowId, key) !== undefined) return;
  const now = tx.now();
  const id = newId();
  const tags = ['auto-scheduled', ...parseColumn<string[]>(deployment, 'tags', [])];
  const parameters = mergedParameters(deployment, parseColumn(schedule, 'parameters', {}));
  const row = {
    id,
    created: now,
    updated: now,
    name: randomName(),
    flow_id: flowId,
    deployment_id: deploymentId,
    deployment_version: textOf(deployment, 'version'),
    work_queue_id: textOf(deployment, 'work_queue_id'),
    parameters: JSON.stringify(parameters),
    idempotency_key: key,
    context: '{}',
    empirical_policy: '{}',
    tags: JSON.stringify(tags),
    labels: JSON.stringify({ 'prefect.flow.id': flowId, 'prefect.deployment.id': deploymentId }),
    auto_scheduled: 1,
    created_by: JSON.stringify({ id: textOf(schedule, 'id'), type: 'SCHEDULE', display_value: textOf(schedule, 'slug') ?? 'Schedule' }),
    job_variables: '{}',
  };
  insertFlowRun(tx, row, tags);
  const state = { type: 'SCHEDULED' as const, message: 'Flow run scheduled', state_details: { scheduled_time: at } };
  writeFlowRunState(tx, readFlowRun(tx, id) ?? {}, toProposal(state, now));
}
