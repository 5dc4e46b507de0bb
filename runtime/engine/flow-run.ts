import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRun, FlowRunPolicy } from '../core/entities.ts';
import { toJsonParameters } from '../core/parameters.ts';
import type { Orchestrator } from '../core/ports.ts';
import { retryDelays } from '../core/retry.ts';
import { fillTemplate } from '../core/template.ts';
import { scopeTags } from './context.ts';
import type { FlowHost, FlowOutcome } from './flow-attempts.ts';
import { attempts } from './flow-attempts.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createRunLogs } from './logs.ts';

export type { FlowHost, FlowOutcome } from './flow-attempts.ts';
export type { Supervisor } from './host.ts';

/** A flow run to be executed: one that exists, or one that is to be created (below a task run when it is a subflow). */
export interface FlowCall {
  parameters: Readonly<Record<string, unknown>>;
  flowRun?: FlowRun;
  parentTaskRunId?: string;
}

/** Runs a flow to its final state, with retries. Throws only when the server ends it (`aborted`) or cannot be reached. */
export async function runFlow(flow: FlowDefinition, host: FlowHost, call: FlowCall): Promise<FlowOutcome> {
  const flowRun = call.flowRun ?? (await createFlowRun(flow, host.orchestrator, call));
  const logs = host.logs ?? createRunLogs(host);
  host.opened?.(logs);
  const heartbeats = host.heartbeats ?? createHeartbeats(host.orchestrator);
  // A worker sends the signs of life of the runs that it started; those below them are this process's.
  const stopHeartbeat = call.flowRun === undefined ? heartbeats.start(flowRun.id) : undefined;
  const inner = { ...host, logs, heartbeats };
  try {
    if (call.flowRun !== undefined) await adoptOptions(flow, host.orchestrator, call.flowRun, call.parameters);
    return await attempts({ flow, host: inner, flowRun, parameters: call.parameters, logs });
  } finally {
    stopHeartbeat?.();
    await logs.flush();
  }
}

async function createFlowRun(flow: FlowDefinition, orchestrator: Orchestrator, call: FlowCall): Promise<FlowRun> {
  const { options } = flow;
  const { id } = await orchestrator.flows.create({ name: options.name });
  const name = runName(flow, call.parameters);
  return orchestrator.flowRuns.create({
    flowId: id,
    state: { type: 'PENDING', name: 'Pending' },
    parameters: toJsonParameters(call.parameters),
    tags: [...new Set([...(options.tags ?? []), ...scopeTags()])],
    empiricalPolicy: policyOf(flow),
    ...(name === undefined ? {} : { name }),
    ...(options.version === undefined ? {} : { flowVersion: options.version }),
    ...(call.parentTaskRunId === undefined ? {} : { parentTaskRunId: call.parentTaskRunId }),
  });
}

/** A run that a deployment created learns the options of the code that executes it, when there is something to learn. */
async function adoptOptions(
  flow: FlowDefinition,
  orchestrator: Orchestrator,
  flowRun: FlowRun,
  parameters: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { options } = flow;
  const name = runName(flow, parameters);
  if (options.retries === undefined && name === undefined && options.version === undefined) return;
  await orchestrator.flowRuns.update(
    { id: flowRun.id },
    {
      empiricalPolicy: { ...flowRun.empiricalPolicy, ...policyOf(flow) },
      ...(name === undefined ? {} : { name }),
      ...(options.version === undefined ? {} : { flowVersion: options.version }),
    },
  );
}

/** Prefect's schema has one delay in whole seconds for flows. */
const policyOf = ({ options }: FlowDefinition): FlowRunPolicy => {
  const retries = options.retries ?? 0;
  return { retries, retryDelay: Math.ceil(retryDelays(options.retryDelaySeconds, retries)[0] ?? 0) };
};

function runName(flow: FlowDefinition, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const { flowRunName } = flow.options;
  if (typeof flowRunName === 'function') return flowRunName({ ...parameters });
  return flowRunName === undefined ? undefined : fillTemplate(flowRunName, parameters);
}
