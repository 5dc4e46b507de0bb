import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { toJsonParameters } from '../core/parameters.ts';
import type { Clock, Orchestrator } from '../core/ports.ts';
import { retryDelays } from '../core/retry.ts';
import type { State, StateProposal } from '../core/state.ts';
import { isScheduled } from '../core/state.ts';
import { fillTemplate } from '../core/template.ts';
import type { FlowRunScope } from './context.ts';
import { scopeTags, withFlowScope } from './context.ts';
import { finalState } from './final-state.ts';
import { createRunLogs, levels } from './logs.ts';
import type { RunLogs } from './logs.ts';
import { propose, proposeRunning } from './proposals.ts';
import { nameOf } from './task-run.ts';
import { concurrent, createSlots } from './task-runner.ts';
import { runWithin, TimedOut } from './timeout.ts';
import { validate } from './validate.ts';

/** Watches a run from outside of the code that runs it, which may block. */
export interface Supervisor {
  /** Ends the run when it is not disarmed within so many seconds. */
  arm(flowRunId: string, seconds: number): () => void;
}

/** Where and how a flow runs. */
export interface FlowHost {
  orchestrator: Orchestrator;
  clock: Clock;
  /** Aborted when the run is to be cancelled. */
  signal?: AbortSignal;
  supervisor?: Supervisor | undefined;
  /** Told what cannot be told to the server. */
  report(text: string): void;
  /** Given the logs of the run, so that the process can save them when it ends early. */
  opened?(logs: RunLogs): void;
}

/** What a flow run came to. */
export interface FlowOutcome {
  flowRun: FlowRun;
  state: State;
  value?: unknown;
  error?: unknown;
}

/** A flow run to be executed: one that exists, or one that is to be created (below a task run when it is a subflow). */
export interface FlowCall {
  parameters: Readonly<Record<string, unknown>>;
  flowRun?: FlowRun;
  parentTaskRunId?: string;
}

