import type { Automation } from '../core/client-resources.ts';
import type { Schema } from '../core/schema.ts';
import {
  anyOf,
  array,
  boolean,
  freeObject,
  integer,
  maybe,
  nullable,
  number,
  object,
  optional,
  record,
  string,
  uuid,
  words,
} from '../core/schema.ts';
import { stateTypes } from '../core/state.ts';
import { get, patch, post, put, query, remove } from './contract.ts';
import { automationFilter, page, sorted } from './filters.ts';

const seconds = number({ minimum: 0 });
const wanted = record(anyOf(string(), array(string())));

/** Waits for events, or for events that do not come. */
const eventTrigger = object({
  type: optional(words('event')),
  posture: words('Reactive', 'Proactive'),
  expect: optional(array(string())),
  after: optional(array(string())),
  match: optional(wanted),
  match_related: optional(anyOf(wanted, array(wanted))),
  for_each: optional(array(string())),
  threshold: optional(integer({ minimum: 1 })),
  within: optional(seconds),
});

type Several = Schema<{ triggers: unknown[]; within: number | null }>;

/** Several triggers together, or one after another. */
const compound = (inner: Schema<unknown>): Several =>
  object({
    type: optional(words('compound')),
    triggers: array(inner),
    within: nullable(seconds),
    require: anyOf(words('any', 'all'), integer({ minimum: 1 })),
  });
const sequence = (inner: Schema<unknown>): Several =>
  object({ type: optional(words('sequence')), triggers: array(inner), within: nullable(seconds) });

/** When something is done; triggers are within triggers twice at most. */
const inner = anyOf(eventTrigger, compound(eventTrigger), sequence(eventTrigger));
const trigger: Schema<Record<string, unknown>> = anyOf(eventTrigger, compound(inner), sequence(inner));

const block = { block_document_id: uuid() };

/** What is done. Without what they need, Prefect refuses these too. */
const action: Schema<Record<string, unknown>> = anyOf(
  object({
    // Prefect's client leaves out what it has not been told when it changes an automation, the type as well.
    type: optional(
      words(
        'do-nothing',
        'run-deployment',
        'pause-deployment',
        'resume-deployment',
        'cancel-flow-run',
        'suspend-flow-run',
        'resume-flow-run',
        'delete-flow-run',
        'pause-work-queue',
        'resume-work-queue',
        'pause-work-pool',
        'resume-work-pool',
        'pause-automation',
        'resume-automation',
      ),
    ),
    parameters: maybe(freeObject()),
    job_variables: maybe(freeObject()),
    schedule_after: optional(seconds),
  }),
  object({
    type: optional(words('change-flow-run-state')),
    state: words(...stateTypes),
    name: maybe(string()),
    message: maybe(string()),
    force: optional(boolean()),
  }),
  object({ type: optional(words('send-notification')), body: string(), subject: optional(string()), ...block }),
  object({ type: optional(words('call-webhook')), payload: optional(string()), ...block }),
);

const fields = {
  name: string({ minLength: 1 }),
  description: optional(string()),
  enabled: optional(boolean()),
  tags: optional(array(string())),
  trigger,
  actions: array(action),
  actions_on_trigger: optional(array(action)),
  actions_on_resolve: optional(array(action)),
};

/** What is done when events come, or do not come. */
export const automations = {
  create: post('/automations/', object({ ...fields, owner_resource: maybe(string()) })).gives<Automation>(),
  read: get('/automations/:id').gives<Automation>(),
  replace: put('/automations/:id', object(fields)).gives<null>(),
  update: patch('/automations/:id', object({ enabled: optional(boolean()) })).gives<null>(),
  delete: remove('/automations/:id').gives<null>(),
  filter: query(
    '/automations/filter',
    object({
      automations: maybe(automationFilter),
      ...page,
      ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC'),
    }),
  ).gives<Automation[]>(),
  count: query('/automations/count', object({})).gives<number>(),
  /** Says whether a text could be a template of an action. Prefect's page asks at the first address, its clients at the second. */
  checkTemplate: query('/automations/templates/validate', string()).gives<null>(),
  validateTemplate: query('/templates/validate', string()).gives<null>(),
  readRelated: get('/automations/related-to/:resource').gives<Automation[]>(),
  /** Those that a deployment, or another resource, brought with it. */
  deleteOwned: remove('/automations/owned-by/:resource').gives<null>(),
};
