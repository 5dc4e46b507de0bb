import { addSeconds } from '../../core/time.ts';
import { announceTriggered } from '../automations/run.ts';
import type { EventTrigger } from '../automations/triggers.ts';
import { isProactive } from '../automations/triggers.ts';
import type { Row, Tx } from '../store/database.ts';
import { parseColumn } from '../store/rows.ts';

/** Acts for the automations whose events have not come in time, and begins to wait again where no event begins it. */
export function proactiveTriggers(tx: Tx): void {
  for (const automation of tx.all("SELECT * FROM automation WHERE enabled = 1 AND trigger LIKE '%Proactive%'")) {
    const trigger = parseColumn<EventTrigger>(automation, 'trigger', {});
    if (isProactive(trigger)) act(tx, automation, trigger);
  }
}

function act(tx: Tx, automation: Row, trigger: EventTrigger): void {
  const [id, now] = [String(automation['id']), tx.now()];
  const waitsAlways = (trigger.after ?? []).length === 0;
  const overdue = tx.all<{ bucket_key: string; event_id: string | null }>(
    'SELECT bucket_key, event_id FROM automation_bucket WHERE automation_id = ? AND ends <= ?',
    ...[id, now],
  );
  for (const { bucket_key: key, event_id: cause } of overdue) {
    tx.run('DELETE FROM automation_bucket WHERE automation_id = ? AND bucket_key = ?', id, key);
    if (waitsAlways) wait(tx, id, key, addSeconds(now, trigger.within ?? 0), cause);
    announceTriggered(tx, automation, { posture: 'Proactive', event: cause });
  }
  // Without an event to begin with, and nothing to tell apart, the time begins with the automation.
  if (waitsAlways && (trigger.for_each ?? []).length === 0) wait(tx, id, '[]', addSeconds(now, trigger.within ?? 0), null);
}

const wait = (tx: Tx, id: string, key: string, ends: string, cause: string | null): unknown =>
  tx.run(
    'INSERT OR IGNORE INTO automation_bucket (automation_id, bucket_key, count, ends, event_id) VALUES (?, ?, 0, ?, ?)',
    ...[id, key, ends, cause],
  );
