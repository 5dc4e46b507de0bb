import type { Row, Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import type { Triggered } from './triggered.ts';
import { inferred } from './triggered.ts';

type Json = Readonly<Record<string, unknown>>;

/** The names that the templates of an action know: those of Prefect, looked up only where a template says them. */
export function templateContext(tx: Tx, triggered: Triggered, templates: readonly string[]): Json {
  const { firing, event } = triggered;
  const context: Record<string, unknown> = {
    automation: automationOf(triggered.automation),
    event: event === null ? null : eventObject(event),
    labels: nested(firing.triggering_labels),
    firing,
    firings: [firing, ...firing.triggering_firings],
    events: [firing, ...firing.triggering_firings].flatMap(({ triggering_event: seen }) => (seen === null ? [] : [eventObject(seen)])),
  };
  const isNamed = (name: string): boolean => templates.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  if (isNamed('variables')) context['variables'] = Object.fromEntries(variablesOf(tx));
  if (event === null) return context;
  for (const [name, route] of Object.entries(readers)) if (isNamed(name)) context[name] = objectOf(tx, triggered, event, name, route);
  return context;
}

/** The value of a variable; undefined for none. */
export function variableOf(tx: Tx, name: string): unknown {
  const row = tx.get<{ value: string }>('SELECT value FROM variable WHERE name = ?', name);
  return row === undefined ? undefined : JSON.parse(row.value);
}

const variablesOf = (tx: Tx): [string, unknown][] =>
  tx.all<{ name: string; value: string }>('SELECT name, value FROM variable').map(({ name, value }) => [name, JSON.parse(value)]);

/** The operation that reads what an event is about. */
const readers: Readonly<Record<string, string>> = {
  deployment: 'deployments.read',
  flow: 'flows.read',
  flow_run: 'flowRuns.read',
  task_run: 'taskRuns.read',
  work_pool: 'workPools.read',
  work_queue: 'workQueues.read',
};

function objectOf(tx: Tx, { act }: Triggered, event: WireEvent, name: string, route: string): unknown {
  const kind = name.replace('_', '-');
  const id = inferred(kind, event);
  if (id === undefined) return null;
  const pool = kind === 'work-pool' ? tx.get<{ name: string }>('SELECT name FROM work_pool WHERE id = ?', id)?.name : undefined;
  const { status, body } = act({ route, path: { id, name: pool ?? '' }, body: undefined });
  if (status >= 300) return null;
  // Since the event the run may have moved on: its state is the one that the event tells of.
  const resource = [event.resource, ...event.related].find((labels) => labels['prefect.resource.id'] === `prefect.${kind}.${id}`);
  const type = resource?.['prefect.state-type'];
  if (type === undefined || resource === undefined || typeof body !== 'object') return body;
  const state = {
    type,
    name: resource['prefect.state-name'],
    message: resource['prefect.state-message'],
    timestamp: resource['prefect.state-timestamp'],
  };
  return { ...body, state };
}

const automationOf = (row: Row): Json =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value]),
  );

function eventObject(event: WireEvent): Json {
  const related = event.related.map(resourceObject);
  const roles = Object.groupBy(related, (resource) => String(resource['role'] ?? ''));
  return {
    ...event,
    resource: resourceObject(event.resource),
    related,
    involved_resources: [resourceObject(event.resource), ...related],
    resources_in_role: roles,
    resource_in_role: Object.fromEntries(Object.entries(roles).map(([role, list]) => [role, list?.[0] ?? null])),
  };
}

const resourceObject = (labels: Readonly<Record<string, string>>): Json => ({
  ...labels,
  id: labels['prefect.resource.id'],
  name: labels['prefect.resource.name'],
  role: labels['prefect.resource.role'],
  labels: nested(labels),
});

/** `prefect.resource.name` can be asked for as `labels.prefect.resource.name`. */
function nested(labels: Readonly<Record<string, string>>): Json {
  const whole: Record<string, unknown> = {};
  const heads = Object.groupBy(Object.entries(labels), ([label]) => label.split('.', 1)[0] ?? label);
  for (const [head, entries = []] of Object.entries(heads)) {
    const inner = entries.filter(([label]) => label !== head).map(([label, value]) => [label.slice(head.length + 1), value] as const);
    whole[head] = inner.length === 0 ? labels[head] : nested(Object.fromEntries(inner));
  }
  return whole;
}
