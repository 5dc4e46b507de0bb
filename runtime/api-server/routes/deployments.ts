import type { deployments as contract } from '../../api/deployments.ts';
import { canonicalUuid, newId } from '../../core/ids.ts';
import { scheduleDeployment } from '../services/scheduler.ts';
import type { Tx } from '../store/database.ts';
import type { DeploymentSettings } from '../store/deployment-columns.ts';
import { defaultColumns, toColumns } from '../store/deployment-columns.ts';
import { deleteScheduledRuns, readDeployment, renderDeployment, selectDeployments } from '../store/deployments.ts';
import { setDeploymentLimit } from '../store/deployment-limits.ts';
import { related } from '../store/relations.ts';
import { insertSql, namedOrders, renderList, updateSql } from '../store/rows.ts';
import { insertSchedule } from '../store/schedules.ts';
import { deleted, selectedIds } from './bulk.ts';
import { deploymentRuns } from './deployment-runs.ts';
import { checkSchedules, deploymentSchedules } from './deployment-schedules.ts';
import { paginated } from './paginate.ts';
import type { Handlers, Output } from './route.ts';
import { notFound } from './route.ts';

const orders: Readonly<Record<string, string>> = namedOrders('deployment');

export const deployments: Handlers<typeof contract> = {
  create(tx, { body }) {
    const flowId = canonicalUuid(body.flow_id);
    if (tx.get('SELECT 1 FROM flow WHERE id = ?', flowId) === undefined) throw notFound('Flow');
    const existing = tx.get<{ id: string }>('SELECT id FROM deployment WHERE flow_id = ? AND name = ?', flowId, body.name);
    const now = tx.now();
    const id = existing?.id ?? newId();
    const labels = JSON.stringify({ 'prefect.flow.id': flowId, ...body.labels });
    const columns = { ...toColumns(tx, body), labels, updated: now };
    if (existing === undefined) {
      const whole = { ...defaultColumns, id, created: now, name: body.name, flow_id: flowId, ...columns };
      tx.run(insertSql('deployment', Object.keys(whole)), ...Object.values(whole));
    } else {
      // A second creation changes what it mentions; parameters, labels and schedules begin anew: 3.9.1. In 2.13.7 everything does.
      const changes = { parameters: '{}', ...columns };
      tx.run(updateSql('deployment', Object.keys(changes)), ...Object.values(changes), id);
    }
    if (body.concurrency_limit !== undefined) setDeploymentLimit(tx, id, body.concurrency_limit);
    replaceSchedules(tx, id, body, true);
    announce(tx, id, existing === undefined ? 'created' : 'updated');
    return { status: existing === undefined ? 201 : 200, body: renderDeployment(tx, readDeployment(tx, id)) };
  },
  read: (tx, { path }) => ({ body: renderDeployment(tx, readDeployment(tx, path.id)) }),
  readByName(tx, { path }) {
    const sql = `${selectDeployments} JOIN flow f ON f.id = deployment.flow_id WHERE f.name = ? AND deployment.name = ?`;
    const row = tx.get(sql, path.flow, path.deployment);
    if (row === undefined) throw notFound('Deployment');
    return { body: renderDeployment(tx, row) };
  },
  update(tx, { path, body }) {
    readDeployment(tx, path.id);
    const changes = { ...toColumns(tx, body), updated: tx.now() };
    tx.run(updateSql('deployment', Object.keys(changes)), ...Object.values(changes), path.id);
    if (body.concurrency_limit !== undefined) setDeploymentLimit(tx, path.id, body.concurrency_limit);
    replaceSchedules(tx, path.id, body, false);
    announce(tx, path.id, 'updated');
    return {};
  },
  delete(tx, { path }) {
    deleteScheduledRuns(tx, path.id);
    if (tx.run('DELETE FROM deployment WHERE id = ?', path.id) === 0) throw notFound('Deployment');
    setDeploymentLimit(tx, path.id, null);
    announce(tx, path.id, 'deleted');
    return {};
  },
  bulkDelete: (tx, input) =>
    deleted(selectedIds(tx, 'deployment', { deployments: input.body.deployments ?? {} }, input.body.limit), (id) =>
      deployments.delete(tx, { ...input, path: { id }, body: undefined }),
    ),
  paginate(tx, input) {
    const { filter: list, count } = deployments;
    return paginated(
      input.body,
      (range) => list(tx, { ...input, body: { ...input.body, ...range } }),
      () => count(tx, input),
    );
  },
  filter(tx, { body }) {
    const { sql, parameters } = related('deployment', body);
    const rows = tx.all(
      `${selectDeployments} WHERE ${sql} ORDER BY ${orders[body.sort ?? 'NAME_ASC']} LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: renderList(rows.map((row) => renderDeployment(tx, row))) };
  },
  count(tx, { body }) {
    const { sql, parameters } = related('deployment', body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM deployment WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
  pause: (tx, { path }) => setPaused(tx, path.id, true),
  resume: (tx, { path }) => setPaused(tx, path.id, false),
  setScheduleActive: (tx, { path }) => setPaused(tx, path.id, false),
  setScheduleInactive: (tx, { path }) => setPaused(tx, path.id, true),
  ...deploymentRuns,
  ...deploymentSchedules,
};

/** Creation replaces the schedules, an update only when it names some. The scheduled runs follow. */
function replaceSchedules(tx: Tx, id: string, body: DeploymentSettings, creating: boolean): void {
  const given = body.schedules ?? (body.schedule ? [{ schedule: body.schedule }] : creating ? [] : undefined);
  deleteScheduledRuns(tx, id);
  if (given !== undefined) {
    checkSchedules(tx, given);
    tx.run('DELETE FROM deployment_schedule WHERE deployment_id = ?', id);
    for (const schedule of given) insertSchedule(tx, id, schedule);
  }
  scheduleDeployment(tx, id, {});
}

function setPaused(tx: Tx, id: string, paused: boolean): Output {
  readDeployment(tx, id);
  tx.run('UPDATE deployment SET paused = ?, updated = ? WHERE id = ?', paused ? 1 : 0, tx.now(), id);
  if (paused) deleteScheduledRuns(tx, id);
  else scheduleDeployment(tx, id, {});
  announce(tx, id, 'updated');
  return { status: 200, body: null };
}

const announce = (tx: Tx, id: string, what: string): void =>
  tx.emit({ event: `prefect.deployment.${what}`, resource: { 'prefect.resource.id': `prefect.deployment.${id}` } });
