import { fromWire, toWire } from '../../runtime/api/wire.ts';
import { orchestrateFlowRun, orchestrateTaskRun } from '../../runtime/api-server/policies/index.ts';
import type { Decision, FlowRunFacts, Proposal, TaskRunFacts, WireState } from '../../runtime/api-server/policies/rule.ts';
import type { Flow, FlowRun, TaskRun } from '../../runtime/core/entities.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { newId } from '../../runtime/core/ids.ts';
import type { Clock, LogLine, NewEvent, Orchestrator } from '../../runtime/core/ports.ts';
import type { OrchestrationResult, State, StateDetails, StateProposal } from '../../runtime/core/state.ts';
import { defaultStateName, isFinal } from '../../runtime/core/state.ts';
import { toTimestamp } from '../../runtime/core/time.ts';
import { newFlowRunFields } from './entities.ts';

/** An orchestrator in memory that answers by the embedded server's policies, and lets tests see what it was told. */
export interface MemoryOrchestrator extends Orchestrator {
  readonly runs: { flows: Flow[]; flowRuns: FlowRun[]; taskRuns: TaskRun[] };
  readonly lines: LogLine[];
  readonly sent: NewEvent[];
  /** Names of the states that a run was in, oldest first. */
  statesOf(id: string): string[];
  /** Answers the next proposals for any run, instead of the policies. */
  answerNext(...answers: OrchestrationResult[]): void;
}

type Run = FlowRun | TaskRun;

/** See {@link MemoryOrchestrator}. */
export function createMemoryOrchestrator(clock: Pick<Clock, 'now'>): MemoryOrchestrator {
  const runs: MemoryOrchestrator['runs'] = { flows: [], flowRuns: [], taskRuns: [] };
  const history = new Map<string, State[]>();
  const lines: LogLine[] = [];
  const sent: NewEvent[] = [];
  const answers: OrchestrationResult[] = [];
  const cache = new Map<string, WireState>();
  const inputs = new Map<string, string>();
  const now = (): string => toTimestamp(clock.now());

  const write = (run: Run, proposal: Proposal): State => {
    const written = toState(proposal, now());
    const state = { ...written, stateDetails: { ...written.stateDetails, ...idsOf(run) } };
    history.set(run.id, [...(history.get(run.id) ?? []), state]);
    const counted = state.type === 'RUNNING' ? run.runCount + 1 : run.runCount;
    const endTime = isFinal(state) ? state.timestamp : null;
    Object.assign(run, {
      state,
      stateId: state.id,
      stateType: state.type,
      stateName: state.name,
      runCount: counted,
      endTime,
    });
    const parent = 'parentTaskRunId' in run ? runs.taskRuns.find(({ id }) => id === run.parentTaskRunId) : undefined;
    if (parent !== undefined) write(parent, proposal);
    return state;
  };
  const answer = (run: Run, proposal: StateProposal, decide: (proposal: Proposal) => Decision): OrchestrationResult => {
    const given = answers.shift();
    if (given !== undefined) return given;
    const decision = decide(toProposal(proposal, now()));
    if (decision.changes.runCount !== undefined) run.runCount = decision.changes.runCount;
    const state = decision.state === null ? run.state : write(run, decision.state);
    const { status, reason, delaySeconds } = decision;
    const details = { type: `${status.toLowerCase()}_details`, reason: reason ?? null };
    return { state, status, details: delaySeconds === undefined ? details : { ...details, delaySeconds } };
  };
  const add = <R extends Run>(list: R[], run: R, state: StateProposal | null | undefined): R => {
    list.push(run);
    if (state) write(run, toProposal(state, now()));
    return run;
  };

  return {
    runs,
    lines,
    sent,
    statesOf: (id) => (history.get(id) ?? []).map(({ name }) => name),
    answerNext: (...given) => void answers.push(...given),
    flows: {
      async create({ name, tags = [] }) {
        const known = runs.flows.find((flow) => flow.name === name);
        if (known !== undefined) return known;
        const flow = { id: newId(), created: now(), updated: now(), name, tags, labels: {} };
        runs.flows.push(flow);
        return flow;
      },
    },
    flowRuns: {
      create: async ({ state, ...given }) => ({ ...add(runs.flowRuns, flowRun(given, now()), state) }),
      read: async ({ id }) => ({ ...find(runs.flowRuns, id) }),
      async update({ id }, changes) {
        Object.assign(find(runs.flowRuns, id), changes);
        return null;
      },
      async setState({ id }, { state, force = false }) {
        const run = find(runs.flowRuns, id);
        return answer(run, state, (proposal) => orchestrateFlowRun(flowFacts(run, now()), proposal, force));
      },
      async filter({ flowRuns }) {
        const ids = flowRuns?.id?.any_;
        return runs.flowRuns.filter(({ id }) => ids === undefined || ids.includes(id)).map((run) => ({ ...run }));
      },
    },
    taskRuns: {
      create: async ({ state, ...given }) => ({ ...add(runs.taskRuns, taskRun(given, now()), state) }),
      read: async ({ id }) => ({ ...find(runs.taskRuns, id) }),
      async update({ id }, changes) {
        Object.assign(find(runs.taskRuns, id), changes);
        return null;
      },
      async setState({ id }, { state, force = false }) {
        const run = find(runs.taskRuns, id);
        const around = runs.flowRuns.find((flow) => flow.id === run.flowRunId);
        const { cacheKey: key, refreshCache } = state.stateDetails ?? {};
        const cached = state.type === 'RUNNING' && key && refreshCache !== true ? cache.get(key) : undefined;
        const facts = { ...taskFacts(run, around, now()), ...(cached === undefined ? {} : { cached }) };
        const result = answer(run, state, (proposal) => orchestrateTaskRun(facts, proposal, force));
        const written = wireState(result.state);
        if (key && state.type === 'COMPLETED' && result.status === 'ACCEPT' && written !== null) cache.set(key, written);
        return result;
      },
    },
    flowRunInputs: {
      async create({ id }, { key, value }) {
        inputs.set(`${id} ${key}`, value);
        return null;
      },
      async read({ id, key }) {
        const value = inputs.get(`${id} ${key}`);
        if (value === undefined) throw new MillraceError('not-found', 'Flow run input not found');
        return value;
      },
    },
    logs: {
      async create(given) {
        lines.push(...given);
        return null;
      },
    },
    deployments: {
      async readByName({ flow, deployment }) {
        throw new MillraceError('not-found', `There is no deployment ${flow}/${deployment} in memory.`);
      },
      async createFlowRun({ id }) {
        throw new MillraceError('not-found', `There is no deployment ${id} in memory.`);
      },
    },
    events: {
      async create(events) {
        sent.push(...events);
        return null;
      },
    },
  };
}

