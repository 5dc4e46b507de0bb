import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRunScope } from './context.ts';
import type { FlowOutcome } from './flow-run.ts';
import { runFlow } from './flow-run.ts';
import { resolveInputs } from './inputs.ts';
import { createTaskRun } from './task-run.ts';

const report = (text: string): void => {
  process.emitWarning(text);
};

/** Runs a flow inside another: a run of its own, linked through a tracking task run that mirrors its states. */
export async function runSubflow(flow: FlowDefinition, around: FlowRunScope, given: Readonly<Record<string, unknown>>): Promise<FlowOutcome> {
  const inputs = await resolveInputs(given, []);
  const host = { orchestrator: around.orchestrator, clock: around.clock, signal: around.signal, flow: around, report };
  const tracking = await createTaskRun(host, trackingTask(flow), inputs, { type: 'PENDING', name: 'Pending' });
  return runFlow(flow, host, { parameters: inputs.parameters, parentTaskRunId: tracking.id });
}

/** The dummy task that stands for a subflow in its parent, as Prefect records it. */
export const trackingTask = (flow: Pick<FlowDefinition, 'options'>): Parameters<typeof createTaskRun>[1] => ({
  options: { name: flow.options.name },
  key: flow.options.name,
  fn: () => undefined,
});
