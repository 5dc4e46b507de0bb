import { addSeconds } from '../../core/time.ts';
import type { Tx } from './database.ts';
import type { LimitRow } from './limits.ts';
import { insertLimit, limitsOf } from './limits.ts';

/** The limit of a deployment's runs is a global limit, which `global-concurrency-limit` commands show and change. */
const nameOf = (deploymentId: string): string => `deployment:${deploymentId}`;

/** Sets how many runs of a deployment there may be at once; null takes the limit away. */
export function setDeploymentLimit(tx: Tx, deploymentId: string, limit: number | null): void {
  const name = nameOf(deploymentId);
  const existing = deploymentLimit(tx, deploymentId);
  if (limit === null) tx.run('DELETE FROM concurrency_limit WHERE name = ?', name);
  else if (existing === undefined) insertLimit(tx, { name, limit });
  else tx.run('UPDATE concurrency_limit SET "limit" = ?, updated = ? WHERE id = ?', limit, tx.now(), existing.id);
}

/** The limit of a deployment, with its slots as they are taken. */
export function deploymentLimit(tx: Tx, deploymentId: string): LimitRow | undefined {
  const [limit] = limitsOf(tx, [nameOf(deploymentId)]);
  return limit === undefined ? undefined : withTakenSlots(tx, limit);
}

/** A limit, with its slots as they are taken when it is a deployment's. */
export function withTakenSlots(tx: Tx, limit: LimitRow): LimitRow {
  if (!limit.name.startsWith(nameOf(''))) return limit;
  const [deploymentId, since] = [limit.name.slice(nameOf('').length), addSeconds(tx.now(), -overdue)];
  return { ...limit, active_slots: tx.get<{ count: number }>(takenSlots, deploymentId, since)?.count ?? 0 };
}

/** An attempt that is late by more seconds than this has no process that would begin it. */
const overdue = 60;

/**
 * Who has a slot, by a deployment's id and a time. Slots are counted from the runs that have one, so that none can leak:
 * those that are claimed, running or being cancelled, and those that wait in their process for the next attempt. The
 * indices are those of unfinished runs: a deployment may have had a million others.
 */
export const takenSlots = `
  SELECT (
    SELECT count(*) FROM flow_run INDEXED BY flow_run_slots
      WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND deployment_id = ?1
  ) + (
    SELECT count(*) FROM flow_run INDEXED BY flow_run_by_state
      WHERE state_type = 'SCHEDULED' AND state_name = 'AwaitingRetry' AND deployment_id = ?1
        AND next_scheduled_start_time > ?2 AND json_extract(empirical_policy, '$.retry_type') = 'in_process'
  ) AS count`;
