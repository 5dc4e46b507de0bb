import { deploy, listDeployments, listFlows, runDeployment, runFlow } from './deployments.ts';
import { explainFailure } from './explain-failure.ts';
import { cancelFlowRun, listFlowRuns, readLogs } from './flow-runs.ts';
import type { Tool } from './tool.ts';

/** Everything that agents may do, for `millrace mcp` and for the editor alike. */
export const tools: readonly Tool[] = [
  listFlows,
  listDeployments,
  listFlowRuns,
  readLogs,
  explainFailure,
  runFlow,
  runDeployment,
  deploy,
  cancelFlowRun,
];
