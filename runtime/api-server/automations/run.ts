import { messageOf } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Row, Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import { parseColumn, textOf } from '../store/rows.ts';
import { carryOut } from './actions.ts';
import { count, overdue } from './buckets.ts';
import { keepDelivery, isSent } from './deliveries.ts';
import type { Firing } from './firings.ts';
import { combine } from './firings.ts';
import type { Act, Action, Triggered } from './triggered.ts';
import type { CompositeTrigger, Trigger } from './triggers.ts';
import { covers, eventTriggers, isComposite } from './triggers.ts';

/** Does what automations want when an event comes. `act` carries out an operation. */
export function runAutomations(tx: Tx, event: WireEvent, act: Act): void {
  if (event.event.startsWith('prefect.automation.action.')) isSent(tx, event);
  for (const automation of tx.all('SELECT * FROM automation WHERE enabled = 1 ORDER BY created')) {
    // One that looks at every event would wake itself.
    if (event.resource['prefect.resource.id'] === `prefect.automation.${textOf(automation, 'id')}`) continue;
    for (const { trigger, parents } of triggersOf(automation)) {
      if (!covers(trigger, event)) continue;
      const firing = count(tx, String(automation['id']), trigger, event);
      if (firing !== undefined) fire(tx, automation, parents, firing, act);
    }
  }
}

/** Acts for the automations whose events have not come in time, and begins to wait again where no event begins it. */
export function runOverdue(tx: Tx, act: Act): void {
  for (const automation of tx.all("SELECT * FROM automation WHERE enabled = 1 AND trigger LIKE '%Proactive%'")) {
    for (const { trigger, parents } of triggersOf(automation)) {
      if (trigger.posture !== 'Proactive') continue;
      for (const firing of overdue(tx, String(automation['id']), trigger)) fire(tx, automation, parents, firing, act);
    }
  }
}

const triggersOf = (automation: Row): ReturnType<typeof eventTriggers> => {
  const trigger = parseColumn<Trigger | null>(automation, 'trigger', null);
  return trigger === null ? [] : eventTriggers(trigger);
};

/** A trigger has fired: so may those that it is part of, and in the end the automation acts. */
function fire(tx: Tx, automation: Row, [parent, ...further]: readonly CompositeTrigger[], firing: Firing, act: Act): void {
  if (parent === undefined) return actFor(tx, automation, firing, act);
  const whole = combine(tx, String(automation['id']), parent, firing);
  if (whole !== undefined) fire(tx, automation, further, whole, act);
}

/** Says that an automation acts, and acts: `actions` are about the event that made it, `actions_on_trigger` about this one. */
function actFor(tx: Tx, automation: Row, firing: Firing, act: Act): void {
  const { triggering_event: cause, trigger, triggering_labels: labels } = firing;
  const now = tx.now();
  const announced: WireEvent = {
    id: newId(),
    occurred: firing.triggered,
    received: now,
    event: 'prefect.automation.triggered',
    resource: { ...resourceOf(automation), ...(isComposite(trigger) ? {} : { 'prefect.posture': trigger.posture }) },
    related: cause === null ? [] : [eventResource(cause.id, 'triggering-event')],
    payload: { triggering_labels: labels, triggering_event: cause },
    follows: null,
  };
  tx.emit(announced);
  const actions = parseColumn<Action[]>(automation, 'actions', []).map((action) => ({ action, event: cause }));
  const more = parseColumn<Action[]>(automation, 'actions_on_trigger', []).map((action) => ({ action, event: announced }));
  for (const [index, { action, event }] of [...actions, ...more].entries()) {
    finish(tx, { automation, firing, event, action, index, invocation: newId(), act, done: { related: [], details: {} } }, announced.id);
  }
}

/** Does an action and says what has come of it, in the events and with the words of Prefect. */
function finish(tx: Tx, triggered: Triggered, announced: string): void {
  const { firing, event, action, index, invocation, done } = triggered;
  const reason = attempt(tx, triggered);
  const links = [
    eventResource(announced, 'automation-triggered-event'),
    ...(event === null ? [] : [eventResource(event.id, 'triggering-event')]),
  ];
  const resource = { ...resourceOf(triggered.automation), ...triggerLabels(firing) };
  const related = [...done.related, ...links];
  const payload = { action_index: index, action_type: String(action['type']), invocation };
  const begun = newId();
  tx.emit({
    ...{ id: begun, event: 'prefect.automation.action.triggered', occurred: firing.triggered },
    ...{ resource, related, payload, follows: event?.id ?? null },
  });
  const outcome = { resource, related, payload: { ...payload, ...done.details }, follows: begun };
  if (reason !== undefined) {
    tx.emit({ ...outcome, event: 'prefect.automation.action.failed', payload: { ...outcome.payload, reason } });
  } else if (done.delivery === undefined) tx.emit({ ...outcome, event: 'prefect.automation.action.executed' });
  else keepDelivery(tx, invocation, { delivery: done.delivery, outcome });
}

/** The reason why an action cannot be done; undefined when it could. */
function attempt(tx: Tx, triggered: Triggered): string | undefined {
  try {
    carryOut(tx, triggered);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const triggerLabels = ({ trigger }: Firing): Record<string, string> => ({
  'prefect.trigger-type': trigger.type,
  ...(isComposite(trigger) ? {} : { 'prefect.posture': trigger.posture }),
});

const resourceOf = (automation: Row): Record<string, string> => ({
  'prefect.resource.id': `prefect.automation.${textOf(automation, 'id')}`,
  'prefect.resource.name': textOf(automation, 'name') ?? '',
});

const eventResource = (id: string, role: string): Record<string, string> => ({
  'prefect.resource.id': `prefect.event.${id}`,
  'prefect.resource.role': role,
});
