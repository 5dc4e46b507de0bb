import type { TaskDefinition } from '../core/definitions.ts';
import type { TaskRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Clock, Orchestrator } from '../core/ports.ts';
import { retryDelays } from '../core/retry.ts';
import type { State, StateProposal } from '../core/state.ts';
import { isCompleted, isScheduled } from '../core/state.ts';
import { fillTemplate } from '../core/template.ts';
import type { FlowRunScope, TaskRunScope } from './context.ts';
import { scopeTags, withTaskScope } from './context.ts';
import type { TaskOutcome } from './futures.ts';
import type { ResolvedInputs } from './inputs.ts';
import { resolveInputs, UpstreamFailed } from './inputs.ts';
import { propose, proposeRunning } from './proposals.ts';
import { runWithin, TimedOut } from './timeout.ts';

/** Where a task runs: in a flow run, or alone. */
export interface TaskHost {
  orchestrator: Orchestrator;
  clock: Clock;
  signal: AbortSignal;
  flow: FlowRunScope | undefined;
  report(text: string): void;
}

/** A call of a task. */
export interface TaskCall {
  task: TaskDefinition;
  parameters: Readonly<Record<string, unknown>>;
  waitFor: readonly unknown[];
  /** Told the id of the task run once it exists. */
  created(id: string): void;
}

/** Runs a task to its final state, with retries. Never throws for the task's own failure: that is in the outcome. */
export async function runTask(host: TaskHost, call: TaskCall): Promise<TaskOutcome> {
  let inputs: ResolvedInputs;
  try {
    inputs = await resolveInputs(call.parameters, call.waitFor);
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    return notReady(host, call, error);
  }
  const taskRun = await createTaskRun(host, call.task, inputs, { type: 'PENDING', name: 'Pending' });
  call.created(taskRun.id);
  return attempt(host, call.task, taskRun, inputs.parameters);
}

/** Creates the record of a task run; `inputs` name where its parameters came from. */
export function createTaskRun(host: TaskHost, task: TaskDefinition, inputs: ResolvedInputs, state: StateProposal): Promise<TaskRun> {
  const { options, key } = task;
  const calls = host.flow?.calls;
  const count = calls?.get(key) ?? 0;
  calls?.set(key, count + 1);
  const retries = options.retries ?? 0;
  const unique = newId();
  return host.orchestrator.taskRuns.create({
    flowRunId: host.flow?.flowRun.id ?? null,
    taskKey: key,
    dynamicKey: host.flow === undefined ? unique : `${count}-${host.flow.flowRun.runCount}`,
    name: runName(task, inputs.parameters, unique),
    state,
    taskInputs: inputs.taskInputs,
    tags: [...new Set([...(options.tags ?? []), ...scopeTags()])],
    ...(options.version === undefined ? {} : { taskVersion: options.version }),
    empiricalPolicy: {
      retries,
      retryDelay: retryDelays(options.retryDelaySeconds, retries),
      ...(options.retryJitterFactor === undefined ? {} : { retryJitterFactor: options.retryJitterFactor }),
    },
  });
}

async function attempt(host: TaskHost, task: TaskDefinition, taskRun: TaskRun, parameters: Record<string, unknown>): Promise<TaskOutcome> {
  const send = (state: StateProposal, force = false): ReturnType<Orchestrator['taskRuns']['setState']> =>
    host.orchestrator.taskRuns.setState({ id: taskRun.id }, { state, force });
  for (;;) {
    const running = await proposeRunning(send, host.clock, host.signal);
    if (running.type !== 'RUNNING') return adopted(running);
    await callHooks(host, task, taskRun, running);
    try {
      const value = await execute(host, task, taskRun, parameters);
      const state = await propose(send, { type: 'COMPLETED', name: 'Completed' }, host.clock);
      await callHooks(host, task, taskRun, state);
      return { state, value };
    } catch (error) {
      const state = await fail(host, task, send, error);
      if (isScheduled(state)) continue;
      await callHooks(host, task, taskRun, state);
      return { state, error };
    }
  }
}

async function execute(host: TaskHost, task: TaskDefinition, taskRun: TaskRun, parameters: Record<string, unknown>): Promise<unknown> {
  return runWithin(task.options.timeoutSeconds, host.clock, host.signal, (signal) => {
    const scope: TaskRunScope = { task, taskRun, parameters, signal };
    return withTaskScope(scope, () => task.fn(parameters));
  });
}

async function fail(
  host: TaskHost,
  task: TaskDefinition,
  send: (state: StateProposal, force?: boolean) => ReturnType<Orchestrator['taskRuns']['setState']>,
  error: unknown,
): Promise<State> {
  if (MillraceError.is(error, 'aborted')) throw error;
  if (host.signal.aborted) return propose((state) => send(state, true), { type: 'CANCELLED', name: 'Cancelled', message: messageOf(host.signal.reason) }, host.clock);
  const message = `Task run encountered an exception ${nameOf(error)}: ${messageOf(error)}`;
  const name = error instanceof TimedOut ? 'TimedOut' : 'Failed';
  const worthIt = (await task.options.retryCondition?.(error)) ?? true;
  host.report(`${task.options.name}: ${error instanceof Error ? (error.stack ?? message) : message}`);
  return propose((state) => send(state, !worthIt), { type: 'FAILED', name, message }, host.clock);
}

/** The class of an error, as its name in a state's message. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** A run whose input failed is recorded as Pending and NotReady, and fails for its callers. (Prefect's UpstreamTaskError) */
async function notReady(host: TaskHost, call: TaskCall, error: UpstreamFailed): Promise<TaskOutcome> {
  const inputs = { parameters: { ...call.parameters }, taskInputs: {} };
  const taskRun = await createTaskRun(host, call.task, inputs, { type: 'PENDING', name: 'NotReady', message: error.message });
  call.created(taskRun.id);
  const state = taskRun.state ?? pendingState(error.message);
  return { state, error };
}

const pendingState = (message: string): State => ({ id: '', type: 'PENDING', name: 'NotReady', timestamp: '', message, data: null, stateDetails: {} });

/** The server put another state in the place of Running: cached, paused, cancelled. */
function adopted(state: State): TaskOutcome {
  if (isCompleted(state)) return { state, value: state.data };
  return { state, error: new MillraceError(state.type === 'CANCELLED' ? 'cancelled' : 'failed', `The task run became ${state.name}: ${state.message ?? ''}`) };
}

async function callHooks(host: TaskHost, task: TaskDefinition, taskRun: TaskRun, state: State): Promise<void> {
  const { onRunning, onCompletion, onFailure } = task.options;
  const hooks = state.type === 'RUNNING' ? onRunning : state.type === 'COMPLETED' ? onCompletion : state.type === 'FAILED' ? onFailure : undefined;
  for (const hook of hooks ?? []) {
    try {
      await hook(task, taskRun, state);
    } catch (error) {
      host.report(`A hook of ${task.options.name} failed: ${messageOf(error)}`);
    }
  }
}

function runName(task: TaskDefinition, parameters: Record<string, unknown>, unique: string): string {
  const { taskRunName, name } = task.options;
  if (typeof taskRunName === 'function') return taskRunName(parameters);
  return taskRunName === undefined ? `${name}-${unique.slice(-3)}` : fillTemplate(taskRunName, parameters);
}
