import { newId } from '../../core/ids.ts';
import type { StateType } from '../../core/state.ts';
import { defaultStateName, isFinal } from '../../core/state.ts';
import { parseTime, toMilliseconds, toTimestamp } from '../../core/time.ts';
import { orchestrateFlowRun, orchestrateTaskRun } from '../policies/index.ts';
import type { Decision, FlowRunFacts, Proposal, TaskRunFacts, WireDetails, WireState } from '../policies/rule.ts';
import { notFound } from '../routes/route.ts';
import type { Output } from '../routes/route.ts';
import { deploymentLimit } from './deployment-limits.ts';
import { bookkeeping } from './bookkeeping.ts';
import type { Row, SqlValue, Tx } from './database.ts';
import { flowRunEvent, taskRunEvent } from './run-events.ts';
import { readFlowRun, updateFlowRun } from './flow-runs.ts';
import { parseColumn, textOf } from './rows.ts';
import { freeTagSlots, freeTagSlotsOfFlow, fullTag, takeTagSlots } from './tag-slots.ts';
import { cachedState, rememberState } from './task-cache.ts';
import { readTaskRun, updateTaskRun } from './task-runs.ts';

/** A state as a request carries it. */
export interface StateRequest {
  type: StateType;
  name?: string | null;
  message?: string | null;
  data?: unknown;
  state_details?: Readonly<Record<string, unknown>> | null;
}

/** An answer to a proposal (`OrchestrationResult`). */
export interface Proposed extends Output {
  body: { state: WireState | null; status: Decision['status']; details: object };
}

/** Proposes a state for a flow run; the answer is an OrchestrationResult with Prefect's status code. */
export function proposeFlowRunState(tx: Tx, id: string, request: StateRequest, force: boolean): Proposed {
  const row = readFlowRun(tx, id);
  if (row === undefined) throw notFound('Flow run');
  const current = parseColumn<WireState | null>(row, 'state', null);
  const facts: FlowRunFacts = {
    current,
    runCount: Number(row['run_count']),
    now: tx.now(),
    policy: parseColumn(row, 'empirical_policy', {}),
    deploymentId: textOf(row, 'deployment_id'),
    infrastructurePid: textOf(row, 'infrastructure_pid'),
    parentTaskRunId: textOf(row, 'parent_task_run_id'),
    slots: request.type === 'PENDING' || request.type === 'SCHEDULED' ? slotsOf(tx, row) : undefined,
  };
  const proposal = toProposal(request, facts.now);
  const decision = known(orchestrateFlowRun(facts, proposal, force), proposal);
  if (decision.changes.policy !== undefined) updateFlowRun(tx, id, { empirical_policy: JSON.stringify(decision.changes.policy) });
  const written = decision.state === null ? undefined : writeFlowRunState(tx, row, decision.state, facts.policy.resuming === true);
  return answer(decision, written ?? current);
}

/** A decision whose state, also another than the proposed one, bears the proposal's id: sent again, it is known. */
function known(decision: Decision, proposal: Proposal): Decision {
  const id = proposal.state_details.transition_id;
  if (!id || decision.state === null) return decision;
  return { ...decision, state: { ...decision.state, state_details: { ...decision.state.state_details, transition_id: id } } };
}

/** Writes a state of a flow run without asking the rules: what services and creation do. */
export function writeFlowRunState(tx: Tx, row: Row, proposal: Proposal, resuming = false): WireState {
  const id = String(row['id']);
  const current = parseColumn<WireState | null>(row, 'state', null);
  const parent = textOf(row, 'parent_task_run_id');
  const state = stamp(tx, proposal, current, parent === null ? { flow_run_id: id } : { flow_run_id: id, task_run_id: parent });
  tx.run('INSERT INTO flow_run_state (id, flow_run_id, timestamp, type, name, state) VALUES (?, ?, ?, ?, ?, ?)', ...stateRow(state, id));
  updateFlowRun(tx, id, changed(row, bookkeeping(row, current, state, resuming)));
  if (resuming && (state.type === 'RUNNING' || isFinal(state))) {
    updateFlowRun(tx, id, { empirical_policy: JSON.stringify({ ...parseColumn(row, 'empirical_policy', {}), resuming: false }) });
  }
  if (isFinal(state)) freeTagSlotsOfFlow(tx, id);
  if (parent !== null) mirror(tx, parent, state, id);
  tx.emit(flowRunEvent(tx, row, current, state));
  return state;
}

