import type { ContractCase } from '../case.ts';
import { bulk } from './bulk.ts';
import { clientResources } from './client-resources.ts';
import { deployments } from './deployments.ts';
import { filters } from './filters.ts';
import { flowRuns } from './flow-runs.ts';
import { flows } from './flows.ts';
import { taskRuns } from './task-runs.ts';
import { workPools } from './work-pools.ts';

/** All cases, by resource. */
export const cases: readonly ContractCase[] = [
  ...flows,
  ...flowRuns,
  ...taskRuns,
  ...deployments,
  ...workPools,
  ...clientResources,
  ...filters,
  ...bulk,
];
