import type { Variable } from '../core/client-resources.ts';
import { anything, array, maybe, object, optional, string } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { page, sorted, variableFilter } from './filters.ts';

const name = string({ pattern: '^[a-z0-9_-]*$', maxLength: 255, minLength: 1 });
const change = object({ name: maybe(name), value: optional(anything()), tags: maybe(array(string())) });
const filter = { variables: maybe(variableFilter) };

/** Named JSON values. */
export const variables = {
  create: post('/variables/', object({ name, value: anything(), tags: maybe(array(string())) })).gives<Variable>(),
  read: get('/variables/:id').gives<Variable>(),
  readByName: get('/variables/name/:name').gives<Variable>(),
  update: patch('/variables/:id', change).gives<null>(),
  updateByName: patch('/variables/name/:name', change).gives<null>(),
  delete: remove('/variables/:id').gives<null>(),
  deleteByName: remove('/variables/name/:name').gives<null>(),
  filter: query(
    '/variables/filter',
    object({ ...filter, ...page, ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC') }),
  ).gives<Variable[]>(),
  count: query('/variables/count', object(filter)).gives<number>(),
};
