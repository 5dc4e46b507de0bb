import type { Answer, Ask } from './ask.ts';

/**
 * Every state proposed for a run in every state, in the setups in which the answers differ: the same requests are sent
 * to real servers (tools/record-transitions.ts) and to ours (test/contract/transitions.test.ts).
 */

type Json = Record<string, unknown>;

/** One answer, without what differs from run to run: `[setup, from, proposed, http, status, state, reason]`. */
export type TransitionRow = [string, string, string, number, string, string | null, string | null];

/** Which run is asked, and how. */
interface Setup {
  /** Whether the run is one of a deployment. */
  deployment?: boolean;
  retries?: number;
  /** The process that executes the run, as a worker reports it. */
  pid?: string;
  subflow?: boolean;
  force?: boolean;
  /** For task runs: the state of the flow run around it; none when null. */
  flow?: string | null;
  /** Only these states are left; all unless told. */
  from?: string[];
}

const hour = 3_600_000;
const fromNow = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const past = (name?: string): Json => ({
  type: 'SCHEDULED',
  ...(name === undefined ? {} : { name }),
  state_details: { scheduled_time: fromNow(-1000) },
});
const result = { type: 'reference', storage_key: 'kept', storage_block_id: null, serializer_type: 'json' };

/** Every state that a run is brought into or that is proposed for it, as it is sent. */
const states: Readonly<Record<string, () => Json>> = {
  SCHEDULED: () => past(),
  'SCHEDULED in an hour': () => ({ type: 'SCHEDULED', state_details: { scheduled_time: fromNow(hour) } }),
  Late: () => past('Late'),
  AwaitingRetry: () => past('AwaitingRetry'),
  Resuming: () => past('Resuming'),
  PENDING: () => ({ type: 'PENDING' }),
  Submitting: () => ({ type: 'PENDING', name: 'Submitting' }),
  RUNNING: () => ({ type: 'RUNNING' }),
  PAUSED: () => ({ type: 'PAUSED', state_details: { pause_timeout: fromNow(hour), pause_key: '1' } }),
  'PAUSED too long': () => ({ type: 'PAUSED', state_details: { pause_timeout: fromNow(-1000), pause_key: '1' } }),
  Suspended: () => ({
    type: 'PAUSED',
    name: 'Suspended',
    state_details: { pause_timeout: fromNow(hour), pause_key: '1', pause_reschedule: true },
  }),
  CANCELLING: () => ({ type: 'CANCELLING' }),
  COMPLETED: () => ({ type: 'COMPLETED' }),
  'COMPLETED with result': () => ({ type: 'COMPLETED', data: result }),
  FAILED: () => ({ type: 'FAILED' }),
  CANCELLED: () => ({ type: 'CANCELLED' }),
  CRASHED: () => ({ type: 'CRASHED' }),
};

const flowSetups: Readonly<Record<string, Setup>> = {
  deployment: { deployment: true },
  'no deployment': {},
  'deployment, retries left': { deployment: true, retries: 2 },
  'deployment, infrastructure pid': { deployment: true, pid: '4711' },
  'no deployment, forced': { force: true },
  'deployment, infrastructure pid, forced': { deployment: true, pid: '4711', force: true },
  'no deployment, retries left': { retries: 2, from: ['RUNNING'] },
  'deployment, subflow': { deployment: true, subflow: true, from: ['RUNNING', 'PAUSED', 'Suspended'] },
};

const taskSetups: Readonly<Record<string, Setup>> = {
  'flow running': { flow: 'RUNNING' },
  'flow running, retries left': { flow: 'RUNNING', retries: 2 },
  'flow running, forced': { flow: 'RUNNING', force: true },
  'flow pending': { flow: 'PENDING' },
  'flow paused': { flow: 'PAUSED' },
  'flow completed': { flow: 'COMPLETED' },
  'no flow': { flow: null },
};

const flowStates = Object.keys(states);
const onlyOfFlows = new Set(['Late', 'Resuming', 'Submitting', 'PAUSED too long', 'Suspended']);
const taskStates = flowStates.filter((name) => !onlyOfFlows.has(name));

