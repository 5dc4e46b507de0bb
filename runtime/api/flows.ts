import type { Page } from '../core/client-resources.ts';
import type { BulkDeletion } from '../core/bulk.ts';
import type { Flow } from '../core/entities.ts';
import { array, entityName, labels, maybe, object, optional, string } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { bulkLimit, flowFilter, numberedPage, page, relations, sorted } from './filters.ts';

export const flows = {
  /** Registers a flow by name; the existing one is returned when there is one (200 instead of 201). */
  create: post('/flows/', object({ name: entityName(), tags: optional(array(string())), labels: maybe(labels()) })).gives<Flow>(),
  read: get('/flows/:id').gives<Flow>(),
  readByName: get('/flows/name/:name').gives<Flow>(),
  update: patch('/flows/:id', object({ tags: optional(array(string())) })).gives<null>(),
  delete: remove('/flows/:id').gives<null>(),
  /** Deletes the flows that a filter selects; the answer names them. 3.9. */
  bulkDelete: post('/flows/bulk_delete', object({ flows: maybe(flowFilter), limit: bulkLimit })).gives<BulkDeletion>(),
  filter: query(
    '/flows/filter',
    object({ ...relations, ...page, ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC') }),
  ).gives<Flow[]>(),
  paginate: query(
    '/flows/paginate',
    object({ ...relations, ...numberedPage, ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC') }),
  ).gives<Page<Flow>>(),
  count: query('/flows/count', object(relations)).gives<number>(),
};
