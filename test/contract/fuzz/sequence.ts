import type { Random } from './random.ts';

/** A request in a random sequence; texts may hold `{name}` for what an earlier answer was kept as. */
export interface FuzzStep {
  call: string;
  body?: unknown;
  /** The name under which the answer's id is kept. */
  keep?: string;
}

/** What the steps up to now have made, by the names under which it is kept. */
interface World {
  flows: string[];
  flowRuns: string[];
  taskRuns: string[];
  deployments: string[];
  pools: string[];
  /** The flow runs that have task runs. */
  parents: Set<string>;
  /** Whether only what 2.13.7 knows, too, may be asked for. */
  isOlder: boolean;
}

/** What is made and asked for again. */
type Kept = Exclude<keyof World, 'parents' | 'isOlder'>;

const types = ['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const;
const names = ['AwaitingRetry', 'Late', 'Submitting', 'Suspended', 'Resuming', 'TimedOut'] as const;
const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

/** So many valid requests in a random order; `label` keeps the names of one sequence apart from those of others. */
export function* sequence(random: Random, length: number, label: string, isOlder = false): Generator<FuzzStep> {
  const world: World = { flows: [], flowRuns: [], taskRuns: [], deployments: [], pools: [], parents: new Set(), isOlder };
  yield flow(world, random, label);
  for (let count = 1; count < length; count += 1) {
    const possible = makers.filter(({ needs }) => needs === undefined || world[needs].length > 0);
    const weighted = possible.flatMap((maker) => Array.from({ length: maker.weight }, () => maker));
    yield random.pick(weighted).make(world, random, label);
  }
}

type Make = (world: World, random: Random, label: string) => FuzzStep;

const state = (random: Random): Record<string, unknown> => {
  const type = random.pick(types);
  const details =
    type === 'SCHEDULED'
      ? { scheduled_time: random.pick([past, future]) }
      : type === 'PAUSED'
        ? { pause_timeout: random.pick([past, future]), pause_key: random.pick(['1', '2']), pause_reschedule: random.chance(0.3) }
        : {};
  const name = random.chance(0.15) ? { name: random.pick(names) } : {};
  const message = random.chance(0.3) ? { message: random.pick(['why', 'übel']) } : {};
  return { type, ...name, ...message, state_details: details };
};

const policy = (random: Random): object => (random.chance(0.4) ? { empirical_policy: { retries: random.below(3), retry_delay: 0 } } : {});

const some = (random: Random, list: readonly string[]): string[] => list.filter(() => random.chance(0.4));

const flow: Make = (world, random, label) => {
  const keep = `flow${world.flows.length}`;
  world.flows.push(keep);
  return { call: 'POST /flows/', body: { name: `${label}-${random.below(4)}`, tags: some(random, ['x', 'y']) }, keep };
};

const flowRun: Make = (world, random) => {
  const keep = `flowRun${world.flowRuns.length}`;
  world.flowRuns.push(keep);
  const body = { flow_id: `{${random.pick(world.flows)}}`, name: keep, tags: some(random, ['a', 'b']), ...policy(random) };
  return { call: 'POST /flow_runs/', body: { ...body, state: state(random) }, keep };
};

const taskRun: Make = (world, random) => {
  const keep = `taskRun${world.taskRuns.length}`;
  world.taskRuns.push(keep);
  const keys = { task_key: random.pick(['load', 'save']), dynamic_key: String(random.below(3)) };
  const parent = random.pick(world.flowRuns);
  world.parents.add(parent);
  const body = { flow_run_id: `{${parent}}`, name: keep, ...keys, ...policy(random), state: state(random) };
  return { call: 'POST /task_runs/', body, keep };
};

const proposal =
  (kind: 'flow_runs' | 'task_runs', of: 'flowRuns' | 'taskRuns'): Make =>
  (world, random) => {
    const name = random.pick(world[of]);
    const proposed = { state: state(random), force: random.chance(0.1) };
    // What others say of a run whose process is gone ends the task runs below it here (docs/differences.md).
    const ends = world.parents.has(name) && (proposed.force || proposed.state['type'] === 'CRASHED');
    return { call: `POST /${kind}/{${name}}/set_state`, body: ends ? { state: { type: 'RUNNING' } } : proposed };
  };

const reading =
  (kind: string, of: Kept): Make =>
  (world, random) => ({ call: `GET /${kind}/{${random.pick(world[of])}}` });

const list: Make = (world, random) => {
  const byState = random.chance(0.5) ? { state: { type: { any_: some(random, types) } } } : {};
  const byTags = random.chance(0.3) ? { tags: random.pick([{ all_: ['a'] }, { all_: ['a', 'b'] }, { is_null_: true }]) } : {};
  const byName = random.chance(0.3) ? { name: random.pick([{ like_: 'RUN1' }, { any_: ['flowRun0', 'flowRun2'] }]) } : {};
  const filters = {
    flows: { id: { any_: world.flows.map((name) => `{${name}}`) } },
    flow_runs: { ...byState, ...byTags, ...byName, operator: random.pick(['and_', 'or_']) },
  };
  const page = { sort: random.pick(['NAME_ASC', 'NAME_DESC']), limit: random.pick([1, 5, 200]), offset: random.below(3) };
  return random.chance(0.3)
    ? { call: 'POST /flow_runs/count', body: filters }
    : { call: 'POST /flow_runs/filter', body: { ...filters, ...page } };
};

const change: Make = (world, random) => ({
  call: `PATCH /flow_runs/{${random.pick(world.flowRuns)}}`,
  body: random.pick([{ tags: ['b', 'c'] }, { flow_version: 'v2' }, { infrastructure_pid: '42' }, { parameters: { x: [1, null] } }]),
});

const pool: Make = (world, random, label) => {
  const name = `${label}-pool-${random.below(2)}`;
  if (!world.pools.includes(name)) world.pools.push(name);
  return { call: 'POST /work_pools/', body: { name, type: 'process', concurrency_limit: random.pick([null, 0, 1, 5]) } };
};

const poolCall: Make = (world, random) => {
  const name = random.pick(world.pools);
  return random.pick<FuzzStep>([
    { call: `POST /work_pools/${name}/queues`, body: { name: random.pick(['fast', 'slow']), priority: random.pick([null, 1, 2, 3]) } },
    { call: `PATCH /work_pools/${name}/queues/${random.pick(['default', 'fast'])}`, body: { is_paused: random.chance(0.3) } },
    { call: `POST /work_pools/${name}/queues/filter`, body: {} },
    { call: `PATCH /work_pools/${name}`, body: { is_paused: random.chance(0.3), concurrency_limit: random.pick([null, 1, 5]) } },
    { call: `POST /work_pools/${name}/get_scheduled_flow_runs`, body: {} },
  ]);
};

const deployment: Make = (world, random) => {
  const keep = `deployment${world.deployments.length}`;
  world.deployments.push(keep);
  const place =
    world.pools.length > 0 && random.chance(0.7)
      ? { work_pool_name: random.pick(world.pools), work_queue_name: random.pick([null, 'fast']) }
      : {};
  const body = {
    // A second creation means another thing to 2.13.7 (docs/differences.md).
    name: world.isOlder ? keep : random.pick(['d', 'e']),
    flow_id: `{${random.pick(world.flows)}}`,
    parameters: { a: 1 },
    tags: some(random, ['a', 'd']),
  };
  const paused = random.chance(0.2);
  const switches = world.isOlder ? { is_schedule_active: !paused } : { paused };
  return { call: 'POST /deployments/', body: { ...body, ...place, enforce_parameter_schema: false, ...switches }, keep };
};

const startRun: Make = (world, random) => {
  const keep = `flowRun${world.flowRuns.length}`;
  world.flowRuns.push(keep);
  const body = { name: keep, parameters: random.pick([{}, { a: 2 }, { b: 3 }]), tags: some(random, ['b']) };
  return { call: `POST /deployments/{${random.pick(world.deployments)}}/create_flow_run`, body, keep };
};

const resource: Make = ({ isOlder }, random, label) => {
  const variable = `${label}_${random.below(2)}`.replaceAll('-', '_').toLowerCase();
  return random.pick<FuzzStep>([
    {
      call: 'POST /variables/',
      body: { name: variable, value: random.pick(isOlder ? ['text', 'more'] : ['text', { n: 1 }, [true, null], null]) },
    },
    { call: `PATCH /variables/name/${variable}`, body: { value: isOlder ? String(random.below(9)) : random.below(9) } },
    { call: `GET /variables/name/${variable}` },
    { call: `DELETE /variables/name/${variable}` },
    ...(isOlder ? [] : limitSteps(variable, random)),
    { call: 'POST /artifacts/', body: { key: variable, type: 'markdown', data: random.pick(['# A', { rows: [] }]) } },
    { call: 'POST /artifacts/filter', body: { artifacts: { key: { any_: [variable] } }, sort: 'CREATED_DESC', limit: 2 } },
  ]);
};

/** 2.13.7 makes the limits that nobody has made. */
const limitSteps = (name: string, random: Random): FuzzStep[] => [
  { call: 'POST /v2/concurrency_limits/', body: { name, limit: random.below(4) } },
  { call: 'POST /v2/concurrency_limits/increment', body: { names: [name], slots: 1 + random.below(2) } },
  { call: 'POST /v2/concurrency_limits/decrement', body: { names: [name], slots: 1 } },
  { call: `GET /v2/concurrency_limits/${name}` },
  { call: `DELETE /v2/concurrency_limits/${name}` },
];

const makers: readonly { make: Make; weight: number; needs?: Kept }[] = [
  { make: flow, weight: 1 },
  { make: flowRun, weight: 4, needs: 'flows' },
  { make: taskRun, weight: 3, needs: 'flowRuns' },
  { make: proposal('flow_runs', 'flowRuns'), weight: 10, needs: 'flowRuns' },
  { make: proposal('task_runs', 'taskRuns'), weight: 6, needs: 'taskRuns' },
  { make: reading('flow_runs', 'flowRuns'), weight: 3, needs: 'flowRuns' },
  { make: reading('task_runs', 'taskRuns'), weight: 2, needs: 'taskRuns' },
  { make: reading('deployments', 'deployments'), weight: 1, needs: 'deployments' },
  { make: list, weight: 3, needs: 'flowRuns' },
  { make: change, weight: 1, needs: 'flowRuns' },
  { make: pool, weight: 1 },
  { make: poolCall, weight: 3, needs: 'pools' },
  { make: deployment, weight: 1, needs: 'flows' },
  { make: startRun, weight: 2, needs: 'deployments' },
  { make: resource, weight: 6 },
];
