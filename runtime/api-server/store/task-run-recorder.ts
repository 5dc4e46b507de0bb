import { canonicalUuid, isUuid } from '../../core/ids.ts';
import type { NewEvent } from '../../core/ports.ts';
import { parseTime } from '../../core/time.ts';
import type { SqlValue, Tx } from './database.ts';
import { insertSql, updateSql } from './rows.ts';
import { stateOf } from './transition.ts';

type Json = Record<string, unknown>;

/**
 * Prefect 3's engine decides about its task runs itself, and tells the server by events alone: this writes what they
 * say. The newest state wins, in whatever order they come. (TaskRunRecorder)
 */
export function recordTaskRun(tx: Tx, event: NewEvent): void {
  const { resource, payload = {} } = event;
  const id = (resource['prefect.resource.id'] ?? '').replace('prefect.task-run.', '');
  if (resource['prefect.orchestration'] !== 'client' || !isUuid(id)) return;
  const flowRun = event.related?.find((labels) => labels['prefect.resource.role'] === 'flow-run');
  const flowRunId = flowRun?.['prefect.resource.id']?.replace('prefect.flow-run.', '') ?? null;
  // A run that was deleted meanwhile takes its task runs with it.
  if (flowRunId !== null && tx.get('SELECT 1 FROM flow_run WHERE id = ?', flowRunId) === undefined) return;
  const at = (event.occurred === undefined ? undefined : parseTime(event.occurred)) ?? tx.now();
  const validated = asObject(payload['validated_state']);
  const taskRunId = canonicalUuid(id);
  const state = stateOf(validated, { id: event.id ?? taskRunId, timestamp: at, taskRunId, flowRunId });
  const known = tx.get<{ state_timestamp: string | null }>('SELECT state_timestamp FROM task_run WHERE id = ?', taskRunId);
  const row = {
    ...fieldsOf(asObject(payload['task_run']), taskRunId),
    flow_run_id: flowRunId,
    state_id: state.id,
    state_type: state.type,
    state_name: state.name,
    state_timestamp: at,
    state: JSON.stringify(state),
    updated: tx.now(),
  };
  if (known === undefined) {
    const whole = { id: taskRunId, created: at, ...row };
    tx.run(insertSql('task_run', Object.keys(whole)), ...Object.values(whole));
  } else if ((known.state_timestamp ?? '') <= at) {
    tx.run(updateSql('task_run', Object.keys(row)), ...Object.values(row), taskRunId);
  }
  tx.run(
    'INSERT OR IGNORE INTO task_run_state (id, task_run_id, timestamp, type, name, state) VALUES (?, ?, ?, ?, ?, ?)',
    ...[state.id, taskRunId, at, state.type, state.name, JSON.stringify(state)],
  );
}

/** The fields of a task run that its events carry; absent ones have their defaults. */
function fieldsOf(run: Json, id: string): Record<string, SqlValue> {
  const json = (name: string, fallback: unknown): string => JSON.stringify(run[name] ?? fallback);
  const time = (name: string): string | null => {
    const value = run[name];
    return typeof value === 'string' ? (parseTime(value) ?? null) : null;
  };
  const text = (name: string): string | null => (typeof run[name] === 'string' ? run[name] : null);
  return {
    name: text('name') ?? 'task',
    task_key: text('task_key') ?? '',
    // Two of these never meet in a run: what is missing must not make them the same task run.
    dynamic_key: text('dynamic_key') ?? id,
    cache_key: text('cache_key'),
    cache_expiration: time('cache_expiration'),
    task_version: text('task_version'),
    empirical_policy: json('empirical_policy', {}),
    tags: json('tags', []),
    labels: json('labels', {}),
    task_inputs: json('task_inputs', {}),
    run_count: Number(run['run_count'] ?? 0),
    flow_run_run_count: Number(run['flow_run_run_count'] ?? 0),
    expected_start_time: time('expected_start_time'),
    next_scheduled_start_time: time('next_scheduled_start_time'),
    start_time: time('start_time'),
    end_time: time('end_time'),
    total_run_time: Number(run['total_run_time'] ?? 0),
  };
}

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
