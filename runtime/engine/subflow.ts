import type { FlowDefinition, TaskDefinition } from '../core/definitions.ts';
import type { FlowRunScope } from './context.ts';
import type { FlowOutcome } from './flow-run.ts';
import { runFlow } from './flow-run.ts';
import { findInputs, resolveInputs } from './inputs.ts';
import { createTaskRun } from './task-run.ts';

/** Runs a flow inside another: a run of its own, linked through a tracking task run that mirrors its states. */
export async function runSubflow(
  flow: FlowDefinition,
  around: FlowRunScope,
  given: Readonly<Record<string, unknown>>,
): Promise<FlowOutcome> {
  const taskInputs = await findInputs(given, []);
  const { parameters } = await resolveInputs(given, []);
  const id = await trackSubflow(flow.options.name, around, { parameters, taskInputs });
  const running = runFlow(flow, { ...around.host, signal: around.signal }, { parameters, parentTaskRunId: id });
  around.pending.add(running);
  return running.finally(() => around.pending.delete(running));
}

/** Creates the dummy task run that stands for a subflow in its parent, as Prefect records it; its id. */
export async function trackSubflow(flow: string, around: FlowRunScope, inputs: Parameters<typeof createTaskRun>[2]): Promise<string> {
  const task: Pick<TaskDefinition, 'options' | 'key'> = { options: { name: flow }, key: flow };
  const host = { orchestrator: around.orchestrator, flow: around };
  return (await createTaskRun(host, task, inputs, { type: 'PENDING', name: 'Pending' })).id;
}
