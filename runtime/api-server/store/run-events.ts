import type { NewEvent } from '../../core/ports.ts';
import type { WireState } from '../policies/rule.ts';
import type { Row, Tx } from './database.ts';
import { parseColumn, textOf } from './rows.ts';

type Labels = Record<string, string>;

/** `prefect.flow-run.<StateName>`, as Prefect's server announces a state (InstrumentFlowRunStateTransitions). */
export function flowRunEvent(tx: Tx, row: Row, from: WireState | null, to: WireState): NewEvent {
  const related: Labels[] = [labels(`prefect.flow.${textOf(row, 'flow_id')}`, 'flow', flowName(tx, row))];
  const deploymentId = textOf(row, 'deployment_id');
  if (deploymentId !== null) related.push(labels(`prefect.deployment.${deploymentId}`, 'deployment'));
  const queueId = textOf(row, 'work_queue_id');
  if (queueId !== null) related.push(labels(`prefect.work-queue.${queueId}`, 'work-queue', textOf(row, 'work_queue_name')));
  const poolId = textOf(row, 'work_pool_id');
  if (poolId !== null) related.push(labels(`prefect.work-pool.${poolId}`, 'work-pool', textOf(row, 'work_pool_name')));
  for (const tag of parseColumn<string[]>(row, 'tags', [])) related.push(labels(`prefect.tag.${tag}`, 'tag'));
  return event('flow-run', row, from, to, related);
}

/** `prefect.task-run.<StateName>`. */
export function taskRunEvent(row: Row, from: WireState | null, to: WireState): NewEvent {
  const flowRunId = textOf(row, 'flow_run_id');
  return event('task-run', row, from, to, flowRunId === null ? [] : [labels(`prefect.flow-run.${flowRunId}`, 'flow-run')]);
}

function event(kind: 'flow-run' | 'task-run', row: Row, from: WireState | null, to: WireState, related: Labels[]): NewEvent {
  return {
    event: `prefect.${kind}.${to.name}`,
    occurred: to.timestamp,
    resource: {
      'prefect.resource.id': `prefect.${kind}.${textOf(row, 'id')}`,
      'prefect.resource.name': textOf(row, 'name') ?? '',
      'prefect.run-count': String(row['run_count'] ?? 0),
      'prefect.state-message': to.message ?? '',
      'prefect.state-name': to.name,
      'prefect.state-timestamp': to.timestamp,
      'prefect.state-type': to.type,
    },
    related,
    payload: {
      intended: { from: from?.type ?? null, to: to.type },
      initial_state: from === null ? null : { type: from.type, name: from.name, message: from.message },
      validated_state: { type: to.type, name: to.name, message: to.message },
    },
  };
}

const labels = (id: string, role: string, name?: string | null): Labels => ({
  'prefect.resource.id': id,
  'prefect.resource.role': role,
  ...(name ? { 'prefect.resource.name': name } : {}),
});

const flowName = (tx: Tx, row: Row): string | null =>
  tx.get<{ name: string }>('SELECT name FROM flow WHERE id = ?', textOf(row, 'flow_id'))?.name ?? null;
