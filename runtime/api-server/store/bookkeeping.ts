import { secondsBetween } from '../../core/time.ts';
import { terminal } from '../policies/rule.ts';
import type { WireState } from '../policies/rule.ts';
import type { Row, SqlValue } from './database.ts';

/**
 * What every state change writes beside the state: times, counts and durations (GlobalFlowPolicy and GlobalTaskPolicy,
 * prefect-api.md 4.3).
 */
export function bookkeeping(row: Row, current: WireState | null, next: WireState, resuming: boolean): Record<string, SqlValue> {
  const at = next.timestamp;
  const ends = isTerminal(next.type);
  const changes: Record<string, SqlValue> = {
    state_id: next.id,
    state_type: next.type,
    state_name: next.name,
    state_timestamp: at,
    state: JSON.stringify(next),
    next_scheduled_start_time: next.type === 'SCHEDULED' ? (next.state_details.scheduled_time ?? at) : null,
  };
  if (current?.type === 'RUNNING') {
    changes['total_run_time'] = Number(row['total_run_time'] ?? 0) + Math.max(0, secondsBetween(current.timestamp, at));
  }
  if (next.type === 'RUNNING') {
    if (!resuming) changes['run_count'] = Number(row['run_count'] ?? 0) + 1;
    if (row['start_time'] === null) changes['start_time'] = at;
  }
  if (row['expected_start_time'] === null) {
    changes['expected_start_time'] = next.type === 'SCHEDULED' ? (next.state_details.scheduled_time ?? at) : at;
  }
  if (ends) {
    changes['end_time'] = at;
    if (row['start_time'] === null) changes['start_time'] = at;
  } else if (current !== null && isTerminal(current.type)) changes['end_time'] = null;
  return changes;
}

const finalTypes: ReadonlySet<string> = terminal;
const isTerminal = (type: string): boolean => finalTypes.has(type);
