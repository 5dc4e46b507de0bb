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
  // An automation about automations would wake itself.
  if (event.event.startsWith('prefect.automation.') || !hasAny(tx)) return;
  for (const row of tx.all('SELECT * FROM automation WHERE enabled = 1 ORDER BY created')) {
    if (!fires(tx, String(row['id']), parseColumn<EventTrigger>(row, 'trigger', {}), event)) continue;
    announce(tx, row, 'triggered', { event: event.id });
    const actions = [...parseColumn<Action[]>(row, 'actions', []), ...parseColumn<Action[]>(row, 'actions_on_trigger', [])];
    for (const action of actions) carryOut(tx, row, action, event, act);
  }
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
