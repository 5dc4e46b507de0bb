import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { State, StateProposal } from '../core/state.ts';
import { describeState, isCancelled, isCancelling, isCompleted, isScheduled } from '../core/state.ts';
import type { FlowRunScope } from './context.ts';
import { flowScope, withFlowScope } from './context.ts';
import { finalState } from './final-state.ts';
import { callHooks } from './hooks.ts';
import type { Host } from './host.ts';
import type { Level, RunLogs } from './logs.ts';
import { levels } from './logs.ts';
import type { Send, Wanted } from './proposals.ts';
import { propose, proposeRunning, untilDue } from './proposals.ts';
import { concurrent, createSlots } from './task-runner.ts';
import { describeError, isInterruption, nameOf, runWithin, TimedOut } from './timeout.ts';

/** Where and how a flow runs. */
export interface FlowHost extends Host {
  /** Aborted when the run is to be cancelled. */
  signal?: AbortSignal;
}

/** What a flow run came to. */
export interface FlowOutcome {
  flowRun: FlowRun;
  state: State;
  value?: unknown;
  error?: unknown;
}

/** A flow run that is being executed. */
export interface Execution {
  flow: FlowDefinition;
  host: FlowHost;
  flowRun: FlowRun;
  /** Checked, and converted, by the flow's validator. */
  parameters: Readonly<Record<string, unknown>>;
  /** Why the run cannot be: its parameters were refused. */
  refusal?: unknown;
  logs: RunLogs;
}

/** What one attempt wants the run's state to be. */
interface Attempt extends Wanted {
  value?: unknown;
  error?: unknown;
}

/** Runs the flow until the server takes a final state: it decides whether a failure is another attempt to come. */
export async function attempts(run: Execution): Promise<FlowOutcome> {
  const { flow, flowRun, host } = run;
  const signal = host.signal ?? new AbortController().signal;
  const send = sender(run);
  for (let attempt = 1; ; attempt += 1) {
    const running = await proposeRunning(send, host.clock, signal);
    if (running.type !== 'RUNNING') return notRun(run, running);
    const hook = (state: State): Promise<void> => callHooks(flow.options, state.type, (call) => call(flow, flowRun, state), host.report);
    await hook(running);
    const scope = openScope(run, attempt, signal);
    const outcome = await once(run, scope, signal);
    // Those that are under way may start others.
    while (scope.pending.size > 0) await Promise.allSettled(scope.pending);
    if (isFault(outcome.error, signal)) logError(run, outcome.error);
    // Who sees the final state finds the lines that led to it.
    await run.logs.flush();
    const state = await conclude(send, outcome, host);
    if (isScheduled(state)) {
      log(run, 'info', `Attempt ${attempt} failed; the next one starts at ${state.stateDetails.scheduledTime}`);
      await untilDue(state, host.clock, signal);
      continue;
    }
    log(run, isCompleted(state) ? 'info' : 'error', `Flow run '${flowRun.name}' finished in state ${describeState(state)}`);
    await hook(state);
    return { flowRun, state, value: outcome.value, error: isCompleted(state) ? undefined : whyNot(state, outcome) };
  }
}

/** Whether there is an error that people should see: not that the run was told to end. */
const isFault = (error: unknown, signal: AbortSignal): boolean =>
  error !== undefined && !isInterruption(error, signal) && !MillraceError.is(error, 'aborted');

/** Proposes the attempt's state. A run that was asked to stop meanwhile is Cancelled, whatever it came to. */
async function conclude(send: Send, outcome: Attempt, { clock }: Host): Promise<State> {
  const state = await propose(send, outcome, clock);
  if (!isCancelling(state)) return state;
  const message = 'Flow run was cancelled while it ended.';
  return propose(send, { proposal: { type: 'CANCELLED', name: 'Cancelled', message } }, clock);
}

/** A proposal that is sent twice because an answer was lost is known by its transition id. */
function sender({ flowRun, host }: Execution): Send {
  return (state, force = false) =>
    host.orchestrator.flowRuns.setState(
      { id: flowRun.id },
      { state: { ...state, stateDetails: { ...state.stateDetails, transitionId: newId() } }, force },
    );
}

