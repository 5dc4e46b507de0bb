// Importing this is paid for by every process of a run. Modules of Node that are needed later only are therefore taken by
// process.getBuiltinModule where they are needed: importing them would double the cost.
export { flow } from './flow.ts';
export { task } from './task.ts';
export { allowFailure, asCompleted, unmapped, wait } from './futures.ts';
export { flowRunContext, getRunLogger, tags, taskRunContext } from './context.ts';
export type { FlowRunContext, RunLogger, TaskRunContext } from './context.ts';
export { runDeployment } from './run-deployment.ts';
export type { RunDeploymentOptions } from './run-deployment.ts';
export { pauseFlowRun, resumeFlowRun, suspendFlowRun } from './pause.ts';
export type { InputOptions, PauseOptions } from './pause.ts';
export { resultOf } from './results.ts';
export { serve } from './serve.ts';
export type { ServeOptions } from './serve.ts';
export { FlowRunsFailed, waitForFlowRuns } from './wait-for-flow-runs.ts';
export type { WaitOptions } from './wait-for-flow-runs.ts';
export { closeClient, getClient } from './client.ts';
export type { AnyFlow, CallSettings, DeployOptions, DeploySchedule, Flow, FlowDeployment, MapInput, Resolvable, Task } from './types.ts';
export type { Client } from '../api/client.ts';
export { cachePolicies } from '../core/cache-policies.ts';
export type {
  CacheContext,
  CachePolicy,
  FlowHook,
  FlowOptions,
  RetryDelay,
  StandardSchema,
  TaskHook,
  TaskOptions,
  TaskRunner,
} from '../core/definitions.ts';
export type { Deployment, FlowRun, Log, TaskRun, Worker, WorkPool, WorkQueue } from '../core/entities.ts';
export { MillraceError } from '../core/errors.ts';
export type { ErrorCode } from '../core/errors.ts';
export { cancelled, completed, failed } from '../core/make-state.ts';
export { exponentialBackoff } from '../core/retry.ts';
export {
  isCancelled,
  isCancelling,
  isCompleted,
  isCrashed,
  isFailed,
  isFinal,
  isPaused,
  isPending,
  isRunning,
  isScheduled,
} from '../core/state.ts';
export type { State, StateDetails, StateType } from '../core/state.ts';
export { TaskFuture, TaskFutureList } from '../engine/futures.ts';
export { concurrent, sequential } from '../engine/task-runner.ts';