/** Runs a flow to its final state, with retries. Throws only when the server ends it (`aborted`) or cannot be reached. */
export async function runFlow(flow: FlowDefinition, host: FlowHost, call: FlowCall): Promise<FlowOutcome> {
  const flowRun = call.flowRun ?? (await createFlowRun(flow, host.orchestrator, call));
  const logs = createRunLogs(host.orchestrator, host.clock, host.report);
  host.opened?.(logs);
  try {
    if (call.flowRun !== undefined) await adoptOptions(flow, host.orchestrator, call.flowRun, call.parameters);
    return await attempts(flow, host, flowRun, call.parameters, logs);
  } finally {
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
async function adoptOptions(flow: FlowDefinition, orchestrator: Orchestrator, flowRun: FlowRun, parameters: Readonly<Record<string, unknown>>): Promise<void> {
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

const policyOf = ({ options }: FlowDefinition): { retries: number; retryDelay: number } => {
  const retries = options.retries ?? 0;
  return { retries, retryDelay: Math.round(retryDelays(options.retryDelaySeconds, retries)[0] ?? 0) };
};

async function attempts(flow: FlowDefinition, host: FlowHost, flowRun: FlowRun, parameters: Readonly<Record<string, unknown>>, logs: RunLogs): Promise<FlowOutcome> {
  const signal = host.signal ?? new AbortController().signal;
  const send = (state: StateProposal): ReturnType<Orchestrator['flowRuns']['setState']> => host.orchestrator.flowRuns.setState({ id: flowRun.id }, { state });
  for (let attempt = 1; ; attempt += 1) {
    const running = await proposeRunning(send, host.clock, signal);
    if (running.type !== 'RUNNING') return { flowRun, state: running, error: new MillraceError('aborted', `The flow run became ${running.name}.`) };
    await callHooks(flow, flowRun, running, host);
    const scope = openScope(flow, host, { ...flowRun, runCount: attempt }, parameters, logs, signal);
    const outcome = await once(flow, host, scope, signal);
    await Promise.allSettled(scope.pending);
    if (outcome.error !== undefined) log(logs, flowRun.id, 'error', `Encountered an exception during execution: ${describe(outcome.error)}`);
    const state = await propose(send, outcome.proposal, host.clock);
    if (isScheduled(state) && outcome.proposal.type === 'FAILED') {
      log(logs, flowRun.id, 'info', `Retrying: ${state.message ?? ''}`);
      continue;
    }
    log(logs, flowRun.id, state.type === 'COMPLETED' ? 'info' : 'error', `Finished in state ${state.name}${state.message ? `: ${state.message}` : ''}`);
    await callHooks(flow, flowRun, state, host);
    return { flowRun, state, value: outcome.value, error: outcome.error };
  }
}

/** One attempt: what it returned or threw, and the state that follows from it. */
async function once(flow: FlowDefinition, host: FlowHost, scope: FlowRunScope, signal: AbortSignal): Promise<{ proposal: StateProposal; value?: unknown; error?: unknown }> {
  const seconds = flow.options.timeoutSeconds;
  const disarm = seconds === undefined ? undefined : host.supervisor?.arm(scope.flowRun.id, seconds);
  try {
    const parameters = await validate(flow.options, scope.parameters);
    const value = await runWithin(seconds, host.clock, signal, (inner) => withFlowScope({ ...scope, parameters, signal: inner }, () => flow.fn(parameters)));
    const proposal = await finalState(value);
    if (proposal.type === 'COMPLETED') return { proposal, value };
    return { proposal, value, error: new MillraceError('failed', proposal.message ?? `The flow run ended as ${proposal.type}.`) };
  } catch (error) {
    if (MillraceError.is(error, 'aborted')) throw error;
    if (signal.aborted) return { proposal: { type: 'CANCELLED', name: 'Cancelled', message: messageOf(signal.reason) }, error };
    if (error instanceof TimedOut) return { proposal: { type: 'FAILED', name: 'TimedOut', message: `Flow run exceeded timeout of ${seconds} second(s)` }, error };
    const message = `Flow run encountered an exception: ${nameOf(error)}: ${messageOf(error)}`;
    return { proposal: { type: 'FAILED', name: 'Failed', message }, error };
  } finally {
    disarm?.();
  }
}

const openScope = (flow: FlowDefinition, host: FlowHost, flowRun: FlowRun, parameters: Readonly<Record<string, unknown>>, logs: RunLogs, signal: AbortSignal): FlowRunScope => ({
  flow,
  flowRun,
  parameters,
  orchestrator: host.orchestrator,
  clock: host.clock,
  logs,
  slots: createSlots(flow.options.taskRunner ?? concurrent()),
  signal,
  pending: new Set(),
  calls: new Map(),
});

function log(logs: RunLogs, flowRunId: string, level: keyof typeof levels, message: string): void {
  logs.add({ name: 'prefect.flow_runs', level: levels[level], message, flowRunId, taskRunId: null });
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

async function callHooks(flow: FlowDefinition, flowRun: FlowRun, state: State, host: FlowHost): Promise<void> {
  const { onRunning, onCompletion, onFailure, onCancellation, onCrashed } = flow.options;
  const hooks = { RUNNING: onRunning, COMPLETED: onCompletion, FAILED: onFailure, CANCELLED: onCancellation, CRASHED: onCrashed };
  for (const hook of (state.type in hooks ? hooks[state.type as keyof typeof hooks] : undefined) ?? []) {
    try {
      await hook(flow, flowRun, state);
    } catch (error) {
      host.report(`A hook of ${flow.options.name} failed: ${messageOf(error)}`);
    }
  }
}

function runName(flow: FlowDefinition, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const { flowRunName } = flow.options;
  if (typeof flowRunName === 'function') return flowRunName({ ...parameters });
  return flowRunName === undefined ? undefined : fillTemplate(flowRunName, parameters);
}
