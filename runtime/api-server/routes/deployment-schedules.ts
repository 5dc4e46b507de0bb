import type { deployments as contract } from '../../api/deployments.ts';
import { messageOf } from '../../core/errors.ts';
import { toMilliseconds } from '../../core/time.ts';
import { isTimeZone } from '../../core/wall-clock.ts';
import { datesOf } from '../services/schedule-dates.ts';
import { scheduleDeployment } from '../services/scheduler.ts';
import type { SqlValue, Tx } from '../store/database.ts';
import { deleteScheduledRuns, readDeployment } from '../store/deployments.ts';
import { renderList, updateSql } from '../store/rows.ts';
import type { NewSchedule, WireSchedule } from '../store/schedules.ts';
import { insertSchedule, readSchedules, renderSchedule, scheduleText } from '../store/schedules.ts';
import type { Handlers } from './route.ts';
import { notFound, unprocessable } from './route.ts';

type ScheduleHandlers = Pick<Handlers<typeof contract>, 'readSchedules' | 'createSchedules' | 'updateSchedule' | 'deleteSchedule'>;

/** The schedules of a deployment, one by one. What their runs were is made anew with every change. */
export const deploymentSchedules: ScheduleHandlers = {
  readSchedules(tx, { path }) {
    readDeployment(tx, path.id);
    return { body: renderList(readSchedules(tx, path.id).map(renderSchedule)) };
  },
  createSchedules(tx, { path, body }) {
    readDeployment(tx, path.id);
    checkSchedules(tx, body);
    const ids = new Set(body.map((schedule) => insertSchedule(tx, path.id, schedule)));
    scheduleDeployment(tx, path.id, {});
    const created = readSchedules(tx, path.id).filter(({ id }) => ids.has(String(id)));
    return { status: 201, body: renderList(created.map(renderSchedule)) };
  },
  updateSchedule(tx, { path, body }) {
    const now = tx.now();
    const changes: Record<string, SqlValue> = { updated: now };
    if (typeof body.active === 'boolean') changes['active'] = body.active ? 1 : 0;
    if (body.schedule) {
      checkSchedule(tx, body.schedule, 'schedule');
      changes['schedule'] = scheduleText(body.schedule, now);
    }
    if (body.parameters) changes['parameters'] = JSON.stringify(body.parameters);
    if (body.slug !== undefined) changes['slug'] = body.slug;
    if (body.max_scheduled_runs !== undefined) changes['max_scheduled_runs'] = body.max_scheduled_runs;
    const sql = `${updateSql('deployment_schedule', Object.keys(changes))} AND deployment_id = ?`;
    if (tx.run(sql, ...Object.values(changes), path.schedule, path.id) === 0) throw notFound('Deployment schedule');
    deleteScheduledRuns(tx, path.id);
    scheduleDeployment(tx, path.id, {});
    return {};
  },
  deleteSchedule(tx, { path }) {
    const gone = tx.run('DELETE FROM deployment_schedule WHERE id = ? AND deployment_id = ?', path.schedule, path.id);
    if (gone === 0) throw notFound('Deployment schedule');
    deleteScheduledRuns(tx, path.id);
    scheduleDeployment(tx, path.id, {});
    return {};
  },
};

/** Refuses schedules that cannot be read, or share a slug: what is stored can be run. */
export function checkSchedules(tx: Tx, schedules: readonly NewSchedule[]): void {
  const slugs = schedules.flatMap(({ slug }) => slug ?? []);
  if (new Set(slugs).size < slugs.length) throw unprocessable('schedules', 'Schedule slugs must be unique within a deployment.', slugs);
  for (const [index, { schedule }] of schedules.entries()) checkSchedule(tx, schedule, `schedules.${index}.schedule`);
}

function checkSchedule(tx: Tx, schedule: WireSchedule, place: string): void {
  const { timezone } = schedule;
  if (timezone && !isTimeZone(timezone)) {
    const meant = '(specify in IANA tzdata format, for example, America/New_York)';
    throw unprocessable(place, `Value error, Invalid timezone: "${timezone}" ${meant}`, schedule);
  }
  try {
    datesOf(schedule, toMilliseconds(tx.now()))[Symbol.iterator]().next();
  } catch (error) {
    throw unprocessable(place, `Value error, Invalid schedule: ${messageOf(error)}`, schedule);
  }
}