/** A state that a client has decided about, with every field. */
export function stateOf(
  given: Readonly<Record<string, unknown>>,
  run: { id: string; timestamp: string; taskRunId: string; flowRunId: string | null },
): WireState {
  const { type = 'PENDING', name, message, data, state_details: details } = given as Partial<StateRequest>;
  const request = { type, name: name ?? null, message: message ?? null, data, state_details: details ?? {} };
  const { state_details: kept, ...state } = toProposal(request, run.timestamp);
  const ids = { task_run_id: run.taskRunId, flow_run_id: run.flowRunId };
  return {
    ...state,
    id: run.id,
    timestamp: run.timestamp,
    message: state.message ?? null,
    data: state.data ?? null,
    state_details: { ...noDetails, ...kept, ...ids },
  };
}

/** Proposes a state for a task run; the answer is an OrchestrationResult with Prefect's status code. */
export function proposeTaskRunState(tx: Tx, id: string, request: StateRequest, force: boolean): Proposed {
  const row = readTaskRun(tx, id);
  if (row === undefined) throw notFound('Task run');
  const current = parseColumn<WireState | null>(row, 'state', null);
  const flowRun = flowRunAround(tx, row);
  const proposal = toProposal(request, tx.now());
  const facts: TaskRunFacts = {
    current,
    runCount: Number(row['run_count']),
    now: tx.now(),
    policy: parseColumn(row, 'empirical_policy', {}),
    flowRun,
    flowRunRunCount: Number(row['flow_run_run_count']),
    random: Math.random(),
    cached: cachedState(tx, proposal),
    fullTag: proposal.type === 'RUNNING' ? fullTag(tx, row) : undefined,
  };
  const decision = known(orchestrateTaskRun(facts, proposal, force), proposal);
  if (decision.changes.runCount !== undefined) {
    row['run_count'] = decision.changes.runCount;
    updateTaskRun(tx, id, { run_count: decision.changes.runCount });
  }
  const written = decision.state === null ? undefined : writeTaskRunState(tx, row, decision.state, flowRun?.runCount);
  if (written?.type === 'RUNNING' && current?.type !== 'RUNNING' && !force) takeTagSlots(tx, row);
  return answer(decision, written ?? current);
}

/** Writes a state of a task run without asking the rules. */
export function writeTaskRunState(tx: Tx, row: Row, proposal: Proposal, flowRunRunCount?: number): WireState {
  const id = String(row['id']);
  const current = parseColumn<WireState | null>(row, 'state', null);
  const state = stamp(tx, proposal, current, { flow_run_id: textOf(row, 'flow_run_id'), task_run_id: id });
  tx.run('INSERT INTO task_run_state (id, task_run_id, timestamp, type, name, state) VALUES (?, ?, ?, ?, ?, ?)', ...stateRow(state, id));
  const changes = bookkeeping(row, current, state, false);
  if (state.type === 'RUNNING' && flowRunRunCount !== undefined) changes['flow_run_run_count'] = flowRunRunCount;
  updateTaskRun(tx, id, changed(row, changes));
  if (current?.type === 'RUNNING' && state.type !== 'RUNNING') freeTagSlots(tx, row);
  if (state.name !== 'Cached') rememberState(tx, state);
  tx.emit(taskRunEvent(row, current, state));
  return state;
}

/** A request's state with its defaults: a name from the type, and a time for what is scheduled. */
export function toProposal(request: StateRequest, now: string): Proposal {
  const details: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(request.state_details ?? {})) details[key] = normalised(key, value);
  if (request.type === 'SCHEDULED' && !details['scheduled_time']) details['scheduled_time'] = now;
  return {
    type: request.type,
    name: request.name ?? defaultStateName(request.type),
    message: request.message ?? null,
    data: request.data ?? null,
    state_details: details,
  };
}

