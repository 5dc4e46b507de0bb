import type { TaskRunFacts } from '../policies/rule.ts';
import type { Row, Tx } from './database.ts';
import type { LimitRow } from './limits.ts';
import { endLease, endLeasesOf, insertLease, limitsOf, takeSlots, waitSeconds } from './limits.ts';
import { parseColumn } from './rows.ts';

/**
 * Slots of tag limits for task runs whose states are proposed over REST, as 2.13.7 and Millrace do it: taken with
 * Running in one transaction, so that two can neither share a slot nor wait for each other. Prefect 3's own engine
 * takes leases before it runs a task.
 */
const unlimited = 100 * 365 * 24 * 3600;

/** The first limit of a task run's tags that has no slot left. */
export function fullTag(tx: Tx, taskRun: Row): TaskRunFacts['fullTag'] {
  const limits = tagLimits(tx, taskRun);
  const full = limits.find(({ active_slots: taken, limit }) => taken >= limit);
  if (full === undefined) return undefined;
  const seconds = Math.min(30, Math.max(1, Math.round(waitSeconds([full], 1))));
  return { tag: full.name.slice('tag:'.length), limit: full.limit, waitSeconds: seconds };
}

/** Takes a slot of each limit for a task run that starts. */
export function takeTagSlots(tx: Tx, taskRun: Row): void {
  const limits = tagLimits(tx, taskRun);
  if (limits.length === 0) return;
  takeSlots(tx, limits, 1);
  insertLease(tx, limits, 1, unlimited, holderOf(String(taskRun['id'])));
}

/** Gives back the slots of a task run that runs no more. */
export function freeTagSlots(tx: Tx, taskRun: Row): void {
  if (taskRun['tags'] !== '[]') endLeasesOf(tx, holderOf(String(taskRun['id'])));
}

/** Gives back what task runs of a flow run still hold: their process is gone with it. */
export function freeTagSlotsOfFlow(tx: Tx, flowRunId: string): void {
  if (tx.get('SELECT 1 FROM concurrency_lease LIMIT 1') === undefined) return;
  const left = tx.all<{ id: string }>(
    `SELECT id FROM concurrency_lease WHERE json_extract(holder, '$.type') = 'task_run'
      AND json_extract(holder, '$.id') IN (SELECT id FROM task_run WHERE flow_run_id = ?)`,
    flowRunId,
  );
  for (const { id } of left) endLease(tx, id);
}

function tagLimits(tx: Tx, taskRun: Row): LimitRow[] {
  const tags = taskRun['tags'] === '[]' ? [] : parseColumn<string[]>(taskRun, 'tags', []);
  return limitsOf(
    tx,
    tags.map((tag) => `tag:${tag}`),
  ).filter(({ active }) => active === 1);
}

const holderOf = (id: string): { type: string; id: string } => ({ type: 'task_run', id });