/** One attempt: what it returned or threw, and the state that follows from it. */
async function once(run: Execution, scope: FlowRunScope, signal: AbortSignal): Promise<Attempt> {
  const { flow, host } = run;
  if (run.refusal !== undefined) return refused(run.refusal);
  const parameters = { ...run.parameters };
  const seconds = flow.options.timeoutSeconds;
  const { id, name } = run.flowRun;
  const disarm = seconds === undefined ? undefined : host.supervisor?.arm({ kind: 'flow-run', id, name, seconds });
  try {
    const value = await runWithin(seconds, host.clock, signal, (inner) =>
      withFlowScope({ ...scope, parameters, signal: inner }, async () => flow.fn(parameters)),
    );
    const { proposal, error, isData } = await finalState(value);
    return { proposal: { ...proposal, ...(isData === true ? await kept(run, value) : {}) }, value, error };
  } catch (error) {
    if (MillraceError.is(error, 'aborted')) return await refusedToGoOn(run, error);
    if (signal.aborted) return await interrupted(run, error);
    return failed(error, seconds);
  } finally {
    disarm?.();
  }
}

/** What the state says of a value that the flow wants kept. */
async function kept({ flow, host }: Execution, value: unknown): Promise<Pick<StateProposal, 'data'>> {
  const { persistResult, resultStorage } = flow.options;
  if (persistResult !== true || host.results === undefined) return {};
  return { data: await host.results.write(value, { storage: resultStorage }) };
}

/** Wrong parameters are as wrong at the next attempt: no retry. */
const refused = (error: unknown): Attempt => ({
  proposal: { type: 'FAILED', name: 'Failed', message: messageOf(error) },
  force: true,
  error,
});

function failed(error: unknown, seconds: number | undefined): Attempt {
  if (error instanceof TimedOut) {
    const message = `Flow run exceeded timeout of ${seconds} second(s)`;
    return { proposal: { type: 'FAILED', name: 'TimedOut', message }, error };
  }
  const message = `Flow run encountered an exception: ${nameOf(error)}: ${messageOf(error)}`;
  return { proposal: { type: 'FAILED', name: 'Failed', message }, error };
}

/** A run whose tasks are refused since it is being cancelled ends so; every other refusal is the server's last word. */
async function refusedToGoOn(run: Execution, error: MillraceError): Promise<Attempt> {
  const { state } = await run.host.orchestrator.flowRuns.read({ id: run.flowRun.id });
  if (state === null || !isCancelling(state)) throw error;
  const message = `Flow run was cancelled: ${error.message}`;
  return { proposal: { type: 'CANCELLED', name: 'Cancelled', message }, error };
}

/** A run that was asked to stop is Cancelled; one whose process is taken away has Crashed. */
async function interrupted({ flowRun, host }: Execution, error: unknown): Promise<Attempt> {
  const now = await host.orchestrator.flowRuns.read({ id: flowRun.id });
  const reason = messageOf(host.signal?.reason ?? error);
  if (now.state !== null && (isCancelling(now.state) || isCancelled(now.state))) {
    return { proposal: { type: 'CANCELLED', name: 'Cancelled', message: `Flow run was cancelled: ${reason}` }, error };
  }
  return { proposal: { type: 'CRASHED', name: 'Crashed', message: `Execution was aborted: ${reason}` }, error };
}

const notRun = ({ flowRun }: Execution, state: State): FlowOutcome => ({
  flowRun,
  state,
  error: new MillraceError('aborted', `The flow run did not run: it is ${describeState(state)}.`),
});

/** The state may be another than the wanted one, as Cancelled while a cancellation was under way. */
const whyNot = (state: State, { proposal, error }: Attempt): unknown =>
  error !== undefined && state.type === proposal.type
    ? error
    : new MillraceError(isCancelled(state) ? 'cancelled' : 'failed', `The flow run is ${describeState(state)}.`, {
        cause: error,
      });

const openScope = (run: Execution, attempt: number, signal: AbortSignal): FlowRunScope => ({
  flow: run.flow,
  flowRun: { ...run.flowRun, runCount: attempt },
  parameters: run.parameters,
  host: run.host,
  orchestrator: run.host.orchestrator,
  clock: run.host.clock,
  logs: run.logs,
  logPrints: run.flow.options.logPrints ?? flowScope()?.logPrints ?? false,
  slots: createSlots(run.flow.options.taskRunner ?? concurrent()),
  signal,
  pending: new Set(),
  calls: new Map(),
});

function log({ logs, flowRun }: Execution, level: Level, message: string): void {
  logs.add({ name: 'prefect.flow_runs', level: levels[level], message, flowRunId: flowRun.id, taskRunId: null });
}

const logError = (run: Execution, error: unknown): void =>
  log(run, 'error', `Encountered an exception during execution: ${describeError(error)}`);
