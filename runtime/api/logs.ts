import type { Log } from '../core/entities.ts';
import { array, integer, maybe, object, string, time, uuid } from '../core/schema.ts';
import { post, query } from './contract.ts';
import { logFilter, page, sorted } from './filters.ts';

/** One line as a client sends it. */
const logCreate = object({
  /** Made by the server unless given. */
  id: maybe(uuid()),
  name: string(),
  level: integer(),
  message: string(),
  timestamp: time(),
  flow_run_id: maybe(uuid()),
  task_run_id: maybe(uuid()),
});

export const logs = {
  create: post('/logs/', array(logCreate)).gives<null>(),
  filter: query('/logs/filter', object({ logs: maybe(logFilter), ...page, ...sorted('TIMESTAMP_ASC', 'TIMESTAMP_DESC') })).gives<Log[]>(),
};
