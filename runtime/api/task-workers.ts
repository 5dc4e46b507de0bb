import { array, maybe, object, string } from '../core/schema.ts';
import { query } from './contract.ts';

/** The task workers that serve background tasks now, and which. */
export const taskWorkers = {
  filter: query('/task_workers/filter', object({ task_worker_filter: maybe(object({ task_keys: array(string()) })) })).gives<
    { identifier: string; taskKeys: string[]; timestamp: string }[]
  >(),
};
