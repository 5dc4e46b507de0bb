import { messageOf, MillraceError } from '../../core/errors.ts';
import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import { callWebhook, sendNotification } from './delivery.ts';
import { hydrated, templatesIn } from './parameters.ts';
import { templateContext, variableOf } from './template-context.ts';
import type { ActionRequest, Triggered } from './triggered.ts';
import { inferred } from './triggered.ts';

/** Does an action, and says in `done` what it came to. Throws with the reason when it cannot be done. */
export function carryOut(tx: Tx, triggered: Triggered): void {
  const type = String(triggered.action['type']);
  const known = Object.hasOwn(actions, type) ? actions[type] : undefined;
  if (known === undefined) throw new MillraceError('unsupported', `Actions of type ${type} are not carried out by this server.`);
  known(triggered, tx);
}

const actions: Readonly<Record<string, (triggered: Triggered, tx: Tx) => unknown>> = {
  'do-nothing': () => undefined,
  'run-deployment': runDeployment,
  'pause-deployment': (triggered) => upon('deployment', triggered, (id) => ({ route: 'deployments.pause', path: { id }, body: {} })),
  'resume-deployment': (triggered) => upon('deployment', triggered, (id) => ({ route: 'deployments.resume', path: { id }, body: {} })),
  'cancel-flow-run': (triggered) => setState(triggered, { type: 'CANCELLING', message: `Cancelled by Automation ${idOf(triggered)}` }),
  'suspend-flow-run': (triggered, tx) =>
    setState(triggered, {
      type: 'PAUSED',
      name: 'Suspended',
      message: `Suspended by Automation ${idOf(triggered)}`,
      state_details: { pause_reschedule: true, pause_timeout: addSeconds(tx.now(), 3600) },
    }),
  'resume-flow-run': (triggered) =>
    requireAccepted(
      ofRun(triggered, (id) => ({ route: 'flowRuns.resume', path: { id }, body: {} })),
      'resume flow run',
    ),
  'delete-flow-run': (triggered) => ofRun(triggered, (id) => ({ route: 'flowRuns.delete', path: { id }, body: undefined })),
  'change-flow-run-state': (triggered) => {
    const { state: type, name = null, message, force } = triggered.action;
    setState(triggered, { type, name, message: message ?? `State changed by Automation ${idOf(triggered)}` }, force === true);
  },
  'pause-work-queue': (triggered) => pauseQueue(triggered, true),
  'resume-work-queue': (triggered) => pauseQueue(triggered, false),
  'pause-work-pool': (triggered, tx) => pausePool(tx, triggered, true),
  'resume-work-pool': (triggered, tx) => pausePool(tx, triggered, false),
  'pause-automation': (triggered) => enableAutomation(triggered, false),
  'resume-automation': (triggered) => enableAutomation(triggered, true),
  'call-webhook': (triggered, tx) => callWebhook(tx, triggered, (templates) => templateContext(tx, triggered, templates)),
  'send-notification': (triggered, tx) => sendNotification(tx, triggered, (templates) => templateContext(tx, triggered, templates)),
};

const idOf = ({ automation: { id } }: Triggered): string => String(id);

function runDeployment(triggered: Triggered, tx: Tx): void {
  const { job_variables: jobVariables, schedule_after: after } = triggered.action;
  const answer = upon('deployment', triggered, (id) => ({
    route: 'deployments.createFlowRun',
    path: { id },
    body: {
      parameters: parametersOf(triggered, tx),
      job_variables: jobVariables ?? {},
      idempotency_key: `automation ${idOf(triggered)}, action ${triggered.index}, invocation ${triggered.invocation}`,
      state: { type: 'SCHEDULED', state_details: { scheduled_time: addSeconds(tx.now(), typeof after === 'number' ? after : 0) } },
    },
  }));
  triggered.done.related.push({
    'prefect.resource.id': `prefect.flow-run.${String(answer['id'])}`,
    'prefect.resource.role': 'flow-run',
    'prefect.resource.name': String(answer['name']),
  });
}

