import type { Automation } from '../core/client-resources.ts';
import { array, boolean, freeObject, maybe, object, optional, string } from '../core/schema.ts';
import { get, patch, post, put, query, remove } from './contract.ts';
import { automationFilter, page, sorted } from './filters.ts';

const fields = {
  name: string({ minLength: 1 }),
  description: optional(string()),
  enabled: optional(boolean()),
  tags: optional(array(string())),
  trigger: freeObject(),
  actions: array(freeObject()),
  actions_on_trigger: optional(array(freeObject())),
  actions_on_resolve: optional(array(freeObject())),
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
  readRelated: get('/automations/related-to/:resource').gives<Automation[]>(),
  /** Those that a deployment, or another resource, brought with it. */
  deleteOwned: remove('/automations/owned-by/:resource').gives<null>(),
};