/** The server says in each state whose it is. */
const idsOf = (run: Run): StateDetails => ('taskKey' in run ? { taskRunId: run.id, flowRunId: run.flowRunId } : { flowRunId: run.id });

function find<R extends Run>(list: readonly R[], id: string): R {
  const run = list.find((candidate) => candidate.id === id);
  if (run === undefined) throw new MillraceError('not-found', `There is no run ${id}.`);
  return run;
}

const toProposal = (state: StateProposal, now: string): Proposal => ({
  type: state.type,
  name: state.name ?? defaultStateName(state.type),
  message: state.message ?? null,
  data: state.data ?? null,
  state_details: {
    ...(state.type === 'SCHEDULED' ? { scheduled_time: now } : {}),
    ...(toWire(state.stateDetails ?? {}) as Proposal['state_details']),
  },
});

const toState = (proposal: Proposal, timestamp: string): State => fromWire({ ...proposal, id: newId(), timestamp }) as State;

const wireState = (state: State | null): WireState | null => toWire(state) as WireState | null;

const flowFacts = (run: FlowRun, now: string): FlowRunFacts => ({
  current: wireState(run.state),
  runCount: run.runCount,
  now,
  policy: toWire(run.empiricalPolicy) as FlowRunFacts['policy'],
  deploymentId: run.deploymentId,
  infrastructurePid: run.infrastructurePid,
  parentTaskRunId: run.parentTaskRunId,
  slots: undefined,
});

const taskFacts = (run: TaskRun, flowRunAround: FlowRun | undefined, now: string): TaskRunFacts => ({
  current: wireState(run.state),
  runCount: run.runCount,
  now,
  policy: toWire(run.empiricalPolicy) as TaskRunFacts['policy'],
  flowRun:
    flowRunAround === undefined ? undefined : { id: flowRunAround.id, type: flowRunAround.stateType, runCount: flowRunAround.runCount },
  flowRunRunCount: run.flowRunRunCount,
  random: 0,
});

const common = (now: string) => ({
  id: newId(),
  created: now,
  updated: now,
  tags: [],
  labels: {},
  stateId: null,
  stateType: null,
  stateName: null,
  state: null,
  runCount: 0,
  expectedStartTime: null,
  nextScheduledStartTime: null,
  startTime: null,
  endTime: null,
  totalRunTime: 0,
  estimatedRunTime: 0,
  estimatedStartTimeDelta: 0,
});

const flowRun = (given: Partial<Omit<FlowRun, 'name'>> & { flowId: string; name?: string | null }, now: string): FlowRun => ({
  ...common(now),
  ...newFlowRunFields,
  ...given,
  name: given.name ?? 'a-run',
});

type GivenTaskRun = Partial<Omit<TaskRun, 'name'>> & { taskKey: string; dynamicKey: string; name?: string | null };

const taskRun = (given: GivenTaskRun, now: string): TaskRun => ({
  ...common(now),
  flowRunId: null,
  cacheKey: null,
  cacheExpiration: null,
  taskVersion: null,
  empiricalPolicy: {},
  taskInputs: {},
  flowRunRunCount: 0,
  ...given,
  name: given.name ?? 'a-task-run',
});