function parametersOf(triggered: Triggered, tx: Tx): Record<string, unknown> {
  const { parameters } = triggered.action;
  const given = typeof parameters === 'object' && parameters !== null ? { ...parameters } : {};
  try {
    const context = templateContext(tx, triggered, templatesIn(given));
    return hydrated(given, { context, variable: (name) => variableOf(tx, name) });
  } catch (error) {
    throw new MillraceError('invalid', `Unable to create flow run from deployment: ${messageOf(error)}`);
  }
}

const setState = (triggered: Triggered, state: object, force = false): void =>
  requireAccepted(
    ofRun(triggered, (id) => ({ route: 'flowRuns.setState', path: { id }, body: { state, force } })),
    'set state',
  );

const pauseQueue = (triggered: Triggered, paused: boolean): Answer =>
  upon('work-queue', triggered, (id) => ({ route: 'workQueues.update', path: { id }, body: { is_paused: paused } }));

const pausePool = (tx: Tx, triggered: Triggered, paused: boolean): Answer =>
  upon('work-pool', triggered, (id) => {
    const row = tx.get<{ name: string }>('SELECT name FROM work_pool WHERE id = ?', id);
    if (row === undefined) throw new MillraceError('not-found', `Work pool ${id} not found`);
    return { route: 'workPools.update', path: { name: row.name }, body: { is_paused: paused } };
  });

const enableAutomation = (triggered: Triggered, enabled: boolean): Answer =>
  upon('automation', triggered, (id) => ({ route: 'automations.update', path: { id }, body: { enabled } }));

type Answer = Readonly<Record<string, unknown>>;

/** An operation on what an action names itself, else on what its event is about. */
function upon(kind: string, triggered: Triggered, toRequest: (id: string) => ActionRequest): Answer {
  const selected = triggered.action[`${kind.replace('-', '_')}_id`];
  const id = typeof selected === 'string' ? selected : triggered.event === null ? undefined : inferred(kind, triggered.event);
  if (id === undefined) throw new MillraceError('invalid', `No ${kind.replace('-', ' ')} could be inferred`);
  return perform(triggered, kind, id, toRequest);
}

/** An operation on the flow run that a trigger tells apart, else on the one that its event is about. */
function ofRun(triggered: Triggered, toRequest: (id: string) => ActionRequest): Answer {
  const label = triggered.firing.triggering_labels['prefect.resource.id'] ?? '';
  const told = label.startsWith('prefect.flow-run.') ? label.slice('prefect.flow-run.'.length) : undefined;
  const id = told ?? (triggered.event === null ? undefined : inferred('flow-run', triggered.event));
  if (id === undefined) throw new MillraceError('invalid', 'No flow run could be inferred');
  return perform(triggered, 'flow-run', id, toRequest);
}

function perform({ done, act, action }: Triggered, kind: string, id: string, toRequest: (id: string) => ActionRequest): Answer {
  done.related.push({ 'prefect.resource.id': `prefect.${kind}.${id}`, 'prefect.resource.role': 'target' });
  const { status, body } = act(toRequest(id));
  done.details['status_code'] = status;
  const answer = typeof body === 'object' && body !== null ? { ...body } : {};
  if (status >= 300) throw new MillraceError('failed', reasonOf(String(action['type']), status, answer));
  return answer;
}

/** Prefect's words for an operation that is refused. */
function reasonOf(type: string, status: number, answer: Answer): string {
  const detail = answer['detail'] ?? answer['exception_detail'];
  if (status !== 409 && status !== 422) return `Unexpected status from '${type}' action: ${status}`;
  return `Validation error occurred for '${type}' - ${typeof detail === 'string' ? detail : JSON.stringify(detail)}`;
}

/** A proposal may be answered, and not accepted. */
function requireAccepted({ status, details }: Answer, what: string): void {
  if (status === 'ACCEPT') return;
  const reason: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, 'reason') : null;
  throw new MillraceError('failed', `Failed to ${what}: ${String(reason)}`);
}
