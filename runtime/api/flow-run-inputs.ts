import type { FlowRunInput } from '../core/client-resources.ts';
import { array, integer, maybe, object, optional, string } from '../core/schema.ts';
import { get, post, query, remove } from './contract.ts';

/** Values that flow runs are given while they run or are paused. */
export const flowRunInputs = {
  create: post(
    '/flow_runs/:id/input',
    object({ key: string({ pattern: '^[a-zA-Z0-9_-]+$' }), value: string(), sender: maybe(string()) }),
  ).gives<null>(),
  /** The value's text. */
  read: get('/flow_runs/:id/input/:key').gives<string>(),
  filter: query(
    '/flow_runs/:id/input/filter',
    object({ prefix: string(), limit: optional(integer({ minimum: 0 })), exclude_keys: optional(array(string())) }),
  ).gives<FlowRunInput[]>(),
  delete: remove('/flow_runs/:id/input/:key').gives<null>(),
};
