import { messageOf } from '../../core/errors.ts';
import type { Row, Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import { parseColumn, textOf } from '../store/rows.ts';
import type { Action, ActionRequest } from './actions.ts';
import { toRequest } from './actions.ts';
import type { EventTrigger } from './triggers.ts';
import { fires } from './triggers.ts';

/** Does what automations want when an event comes. `act` carries out an operation, and throws when it is refused. */
export function runAutomations(tx: Tx, event: WireEvent, act: (request: ActionRequest) => void): void {
  if (event.event.startsWith('prefect.automation.')) {
    // An automation about automations would wake itself; that one's time is over is for itself alone.
    if (event.event === 'prefect.automation.triggered' && event.payload['posture'] === 'Proactive') runOverdue(tx, event, act);
    return;
  }
  if (!hasAny(tx)) return;
  for (const row of tx.all('SELECT * FROM automation WHERE enabled = 1 ORDER BY created')) {
    if (!fires(tx, String(row['id']), parseColumn<EventTrigger>(row, 'trigger', {}), event)) continue;
    announceTriggered(tx, row, { event: event.id });
    carryOutAll(tx, row, event, act);
  }
}

/** Says that an automation acts: because of an event, or because what it expected after that has not come. */
export const announceTriggered = (tx: Tx, automation: Row, payload: { event: string | null; posture?: 'Proactive' }): void =>
  announce(tx, automation, 'triggered', payload);

function runOverdue(tx: Tx, event: WireEvent, act: (request: ActionRequest) => void): void {
  const id = event.resource['prefect.resource.id']?.slice('prefect.automation.'.length) ?? '';
  const row = tx.get('SELECT * FROM automation WHERE enabled = 1 AND id = ?', id);
  const cause = tx.get<{ body: string }>('SELECT body FROM event WHERE id = ?', String(event.payload['event']));
  if (row !== undefined) carryOutAll(tx, row, cause === undefined ? event : JSON.parse(cause.body), act);
}

function carryOutAll(tx: Tx, automation: Row, event: WireEvent, act: (request: ActionRequest) => void): void {
  const actions = [...parseColumn<Action[]>(automation, 'actions', []), ...parseColumn<Action[]>(automation, 'actions_on_trigger', [])];
  for (const action of actions) carryOut(tx, automation, action, event, act);
}

const hasAny = (tx: Tx): boolean => tx.get('SELECT 1 FROM automation LIMIT 1') !== undefined;

function carryOut(tx: Tx, automation: Row, action: Action, event: WireEvent, act: (request: ActionRequest) => void): void {
  try {
    const request = toRequest(tx, action, event);
    if (request !== null) act(request);
    announce(tx, automation, 'action.executed', { action: { ...action }, event: event.id });
  } catch (error) {
    announce(tx, automation, 'action.failed', { action: { ...action }, event: event.id, reason: messageOf(error) });
  }
}

function announce(tx: Tx, automation: Row, what: string, payload: Record<string, unknown>): void {
  const resource = {
    'prefect.resource.id': `prefect.automation.${textOf(automation, 'id')}`,
    'prefect.resource.name': textOf(automation, 'name') ?? '',
  };
  tx.emit({ event: `prefect.automation.${what}`, resource, payload });
}
