import { admin } from './admin.ts';
import { deployments } from './deployments.ts';
import { events } from './events.ts';
import { flowRuns } from './flow-runs.ts';
import { flows } from './flows.ts';
import { logs } from './logs.ts';
import { flowRunStates, taskRunStates } from './states.ts';
import { taskRuns } from './task-runs.ts';
import { workPools, workQueues } from './work-pools.ts';

/** The whole contract: the client and the embedded server's router are both typed by this table. */
export const contract = {
  admin,
  flows,
  flowRuns,
  flowRunStates,
  taskRuns,
  taskRunStates,
  logs,
  deployments,
  workPools,
  workQueues,
  events,
};

/** See {@link contract}. */
export type Contract = typeof contract;
