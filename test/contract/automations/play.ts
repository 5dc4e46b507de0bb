import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask } from '../ask.ts';

/**
 * An automation, the events that are sent, and what comes of it: recorded from a real server (tools/record-automations.ts)
 * and asked of the embedded one. Texts may hold `{unique}`, `{deployment}`, `{webhook}` and `{base}`.
 */
export interface AutomationCase {
  name: string;
  trigger: Json;
  /** Nothing is done unless told. */
  actions?: readonly Json[];
  on_trigger?: readonly Json[];
  steps: readonly (Sent | { wait: number })[];
}

/** An event, so many seconds after the first moment of the case. */
interface Sent {
  event: string;
  at: number;
  /** The resource's id begins with `case.{unique}.`. */
  about?: string;
  labels?: Record<string, string>;
  related?: Record<string, string>[];
  payload?: Json;
}

type Json = Record<string, unknown>;

/** What comes of a case: how often it fired and for what, what its actions came to, and the parameters of the runs it began. */
export interface Outcome {
  status: number;
  triggered: unknown[];
  actions: unknown[];
  runs: unknown[];
}

/** A server that is asked, and its time. */
export interface Stage {
  ask: Ask;
  now(): number;
  wait(seconds: number): Promise<void>;
  /** Until an event has been seen by all. */
  settle(): Promise<void>;
}

/** What was recorded, by the case's name. */
export const recordedAutomations = (): Readonly<Record<string, Outcome>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/automations/3.9.1.json'), 'utf8'));

/** Plays a case. */
export async function playAutomation({ name, trigger, actions, on_trigger, steps }: AutomationCase, stage: Stage): Promise<Outcome> {
  const { ask } = stage;
  const unique = crypto.randomUUID().slice(0, 8);
  const flow = idOf((await ask('POST', '/flows/', { name: `automated-${unique}` })).body);
  const deployment = idOf((await ask('POST', '/deployments/', { name: 'd', flow_id: flow, enforce_parameter_schema: false })).body);
  await ask('POST', '/variables/', { name: `var_${unique}`, value: { deep: 7 } });
  const known: Record<string, string> = { unique, deployment };
  const filled = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(/\{(\w+)\}/g, (whole, key: string) => known[key] ?? whole));
  const made = await ask(
    'POST',
    '/automations/',
    filled({ name: `case ${unique}`, trigger, actions: actions ?? [{ type: 'do-nothing' }], actions_on_trigger: on_trigger ?? [] }),
  );
  if (made.status !== 201) return { status: made.status, triggered: [], actions: [], runs: [] };
  // The services of a real server must have heard of it.
  await stage.wait(2);
  const base = stage.now();
  for (const step of steps) {
    if ('wait' in step) await stage.wait(step.wait);
    else {
      await ask('POST', '/events', [filled(eventOf(step, base))]);
      await stage.settle();
    }
  }
  await stage.wait(6);
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(unique, '<unique>')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>')
        .replaceAll(name, '<name>'),
    );
  const seen = await settledEvents(stage, idOf(made.body));
  const runs = await ask('POST', '/flow_runs/filter', { deployments: { id: { any_: [deployment] } }, sort: 'EXPECTED_START_TIME_ASC' });
  await ask('DELETE', `/automations/${idOf(made.body)}`);
  return {
    status: made.status,
    triggered: seen.filter(({ event }) => event === 'prefect.automation.triggered').map((event) => plain(triggeredRow(event))),
    actions: sorted(seen.filter(({ event }) => /\.action\.(executed|failed)$/.test(String(event))).map((event) => plain(actionRow(event)))),
    runs: sorted((Array.isArray(runs.body) ? runs.body : []).map((run: Json) => plain(run['parameters']))),
  };
}

/** What is told of an automation, once nothing more comes. */
async function settledEvents({ ask, wait }: Stage, id: string): Promise<Json[]> {
  let events: Json[] = [];
  for (let quiet = 0; quiet < 2;) {
    const filter = { resource: { id: [`prefect.automation.${id}`] }, order: 'ASC' };
    const now = listOf((await ask('POST', '/events/filter', { filter, limit: 50 })).body, 'events');
    quiet = now.length === events.length ? quiet + 1 : 0;
    events = now;
    await wait(4);
  }
  return events;
}

/** A real server does what is to be done at once in any order. */
const sorted = (rows: readonly unknown[]): unknown[] =>
  rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

function eventOf({ event, at, about = 'a', labels = {}, related = [], payload = {} }: Sent, base: number): Json {
  return {
    id: crypto.randomUUID(),
    occurred: new Date(base + at * 1000).toISOString(),
    event,
    resource: { 'prefect.resource.id': `case.{unique}.${about}`, 'prefect.resource.name': about, case: '{unique}', ...labels },
    related,
    payload,
  };
}

function triggeredRow({ payload, resource, related }: Json): unknown[] {
  const { triggering_labels: labels, triggering_event: cause } = objectOf(payload);
  const event = objectOf(cause);
  const about = objectOf(event['resource'])['prefect.resource.id'];
  return [objectOf(resource)['prefect.posture'] ?? null, labels, cause === null ? null : [event['event'], about], rolesOf(related)];
}

function actionRow({ event, payload, related, resource }: Json): unknown[] {
  const { action_index: index, action_type: type, reason = '', ...more } = objectOf(payload);
  // The words of a template's fault are the library's own.
  const why = String(reason).replace(/^(Template rendering failed|Unable to create flow run from deployment).*/, '$1');
  const labels = objectOf(resource);
  const details = Object.keys(more).filter((key) => key !== 'template_error' && key !== 'template_source');
  return [event, index, type, why, labels['prefect.trigger-type'], details.toSorted(), rolesOf(related)];
}

const rolesOf = (related: unknown): unknown[] =>
  (Array.isArray(related) ? related : []).map((labels: unknown) => objectOf(labels)['prefect.resource.role']).toSorted();

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});

const listOf = (value: unknown, key: string): Json[] => {
  const list = objectOf(value)[key];
  return Array.isArray(list) ? list.map(objectOf) : [];
};

const idOf = (value: unknown): string => String(objectOf(value)['id']);