/** The answers of a server to every proposal for flow runs. */
export const probeFlowRuns = (ask: Ask): Promise<TransitionRow[]> => probe(ask, '/flow_runs/', flowSetups, flowStates, flowRunBody);

/** The answers of a server to every proposal for task runs. `apart` leaves out task runs without a flow, new in 3.x. */
export const probeTaskRuns = (ask: Ask, apart: { flowless: boolean }): Promise<TransitionRow[]> => {
  const { 'no flow': flowless, ...within } = taskSetups;
  const setups = apart.flowless && flowless !== undefined ? { ...within, 'no flow': flowless } : within;
  return probe(ask, '/task_runs/', setups, taskStates, taskRunBody);
};

/** Makes what the runs of a setup need, and gives the body that creates them. */
type Prepare = (ask: Ask, setup: Setup) => Promise<Json>;

async function probe(
  ask: Ask,
  path: string,
  setups: Readonly<Record<string, Setup>>,
  names: string[],
  prepare: Prepare,
): Promise<TransitionRow[]> {
  const rows: TransitionRow[] = [];
  for (const [name, setup] of Object.entries(setups)) {
    const base = await prepare(ask, setup);
    for (const from of setup.from ?? names) {
      for (const proposed of names) {
        const unique = path === '/task_runs/' ? { dynamic_key: String(rows.length) } : {};
        const run = await created(ask, path, { ...base, ...unique }, states[from]?.() ?? {});
        if (setup.pid !== undefined) await ask('PATCH', run, { infrastructure_pid: setup.pid });
        const body = { state: states[proposed]?.(), force: setup.force ?? false };
        rows.push([name, from, proposed, ...summary(await ask('POST', `${run}/set_state`, body))]);
      }
    }
  }
  return rows;
}

/** A run in a state. 3.9.1 answers 500 to a run created in a state with data: that one is brought into it by force. */
async function created(ask: Ask, path: string, body: Json, state: Json): Promise<string> {
  const { data } = state;
  const run = path + idOf(await ask('POST', path, { ...body, state: data === undefined ? state : { type: 'RUNNING' } }));
  if (data !== undefined) await ask('POST', `${run}/set_state`, { state, force: true });
  return run;
}

function summary({ status, body: answer }: Answer): [number, string, string | null, string | null] {
  const body = isObject(answer) ? answer : {};
  const state = isObject(body['state']) ? body['state'] : undefined;
  const details = isObject(body['details']) ? body['details'] : {};
  const reason = typeof details['reason'] === 'string' ? details['reason'].replaceAll(/[0-9a-f-]{36}/g, '<id>') : null;
  const shown = state === undefined ? null : `${String(state['type'])}/${String(state['name'])}`;
  return [status, String(body['status'] ?? 'none'), shown, reason];
}

async function flowRunBody(ask: Ask, setup: Setup): Promise<Json> {
  const flow = await ask('POST', '/flows/', { name: 'recorded' });
  const flow_id = idOf(flow);
  const body: Json = { flow_id, ...policyOf(setup) };
  if (setup.subflow === true) {
    const parent = await ask('POST', '/task_runs/', await taskRunBody(ask, { flow: 'RUNNING' }));
    body['parent_task_run_id'] = idOf(parent);
  }
  if (setup.deployment === true) {
    const deployment = await ask('POST', '/deployments/', { name: 'recorded', flow_id });
    body['deployment_id'] = idOf(deployment);
  }
  return body;
}

async function taskRunBody(ask: Ask, setup: Setup): Promise<Json> {
  const task = { task_key: 'recorded', dynamic_key: '0', name: 'recorded', ...policyOf(setup) };
  if (setup.flow === null || setup.flow === undefined) return task;
  const flow = await ask('POST', '/flows/', { name: 'recorded-around' });
  const run = await ask('POST', '/flow_runs/', { flow_id: idOf(flow), state: states[setup.flow]?.() });
  return { ...task, flow_run_id: idOf(run) };
}

function policyOf({ retries }: Setup): Json {
  return retries === undefined ? {} : { empirical_policy: { retries, retry_delay: 0 } };
}

function idOf({ status, body }: Answer): string {
  if (!isObject(body) || typeof body['id'] !== 'string') throw new Error(`No id, but ${status}: ${JSON.stringify(body)}`);
  return body['id'];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
