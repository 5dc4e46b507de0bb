import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';

/** An action of an automation, as it is stored. */
export type Action = Readonly<Record<string, unknown>> & { type?: unknown };

/** One of the server's own operations, with its input. */
export interface ActionRequest {
  route: string;
  path: Record<string, string>;
  body: unknown;
}

/** The operation that an action stands for; null for nothing to do. Throws with the reason why it cannot be done. */
export function toRequest(tx: Tx, action: Action, event: WireEvent): ActionRequest | null {
  const type = String(action.type);
  const known = Object.hasOwn(actions, type) ? actions[type] : undefined;
  if (known === undefined) throw new Error(`Actions of type ${type} are not carried out by this server.`);
  return known(action, event, tx);
}

type ToRequest = (action: Action, event: WireEvent, tx: Tx) => ActionRequest | null;

const actions: Readonly<Record<string, ToRequest>> = {
  'do-nothing': () => null,
  'run-deployment': (action, event, tx) => {
    const { parameters, job_variables: jobVariables, schedule_after: after } = action;
    const details = { scheduled_time: addSeconds(tx.now(), typeof after === 'number' ? after : 0) };
    return {
      route: 'deployments.createFlowRun',
      path: { id: idOf('deployment', action, event) },
      body: { parameters: parameters ?? {}, job_variables: jobVariables ?? {}, state: { type: 'SCHEDULED', state_details: details } },
    };
  },
  'pause-deployment': (action, event) => ({ route: 'deployments.pause', path: { id: idOf('deployment', action, event) }, body: {} }),
  'resume-deployment': (action, event) => ({ route: 'deployments.resume', path: { id: idOf('deployment', action, event) }, body: {} }),
  'cancel-flow-run': (_action, event) => state(event, { type: 'CANCELLING', name: 'Cancelling', message: 'Cancelled by an automation.' }),
  'suspend-flow-run': (_action, event, tx) =>
    state(event, {
      type: 'PAUSED',
      name: 'Suspended',
      state_details: { pause_reschedule: true, pause_timeout: addSeconds(tx.now(), 3600) },
    }),
  'resume-flow-run': (_action, event) => ({ route: 'flowRuns.resume', path: { id: inferred('flow-run', event) }, body: {} }),
  'delete-flow-run': (_action, event) => ({ route: 'flowRuns.delete', path: { id: inferred('flow-run', event) }, body: undefined }),
  'change-flow-run-state': (action, event) => {
    const { state: type, name = null, message = null, force = false } = action;
    return state(event, { type, name, message: message ?? 'State changed by an automation.' }, force === true);
  },
  'pause-work-queue': (action, event) => queue(action, event, true),
  'resume-work-queue': (action, event) => queue(action, event, false),
  'pause-work-pool': (action, event, tx) => pool(tx, action, event, true),
  'resume-work-pool': (action, event, tx) => pool(tx, action, event, false),
  'pause-automation': (action, event) => automation(action, event, false),
  'resume-automation': (action, event) => automation(action, event, true),
};

const state = (event: WireEvent, proposed: object, force = false): ActionRequest => ({
  route: 'flowRuns.setState',
  path: { id: inferred('flow-run', event) },
  body: { state: proposed, force },
});

const queue = (action: Action, event: WireEvent, paused: boolean): ActionRequest => ({
  route: 'workQueues.update',
  path: { id: idOf('work-queue', action, event) },
  body: { is_paused: paused },
});

function pool(tx: Tx, action: Action, event: WireEvent, paused: boolean): ActionRequest {
  const id = idOf('work-pool', action, event);
  const row = tx.get<{ name: string }>('SELECT name FROM work_pool WHERE id = ?', id);
  if (row === undefined) throw new Error(`There is no work pool ${id}.`);
  return { route: 'workPools.update', path: { name: row.name }, body: { is_paused: paused } };
}

const automation = (action: Action, event: WireEvent, enabled: boolean): ActionRequest => ({
  route: 'automations.update',
  path: { id: idOf('automation', action, event) },
  body: { enabled },
});

/** What an action names itself, else what its event is about. */
function idOf(kind: string, action: Action, event: WireEvent): string {
  const selected = action[`${kind.replace('-', '_')}_id`];
  return typeof selected === 'string' ? selected : inferred(kind, event);
}

/** The id of the resource of this kind that an event is about, or is related to. */
function inferred(kind: string, event: WireEvent): string {
  const prefix = `prefect.${kind}.`;
  const ids = [event.resource, ...event.related].map((labels) => labels['prefect.resource.id'] ?? '');
  const found = ids.find((id) => id.startsWith(prefix));
  if (found === undefined) throw new Error(`The event ${event.event} is about no ${kind}.`);
  return found.slice(prefix.length);
}
