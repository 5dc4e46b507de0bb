import type { TaskDefinition } from '../core/definitions.ts';
import type { TaskRun } from '../core/entities.ts';
import { newId } from '../core/ids.ts';
import { retryDelays } from '../core/retry.ts';
import type { State, StateProposal } from '../core/state.ts';
import { fillTemplate } from '../core/template.ts';
import type { FlowRunScope } from './context.ts';
import { scopeTags } from './context.ts';
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
  const taskInputs = await findInputs(call.parameters, call.waitFor);
  const pending = { parameters: { ...call.parameters }, taskInputs };
  const taskRun = await createTaskRun(host, call.task, pending, { type: 'PENDING', name: 'Pending' });
  call.created(taskRun.id);
  const logs = host.logs ?? createRunLogs(host);
  try {
    const { parameters } = await resolveInputs(call.parameters, call.waitFor);
    const work = (): Promise<TaskOutcome> => taskAttempts({ host: { ...host, logs }, task: call.task, taskRun, parameters, logs });
    return await (call.slots === undefined ? work() : call.slots.hold(work));
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    return { state: await notReady(host, taskRun, error), error };
  } finally {
    if (host.flow === undefined) await logs.flush();
  }
}

/** A run whose input failed stays Pending and is NotReady; its callers get the error. (Prefect's UpstreamTaskError) */
async function notReady(host: TaskHost, { id }: TaskRun, error: UpstreamFailed): Promise<State> {
  const proposal: StateProposal = { type: 'PENDING', name: 'NotReady', message: error.message };
  const { state } = await host.orchestrator.taskRuns.setState({ id }, { state: proposal, force: true });
  if (state === null) throw error;
  return state;
}

/** Creates the record of a task run; `inputs` name where its parameters came from. */
export function createTaskRun(
  host: Pick<TaskHost, 'orchestrator' | 'flow'>,
  task: Pick<TaskDefinition, 'options' | 'key'>,
  inputs: ResolvedInputs,
  state: StateProposal,
): Promise<TaskRun> {
  const { options, key } = task;
  const retries = options.retries ?? 0;
  const unique = newId();
  return host.orchestrator.taskRuns.create({
    flowRunId: host.flow?.flowRun.id ?? null,
    taskKey: key,
    dynamicKey: dynamicKey(host.flow, key) ?? unique,
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

/** The number of the call and of the flow's attempt: each attempt has task runs of its own. */
function dynamicKey(flow: FlowRunScope | undefined, key: string): string | undefined {
  if (flow === undefined) return undefined;
  const count = flow.calls.get(key) ?? 0;
  flow.calls.set(key, count + 1);
  return `${count}-${flow.flowRun.runCount}`;
}

function runName(task: Pick<TaskDefinition, 'options'>, parameters: Record<string, unknown>, unique: string): string {
  const { taskRunName, name } = task.options;
  if (typeof taskRunName === 'function') return taskRunName(parameters);
  return taskRunName === undefined ? `${name}-${unique.slice(-3)}` : fillTemplate(taskRunName, parameters);
}
