import { MillraceError } from '../core/errors.ts';
import type { FlowRun, TaskRun } from '../core/entities.ts';
import { flowScope, taskScope, withTags } from '../engine/context.ts';
import type { Level } from '../engine/logs.ts';
import { levels } from '../engine/logs.ts';

/** Writes to the log of the run around the caller. Values are formatted as `console.log` does. */
export type RunLogger = Readonly<Record<Level, (...values: unknown[]) => void>>;

/** Values as `console.log` shows them. */
export const format = (...values: unknown[]): string => process.getBuiltinModule('node:util').format(...values);

/** The logger of the run around the caller. Throws `invalid` outside of runs. */
export function getRunLogger(): RunLogger {
  if (flowScope() === undefined && taskScope() === undefined) {
    throw new MillraceError('invalid', 'getRunLogger() was called outside of runs: call it inside of a flow or task.');
  }
  const at =
    (level: Level) =>
    (...values: unknown[]): void =>
      addLine(level, format(...values));
  return {
    debug: at('debug'),
    info: at('info'),
    warning: at('warning'),
    error: at('error'),
    critical: at('critical'),
  };
}

/** Adds a line to the log of the run around the caller; `shown` when the terminal has it already. */
export function addLine(level: Level, message: string, shown = false): void {
  const flow = flowScope();
  const task = taskScope();
  const line = {
    name: task === undefined ? 'prefect.flow_runs' : 'prefect.task_runs',
    level: levels[level],
    message,
    flowRunId: flow?.flowRun.id ?? null,
    taskRunId: task?.taskRun.id ?? null,
  };
  (task ?? flow)?.logs.add(line, shown);
}

/** What code may know of the flow run around it. */
export interface FlowRunContext {
  flowRun: FlowRun;
  parameters: Readonly<Record<string, unknown>>;
  /** Aborted when the run is cancelled or its time is over: give it to `fetch` and timers. */
  signal: AbortSignal;
}

/** The flow run around the caller; undefined outside of runs. */
export function flowRunContext(): FlowRunContext | undefined {
  const scope = flowScope();
  return scope === undefined ? undefined : { flowRun: scope.flowRun, parameters: scope.parameters, signal: scope.signal };
}

/** What code may know of the task run around it. */
export interface TaskRunContext {
  taskRun: TaskRun;
  parameters: Readonly<Record<string, unknown>>;
  /** Aborted when the run is cancelled or its time is over. */
  signal: AbortSignal;
}

/** The task run around the caller; undefined outside of runs. */
export function taskRunContext(): TaskRunContext | undefined {
  const scope = taskScope();
  return scope === undefined ? undefined : { taskRun: scope.taskRun, parameters: scope.parameters, signal: scope.signal };
}

/** Runs code whose flow and task runs get these tags: `await tags('a', 'b')(() => load({ … }))`. */
export const tags =
  (...names: readonly string[]) =>
  <T>(work: () => T): T =>
    withTags(names, work);
