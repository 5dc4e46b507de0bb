import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRun, FlowRunPolicy } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { checkParameterSize, toJsonParameters } from '../core/parameters.ts';
import type { Orchestrator } from '../core/ports.ts';
import { retryDelays } from '../core/retry.ts';
import { nameFrom } from '../core/name-from.ts';
import { scopeTags } from './context.ts';
import type { FlowHost, FlowOutcome } from './flow-attempts.ts';
import { attempts } from './flow-attempts.ts';
import { createHeartbeats } from './heartbeats.ts';
import { createRunLogs } from './logs.ts';
import { validate } from './validate.ts';

export type { FlowHost, FlowOutcome } from './flow-attempts.ts';

/** A flow run to be executed: one that exists, or one that is to be created (below a task run when it is a subflow). */
export interface FlowCall {
  parameters: Readonly<Record<string, unknown>>;
  flowRun?: FlowRun;
  parentTaskRunId?: string;
}

/** Runs a flow to its final state, with retries. Throws only when the server ends it (`aborted`) or cannot be reached. */
export async function runFlow(flow: FlowDefinition, host: FlowHost, call: FlowCall): Promise<FlowOutcome> {
  const prepared = await prepare(flow, call.parameters);
  const flowRun = await openFlowRun(flow, host.orchestrator, call, prepared);
  const logs = host.logs ?? createRunLogs(host);
  const closed = host.opened?.({ kind: 'flow-run', id: flowRun.id, name: flowRun.name, logs });
  const heartbeats = host.heartbeats ?? createHeartbeats(host.orchestrator);
  // A worker sends the signs of life of the runs that it started; those below them are this process's.
  const stopHeartbeat = call.flowRun === undefined ? heartbeats.start(flowRun.id) : undefined;
  const { parameters, refusal } = prepared;
  try {
    return await attempts({ flow, host: { ...host, logs, heartbeats }, flowRun, parameters, refusal, logs });
  } finally {
    stopHeartbeat?.();
    await logs.flush();
    closed?.();
  }
}

interface Prepared {
  parameters: Record<string, unknown>;
  /** The name that the flow's options give to the run. */
  name?: string | undefined;
  refusal?: unknown;
}

/** Checks the parameters and names the run by them; what is wrong with them becomes the run's state. */
async function prepare(flow: FlowDefinition, given: FlowCall['parameters']): Promise<Prepared> {
  try {
    const { parameters } = await validate(flow.options, given);
    return { parameters, name: runName(flow, parameters) };
  } catch (error) {
    return { parameters: { ...given }, refusal: error };
  }
}

const openFlowRun = (flow: FlowDefinition, orchestrator: Orchestrator, call: FlowCall, prepared: Prepared): Promise<FlowRun> =>
  call.flowRun === undefined ? createFlowRun(flow, orchestrator, call, prepared) : adoptOptions(flow, orchestrator, call.flowRun, prepared);

async function createFlowRun(flow: FlowDefinition, orchestrator: Orchestrator, call: FlowCall, { name }: Prepared): Promise<FlowRun> {
  const { options } = flow;
  const parameters = toJsonParameters(call.parameters);
  checkParameterSize(parameters, `flow '${options.name}'`);
  const { id } = await orchestrator.flows.create({ name: options.name });
  return orchestrator.flowRuns.create({
    flowId: id,
    state: { type: 'PENDING', name: 'Pending' },
    parameters,
    tags: [...new Set([...(options.tags ?? []), ...scopeTags()])],
    empiricalPolicy: policyOf(flow),
    ...(name === undefined ? {} : { name }),
    ...(options.version === undefined ? {} : { flowVersion: options.version }),
    ...(call.parentTaskRunId === undefined ? {} : { parentTaskRunId: call.parentTaskRunId }),
  });
}

/** A run that a deployment created learns the options of the code that executes it, when there is something to learn. */
async function adoptOptions(flow: FlowDefinition, orchestrator: Orchestrator, flowRun: FlowRun, { name }: Prepared): Promise<FlowRun> {
  const { options } = flow;
  if (options.retries === undefined && name === undefined && options.version === undefined) return flowRun;
  const changes = {
    empiricalPolicy: { ...flowRun.empiricalPolicy, ...policyOf(flow) },
    ...(name === undefined ? {} : { name }),
    ...(options.version === undefined ? {} : { flowVersion: options.version }),
  };
  await orchestrator.flowRuns.update({ id: flowRun.id }, changes);
  return { ...flowRun, ...changes };
}

/** Prefect's schema has one delay in whole seconds for flows. */
const policyOf = ({ options }: FlowDefinition): FlowRunPolicy => {
  const retries = options.retries ?? 0;
  return { retries, retryDelay: Math.ceil(retryDelays(options.retryDelaySeconds, retries)[0] ?? 0) };
};

function runName(flow: FlowDefinition, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const { flowRunName, name } = flow.options;
  if (typeof flowRunName !== 'function') return flowRunName === undefined ? undefined : nameFrom(flowRunName, parameters, flow.fn);
  try {
    return flowRunName({ ...parameters });
  } catch (error) {
    throw new MillraceError('invalid', `flowRunName of flow '${name}' failed: ${messageOf(error)}`, { cause: error });
  }
}