const timeKeys: ReadonlySet<string> = new Set(['scheduled_time', 'cache_expiration', 'pause_timeout']);

const normalised = (key: string, value: unknown): unknown =>
  timeKeys.has(key) && (typeof value === 'string' || typeof value === 'number') ? (parseTime(value) ?? value) : value;

/** Every field of `StateDetails`, so that clients of both generations find theirs. */
const noDetails: WireDetails = {
  flow_run_id: null,
  task_run_id: null,
  child_flow_run_id: null,
  scheduled_time: null,
  cache_key: null,
  cache_expiration: null,
  deferred: false,
  untrackable_result: false,
  pause_timeout: null,
  pause_reschedule: false,
  pause_key: null,
  run_input_keyset: null,
  refresh_cache: null,
  retriable: null,
  transition_id: null,
  task_parameters_id: null,
  traceparent: null,
  deployment_concurrency_lease_id: null,
};

function stamp(tx: Tx, proposal: Proposal, current: WireState | null, ids: WireDetails): WireState {
  const now = tx.now();
  return {
    id: newId(),
    type: proposal.type,
    name: proposal.name,
    // Two states of a run never share a time, so that their order is theirs.
    timestamp: current !== null && current.timestamp >= now ? toTimestamp(toMilliseconds(current.timestamp) + 0.001) : now,
    message: proposal.message ?? null,
    data: proposal.data ?? null,
    state_details: { ...noDetails, ...proposal.state_details, ...ids },
  };
}

/** What differs from the row: SQLite writes the indexes of every column that a statement names. */
const changed = (row: Row, values: Readonly<Record<string, SqlValue>>): Record<string, SqlValue> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => row[name] !== value));

const stateRow = (state: WireState, runId: string): SqlValue[] => [
  state.id,
  runId,
  state.timestamp,
  state.type,
  state.name,
  JSON.stringify(state),
];

/** The tracking task run of a subflow has the subflow's state. (UpdateSubflowParentTask) */
function mirror(tx: Tx, taskRunId: string, state: WireState, childId: string): void {
  const row = readTaskRun(tx, taskRunId);
  if (row === undefined) return;
  const details = { ...state.state_details, child_flow_run_id: childId };
  writeTaskRunState(tx, row, { ...state, state_details: details });
}

function flowRunAround(tx: Tx, row: Row): TaskRunFacts['flowRun'] {
  const id = textOf(row, 'flow_run_id');
  if (id === null) return undefined;
  const run = tx.get('SELECT state_type, run_count, state FROM flow_run WHERE id = ?', id);
  if (run === undefined) return { id, type: null, runCount: 0 };
  const state = parseColumn<WireState | null>(run, 'state', null);
  const { pause_timeout: pauseTimeout = null, pause_reschedule: pauseReschedule = false } = state?.state_details ?? {};
  return { id, type: state?.type ?? null, runCount: Number(run['run_count']), pauseTimeout, pauseReschedule };
}

/** The slots of a run's deployment. */
function slotsOf(tx: Tx, row: Row): FlowRunFacts['slots'] {
  const deploymentId = textOf(row, 'deployment_id');
  if (deploymentId === null) return undefined;
  const limit = deploymentLimit(tx, deploymentId);
  if (limit === undefined || limit.active !== 1) return undefined;
  const deployment = tx.get('SELECT concurrency_options FROM deployment WHERE id = ?', deploymentId) ?? {};
  const options = parseColumn<{ collision_strategy?: 'ENQUEUE' | 'CANCEL_NEW' }>(deployment, 'concurrency_options', {});
  return {
    limit: limit.limit,
    taken: limit.active_slots,
    strategy: options.collision_strategy ?? 'ENQUEUE',
    waitSeconds: tx.settings.concurrencySlotWait,
  };
}

function answer(decision: Decision, state: WireState | null): Proposed {
  const { status, reason } = decision;
  const type = `${status.toLowerCase()}_details`;
  const details =
    status === 'ACCEPT' ? { type } : status === 'WAIT' ? { type, delay_seconds: decision.delaySeconds, reason } : { type, reason };
  return { status: decision.state === null ? 200 : 201, body: { state, status, details } };
}
