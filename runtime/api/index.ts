import { admin } from './admin.ts';
import { artifacts } from './artifacts.ts';
import { automations } from './automations.ts';
import { blockCapabilities, blockDocuments, blockSchemas, blockTypes } from './blocks.ts';
import { concurrencyLimits, globalConcurrencyLimits } from './concurrency-limits.ts';
import { deployments } from './deployments.ts';
import { events } from './events.ts';
import { flowRunInputs } from './flow-run-inputs.ts';
import { flowRuns } from './flow-runs.ts';
import { flows } from './flows.ts';
import { logs } from './logs.ts';
import { flowRunStates, taskRunStates } from './states.ts';
import { taskRuns } from './task-runs.ts';
import { taskWorkers } from './task-workers.ts';
import { savedSearches, ui } from './ui.ts';
import { variables } from './variables.ts';
import { workPools, workQueues } from './work-pools.ts';

/** The whole contract: the client and the embedded server's router are both typed by this table. */
export const contract = {
  admin,
  flows,
  flowRuns,
  flowRunStates,
  taskRuns,
  taskRunStates,
  taskWorkers,
  logs,
  deployments,
  workPools,
  workQueues,
  events,
  flowRunInputs,
  concurrencyLimits,
  globalConcurrencyLimits,
  variables,
  artifacts,
  blockTypes,
  blockSchemas,
  blockDocuments,
  blockCapabilities,
  automations,
  ui,
  savedSearches,
};

/** See {@link contract}. */
export type Contract = typeof contract;
