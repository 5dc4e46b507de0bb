import { toMilliseconds, toTimestamp } from '../../core/time.ts';
import type { Row, Tx } from '../store/database.ts';
import { mergedParameters, selectDeployments } from '../store/deployments.ts';
import { createFlowRun } from '../store/new-flow-run.ts';
import { parseColumn, textOf } from '../store/rows.ts';
import { readSchedules } from '../store/schedules.ts';
import { datesOf } from './schedule-dates.ts';

/** Which runs of a schedule to write: no more than `maxRuns`, none after `end`; enough for `minRuns` and for `minTime` seconds. */
export interface Window {
  minRuns?: number | undefined;
  maxRuns?: number | undefined;
  minTime?: number | undefined;
  start?: string | undefined;
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
  const settings = tx.settings;
  const start = toMilliseconds(window.start ?? tx.now());
  const end = window.end === undefined ? start + settings.scheduleAtMostAhead * 1000 : toMilliseconds(window.end);
  const enough = start + (window.minTime ?? settings.scheduleAhead) * 1000;
  for (const schedule of readSchedules(tx, id)) {
    if (schedule['active'] === 0) continue;
    const most = Math.min(window.maxRuns ?? settings.scheduleMaxRuns, Number(schedule['max_scheduled_runs'] ?? Infinity));
    const least = window.minRuns ?? settings.scheduleMinRuns;
    let written = 0;
    for (const date of datesOf(parseColumn(schedule, 'schedule', { cron: '' }), start)) {
      if (written >= most || date > end) break;
      writeRun(tx, deployment, schedule, toTimestamp(date));
      written += 1;
      if (written >= least && date >= enough) break;
    }
  }
}

function writeRun(tx: Tx, deployment: Row, schedule: Row, at: string): void {
  const flowId = String(deployment['flow_id']);
  const key = `scheduled ${textOf(deployment, 'id')} ${textOf(schedule, 'id')} ${at}`;
  if (tx.get('SELECT 1 FROM flow_run WHERE flow_id = ? AND idempotency_key = ?', flowId, key) !== undefined) return;
  createFlowRun(tx, {
    flowId,
    deployment,
    queueId: textOf(deployment, 'work_queue_id'),
    parameters: mergedParameters(deployment, parseColumn(schedule, 'parameters', {})),
    idempotencyKey: key,
    tags: ['auto-scheduled', ...parseColumn<string[]>(deployment, 'tags', [])],
    autoScheduled: true,
    createdBy: { id: textOf(schedule, 'id'), type: 'SCHEDULE', display_value: textOf(schedule, 'slug') ?? 'Schedule' },
    state: { type: 'SCHEDULED', message: 'Flow run scheduled', state_details: { scheduled_time: at } },
  });
}
