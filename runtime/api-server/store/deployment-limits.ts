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

/** The limit of a deployment, with its slots as they are taken: by the runs that are claimed, running or being cancelled. */
export function deploymentLimit(tx: Tx, deploymentId: string): LimitRow | undefined {
  const [limit] = limitsOf(tx, [nameOf(deploymentId)]);
  return limit === undefined ? undefined : { ...limit, active_slots: takenSlots(tx, deploymentId) };
}

/** Slots are counted from the runs that have one, so that none can leak. */
function takenSlots(tx: Tx, deploymentId: string): number {
  const taken = tx.get<{ count: number }>(
    "SELECT count(*) AS count FROM flow_run WHERE deployment_id = ? AND state_type IN ('PENDING', 'RUNNING', 'CANCELLING')",
    deploymentId,
  );
  return taken?.count ?? 0;
}
