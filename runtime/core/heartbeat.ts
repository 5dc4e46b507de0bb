import { newId } from './ids.ts';
import type { SentEvent } from './ports.ts';
import { toTimestamp } from './time.ts';

/** The sign of life of a flow run; without an id and a time Prefect answers 422. */
export const heartbeatOf = (flowRunId: string): SentEvent => ({
  id: newId(),
  occurred: toTimestamp(Date.now()),
  event: 'prefect.flow-run.heartbeat',
  resource: { 'prefect.resource.id': `prefect.flow-run.${flowRunId}` },
});
