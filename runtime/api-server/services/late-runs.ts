import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import { proposeFlowRunState } from '../store/transition.ts';

/** Marks as Late what is scheduled and has not started in time, so that people see it (MarkLateRuns). */
export function lateRuns(tx: Tx): void {
  const rows = tx.all<{ id: string; next: string }>(
    "SELECT id, next_scheduled_start_time AS next FROM flow_run WHERE state_type = 'SCHEDULED' AND state_name = 'Scheduled' AND next_scheduled_start_time <= ? LIMIT 400",
    addSeconds(tx.now(), -tx.settings.lateAfter),
  );
  for (const { id, next } of rows) {
    proposeFlowRunState(tx, id, { type: 'SCHEDULED', name: 'Late', state_details: { scheduled_time: next } }, false);
  }
}
