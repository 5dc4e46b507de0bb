import { newId } from '../core/ids.ts';
import type { TaskDefinition } from '../core/definitions.ts';
import type { TaskRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { State } from '../core/state.ts';
import { describeState, isCompleted, isScheduled } from '../core/state.ts';
import { isResultReference } from '../core/ports.ts';
import type { FlowRunScope } from './context.ts';
import { withTaskScope } from './context.ts';
import type { TaskOutcome } from './futures.ts';
import { callHooks } from './hooks.ts';
import type { Keeping } from './keeping.ts';
import { detailsOf, keep, keepingOf } from './keeping.ts';
import type { Host } from './host.ts';
import type { RunLogs } from './logs.ts';
import { levels } from './logs.ts';
import type { Send, Wanted } from './proposals.ts';
import { propose, proposeRunning, untilDue } from './proposals.ts';
import { concurrent, createSlots } from './task-runner.ts';
import { describeError, isInterruption, nameOf, runWithin, TimedOut } from './timeout.ts';

/** Where a task runs: in a flow run, or alone. */
export interface TaskHost extends Host {
  signal: AbortSignal;
  flow: FlowRunScope | undefined;
}

/** A task run that is being executed. */
interface Execution {
  host: TaskHost;
  task: TaskDefinition;
  taskRun: TaskRun;
  parameters: Record<string, unknown>;
  logs: RunLogs;
}

interface Attempt extends Wanted {
  value?: unknown;
  error?: unknown;
}

/** Runs the task until the server takes a final state: it decides whether a failure is another attempt to come. */
export async function taskAttempts(execution: Execution): Promise<TaskOutcome> {
  const { host, task, taskRun } = execution;
  const send: Send = (state, force = false) =>
    host.orchestrator.taskRuns.setState(
      { id: taskRun.id },
      { state: { ...state, stateDetails: { ...state.stateDetails, transitionId: newId() } }, force },
    );
  const keeping = keepingOf(execution, (text) => log(execution, levels.warning, text));
  for (let attempts = taskRun.runCount + 1; ; attempts += 1) {
    const run = { ...execution, taskRun: { ...taskRun, runCount: attempts } };
    const hook = (state: State): Promise<void> =>
      callHooks(task.options, state.type, (call) => call(task, run.taskRun, state), host.report);
    const running = await proposeRunning(send, host.clock, host.signal, detailsOf(keeping));
    if (running.type !== 'RUNNING') {
      const outcome = await adopted(run, running);
      if (outcome !== undefined) return outcome;
      // The server takes a run whose value is kept for done: only by force it runs.
      keeping.refresh = true;
      await propose(send, { proposal: { type: 'RUNNING', name: 'Running' }, force: true }, host.clock, host.signal);
    }
    await hook(running);
    const attempt = await once(run, keeping);
    if (attempt.error !== undefined && !isInterruption(attempt.error, host.signal)) {
      log(run, levels.error, `Task run failed with exception: ${describeError(attempt.error)}`);
    }
    const state = await propose(send, attempt, host.clock);
    if (isScheduled(state)) {
      log(run, levels.info, `The next attempt starts at ${state.stateDetails.scheduledTime}`);
      await untilDue(state, host.clock, host.signal);
      continue;
    }
    await hook(state);
    log(run, isCompleted(state) ? levels.info : levels.error, `Task run '${taskRun.name}' finished in state ${describeState(state)}`);
    return isCompleted(state) ? { state, value: attempt.value } : { state, error: attempt.error ?? notCompleted(state) };
  }
}

/** One attempt: what it returned or threw, and the state that follows from it. */
async function once(run: Execution, keeping: Keeping): Promise<Attempt> {
  const { host, task } = run;
  const seconds = task.options.timeoutSeconds;
  const { id, name } = run.taskRun;
  const disarm = seconds === undefined ? undefined : host.supervisor?.arm({ kind: 'task-run', id, name, seconds });
  try {
    const value = await execute(run);
    return { proposal: { type: 'COMPLETED', name: 'Completed', ...(await keep(run, keeping, value)) }, value };
  } catch (error) {
    if (MillraceError.is(error, 'aborted')) throw error;
    return await failed(run, error);
  } finally {
    disarm?.();
  }
}

function execute({ host, task, taskRun, parameters, logs }: Execution): Promise<unknown> {
  return runWithin(task.options.timeoutSeconds, host.clock, host.signal, (signal) => {
    const slots = createSlots(host.flow?.flow.options.taskRunner ?? concurrent());
    return withTaskScope({ task, taskRun, parameters, logs, slots, signal }, async () => task.fn(parameters));
  });
}

async function failed(run: Execution, error: unknown): Promise<Attempt> {
  const { host, task } = run;
  if (host.signal.aborted) {
    const message = `Execution was aborted: ${messageOf(host.signal.reason)}`;
    return { proposal: { type: 'CRASHED', name: 'Crashed', message }, force: true, error };
  }
  const force = !(await isWorthRetrying(run, error));
  if (error instanceof TimedOut) {
    const message = `Task run exceeded timeout of ${task.options.timeoutSeconds} second(s)`;
    return { proposal: { type: 'FAILED', name: 'TimedOut', message }, force, error };
  }
  const message = `Task run encountered an exception ${nameOf(error)}: ${messageOf(error)}`;
  return { proposal: { type: 'FAILED', name: 'Failed', message }, force, error };
}

/** What the task's condition says; one that throws says no, as in Prefect. */
async function isWorthRetrying(run: Execution, error: unknown): Promise<boolean> {
  try {
    return (await run.task.options.retryCondition?.(error)) !== false;
  } catch (error_) {
    log(run, levels.error, `The retryCondition of task '${run.task.options.name}' failed: ${describeError(error_)}`);
    return false;
  }
}

/**
 * The server put another state in the place of Running: cached, paused, cancelled. Undefined when the state's value is
 * no longer there, so that it must be made anew.
 */
async function adopted(run: Execution, state: State): Promise<TaskOutcome | undefined> {
  if (!isCompleted(state)) return { state, error: notCompleted(state) };
  if (!isResultReference(state.data)) return { state, value: state.data };
  try {
    const value = await run.host.results?.read(state.data);
    log(run, levels.info, `Task run '${run.taskRun.name}' finished in state ${state.name}`);
    return { state, value };
  } catch (error) {
    log(run, levels.warning, `The cached value of task run '${run.taskRun.name}' cannot be read, it runs: ${messageOf(error)}`);
    return undefined;
  }
}

const notCompleted = (state: State): MillraceError =>
  new MillraceError(
    state.type === 'CANCELLED' ? 'cancelled' : 'failed',
    `The task run became ${state.name}${state.message ? `: ${state.message}` : ''}.`,
  );

function log({ logs, host, taskRun }: Execution, level: number, message: string): void {
  const flowRunId = host.flow?.flowRun.id ?? null;
  logs.add({ name: 'prefect.task_runs', level, message, flowRunId, taskRunId: taskRun.id });
}
