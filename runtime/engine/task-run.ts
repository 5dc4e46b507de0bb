import type { TaskDefinition } from '../core/definitions.ts';
import type { TaskInput, TaskRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { retryDelays } from '../core/retry.ts';
import { nameFrom } from '../core/name-from.ts';
import type { State, StateProposal } from '../core/state.ts';
import type { FlowRunScope } from './context.ts';
import { scopeTags, taskScope } from './context.ts';
import type { TaskOutcome } from './futures.ts';
import type { ResolvedInputs } from './inputs.ts';
import { findInputs, resolveInputs, UpstreamFailed } from './inputs.ts';
import { createRunLogs } from './logs.ts';
import type { TaskHost } from './task-attempts.ts';
import { taskAttempts } from './task-attempts.ts';
import type { Slots } from './task-runner.ts';

export type { TaskHost } from './task-attempts.ts';

/** A call of a task. */
export interface TaskCall {
  task: TaskDefinition;
  parameters: Readonly<Record<string, unknown>>;
  waitFor: readonly unknown[];
  /** Told the id of the task run once it exists. */
  created(id: string): void;
  /** Where a submitted run waits for its place, once its inputs are there. */
  slots?: Slots | undefined;
}

/**
 * Runs a task to its final state, with retries. Never throws for the task's own failure: that is in the outcome. The
 * run is recorded at once, so that what waits for its inputs is seen to wait.
 */
export async function runTask(host: TaskHost, call: TaskCall): Promise<TaskOutcome> {
  const { task } = call;
  const taskInputs = { ...(await findInputs(call.parameters, call.waitFor)), ...parents() };
  const early = waits(taskInputs) ? undefined : nameBefore(task, call.parameters);
  const pending: StateProposal = { type: 'PENDING', name: 'Pending' };
  const created = await createTaskRun(host, task, { parameters: { ...call.parameters }, taskInputs }, pending, early);
  call.created(created.id);
  const logs = host.logs ?? createRunLogs(host);
  const closed = host.opened?.({ kind: 'task-run', id: created.id, name: created.name, logs });
  try {
    const { parameters } = await resolveInputs(call.parameters, call.waitFor);
    const taskRun = early === undefined ? await named(host, task, created, parameters) : created;
    const work = (): Promise<TaskOutcome> => taskAttempts({ host: { ...host, logs }, task, taskRun, parameters, logs });
    return await (call.slots === undefined ? work() : call.slots.hold(work));
  } catch (error) {
    const state = refusal(error);
    if (state === undefined) throw error;
    return { state: await force(host, created, state), error };
  } finally {
    if (host.flow === undefined) await logs.flush();
    closed?.();
  }
}

/** What becomes of a run that cannot begin; undefined for errors of another kind. */
function refusal(error: unknown): StateProposal | undefined {
  // A run whose input failed stays Pending and is NotReady; its callers get the error. (Prefect's UpstreamTaskError)
  if (error instanceof UpstreamFailed) return { type: 'PENDING', name: 'NotReady', message: error.message };
  if (error instanceof NamingFailed) return { type: 'FAILED', name: 'Failed', message: error.message };
  return undefined;
}

async function force(host: TaskHost, { id, name }: TaskRun, proposal: StateProposal): Promise<State> {
  const { state } = await host.orchestrator.taskRuns.setState({ id }, { state: proposal, force: true });
  if (state === null) throw new MillraceError('failed', `The server has no state of task run '${name}'.`);
  return state;
}

/** Thrown when `taskRunName` is a function that throws. */
class NamingFailed extends MillraceError {}

const waits = (taskInputs: Record<string, TaskInput[]>): boolean =>
  Object.entries(taskInputs).some(([name, inputs]) => !ownInputs.has(name) && inputs.length > 0);

/** Inputs that are no parameters. */
const ownInputs: ReadonlySet<string> = new Set(['wait_for', '__parents__']);

/** The name that the task's options give; undefined when there is none, or finding it failed, which is told later. */
function nameBefore(task: TaskDefinition, parameters: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return customName(task, parameters);
  } catch (error) {
    if (error instanceof NamingFailed) return undefined;
    throw error;
  }
}

/** Gives a run that waited for its inputs the name that they make. */
async function named(host: TaskHost, task: TaskDefinition, taskRun: TaskRun, parameters: Record<string, unknown>): Promise<TaskRun> {
  const name = customName(task, parameters);
  if (name === undefined) return taskRun;
  await host.orchestrator.taskRuns.update({ id: taskRun.id }, { name });
  return { ...taskRun, name };
}

function customName(
  { options, fn }: Pick<TaskDefinition, 'options' | 'fn'>,
  parameters: Readonly<Record<string, unknown>>,
): string | undefined {
  const { taskRunName, name } = options;
  if (typeof taskRunName !== 'function') return taskRunName === undefined ? undefined : nameFrom(taskRunName, parameters, fn);
  try {
    return taskRunName({ ...parameters });
  } catch (error) {
    throw new NamingFailed('invalid', `taskRunName of task '${name}' failed: ${messageOf(error)}`, { cause: error });
  }
}

/** The task run around a task run: what Prefect names `__parents__`. */
function parents(): Record<string, TaskInput[]> {
  const around = taskScope();
  return around === undefined ? {} : { __parents__: [{ input_type: 'task_run', id: around.taskRun.id }] };
}

/** Creates the record of a task run; `inputs` name where its parameters came from. */
export function createTaskRun(
  host: Pick<TaskHost, 'orchestrator' | 'flow'>,
  task: Pick<TaskDefinition, 'options' | 'key'>,
  inputs: ResolvedInputs,
  state: StateProposal,
  name?: string,
): Promise<TaskRun> {
  const { options, key } = task;
  const retries = options.retries ?? 0;
  const unique = newId();
  return host.orchestrator.taskRuns.create({
    flowRunId: host.flow?.flowRun.id ?? null,
    taskKey: key,
    dynamicKey: dynamicKey(host.flow, key) ?? unique,
    name: name ?? `${options.name}-${unique.slice(-3)}`,
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

/** The number of the call and of the flow's attempt: each attempt has task runs of its own. */
function dynamicKey(flow: FlowRunScope | undefined, key: string): string | undefined {
  if (flow === undefined) return undefined;
  const count = flow.calls.get(key) ?? 0;
  flow.calls.set(key, count + 1);
  return `${count}-${flow.flowRun.runCount}`;
}
