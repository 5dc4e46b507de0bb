import type { Wire } from '../../api/wire.ts';
import type { Schedule } from '../../core/entities.ts';
import { newId } from '../../core/ids.ts';
import type { Row, SqlValue, Tx } from './database.ts';
import type { JsonText } from './rows.ts';
import { defineColumns, insertSql, renderRow } from './rows.ts';

/** A schedule as requests give it and as it is stored. */
export type WireSchedule = Wire<Schedule>;

/** A deployment's schedule as a request gives it. */
export interface NewSchedule {
  schedule: WireSchedule;
  active?: boolean | null | undefined;
  max_scheduled_runs?: number | null | undefined;
  parameters?: Record<string, unknown> | undefined;
  slug?: string | null | undefined;
}

const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  deployment_id: 'word',
  schedule: 'json',
  active: 'boolean',
  max_scheduled_runs: 'number',
  parameters: 'json',
  slug: 'text',
});

/** A schedule as the answer. */
export const renderSchedule = (row: Row): JsonText => renderRow(row, columns);

/** A deployment's schedules, oldest first. */
export const readSchedules = (tx: Tx, deploymentId: string): Row[] =>
  tx.all('SELECT * FROM deployment_schedule WHERE deployment_id = ? ORDER BY id', deploymentId);

/** Writes a schedule; its id. */
export function insertSchedule(tx: Tx, deploymentId: string, schedule: NewSchedule): string {
  const now = tx.now();
  const id = newId();
  const row: Record<string, SqlValue> = {
    id,
    created: now,
    updated: now,
    deployment_id: deploymentId,
    schedule: scheduleText(schedule.schedule, now),
    active: schedule.active === false ? 0 : 1,
    max_scheduled_runs: schedule.max_scheduled_runs ?? null,
    parameters: JSON.stringify(schedule.parameters ?? {}),
    slug: schedule.slug ?? null,
  };
  tx.run(insertSql('deployment_schedule', Object.keys(row)), ...Object.values(row));
  return id;
}

/** A schedule as it is stored, with Prefect's defaults: an interval without an anchor counts from now. */
export function scheduleText(schedule: WireSchedule, now: string): string {
  if ('interval' in schedule) {
    const { interval, anchor_date: anchor, timezone } = schedule;
    return JSON.stringify({ interval, anchor_date: anchor ?? now, timezone: timezone ?? 'UTC' });
  }
  if ('rrule' in schedule) return JSON.stringify({ rrule: schedule.rrule, timezone: schedule.timezone ?? 'UTC' });
  return JSON.stringify({ cron: schedule.cron, timezone: schedule.timezone ?? null, day_or: schedule.day_or ?? true });
}
