import type { ContractCase, Step } from '../case.ts';

/**
 * How filters of several resources narrow one listing together, as Prefect's own server tests it: the idea is that of
 * its tests/server/models/test_filters.py, the world and the questions are ours.
 */
const create = (call: string, body: object, keep: string): Step => ({ call: `POST ${call}`, body, status: 201, keep: { [keep]: 'id' } });

const flow = (name: string, tags: string[]): Step => create('/flows/', { name: `cf-${name}`, tags }, name);

const run = (keep: string, of: string, [name, ...tags]: readonly string[], more: object): Step =>
  create('/flow_runs/', { flow_id: `{${of}}`, name: `cf ${name}`, tags, ...more }, keep);

const state = (type: string): object => ({ state: { type } });

const task = (keep: string, of: string, type: string): Step =>
  create('/task_runs/', { flow_run_id: `{${of}}`, name: `cf-${keep}`, task_key: keep, dynamic_key: '0', state: { type } }, keep);

const deployment = (keep: string, of: string, more: object = {}): Step =>
  create('/deployments/', { name: keep, flow_id: `{${of}}`, ...more }, keep);

/** Three flows, three deployments, eight runs of which one is a subflow, and five task runs. */
const world: readonly Step[] = [
  create('/work_pools/', { name: 'cf-pool' }, 'pool'),
  flow('lake', ['water', 'big']),
  flow('pond', ['water']),
  flow('peak', []),
  deployment('hourly', 'lake'),
  deployment('paused', 'lake'),
  deployment('pooled', 'peak', { work_pool_name: 'cf-pool' }),
  run('still', 'lake', ['still water', 'a', 'b'], { ...state('COMPLETED'), deployment_id: '{hourly}' }),
  run('deep', 'lake', ['deep water', 'a'], { ...state('FAILED'), deployment_id: '{hourly}' }),
  run('dry', 'lake', ['dry'], { ...state('RUNNING'), deployment_id: '{paused}' }),
  run('muddy', 'pond', ['muddy water', 'a', 'b'], state('COMPLETED')),
  run('frozen', 'pond', ['frozen', 'b'], state('RUNNING')),
  create('/deployments/{pooled}/create_flow_run', { name: 'cf snow', state: { type: 'COMPLETED' } }, 'snow'),
  run('wind', 'peak', ['wind', 'a', 'c'], {
    state: { type: 'SCHEDULED', state_details: { scheduled_time: '2999-01-01T00:00:00Z' } },
  }),
  task('t1', 'still', 'RUNNING'),
  task('t2', 'still', 'COMPLETED'),
  task('t3', 'frozen', 'FAILED'),
  task('t4', 'snow', 'COMPLETED'),
  task('t5', 'dry', 'RUNNING'),
  run('ripple', 'pond', ['ripple'], { ...state('PENDING'), parent_task_run_id: '{t5}' }),
];

type Question = readonly [filters: Record<string, object>, count: number];

const runs: readonly Question[] = [
  [{}, 8],
  [{ flows: { name: { any_: ['cf-lake', 'cf-pond', 'cf-none'] } } }, 6],
  [{ flows: { tags: { all_: ['water'] } } }, 6],
  [{ flows: { tags: { all_: ['water', 'big'] } } }, 3],
  [{ flows: { tags: { is_null_: true } } }, 2],
  [{ flow_runs: { tags: { all_: ['a'] } } }, 4],
  [{ flow_runs: { tags: { all_: ['a', 'b'] } } }, 2],
  [{ flow_runs: { tags: { is_null_: true } } }, 3],
  [{ flow_runs: { name: { like_: 'WATER' } } }, 3],
  [{ flow_runs: { name: { any_: ['cf dry', 'nothing'] } } }, 1],
  [{ flow_runs: { name: { any_: [] } } }, 0],
  [{ flow_runs: { state: { type: { any_: ['COMPLETED'] } } } }, 3],
  [{ flow_runs: { state: { type: { any_: ['FAILED', 'RUNNING'] } } } }, 3],
  [{ flow_runs: { state: { name: { any_: ['Running'] } } } }, 2],
  [{ flow_runs: { state: { type: { any_: ['COMPLETED'] }, name: { any_: ['Running'] } } } }, 0],
  [{ flow_runs: { state: { operator: 'or_', type: { any_: ['COMPLETED'] }, name: { any_: ['Running'] } } } }, 5],
  [{ flow_runs: { deployment_id: { any_: ['{hourly}', '{pooled}'] } } }, 3],
  [{ flow_runs: { deployment_id: { is_null_: true } } }, 4],
  [{ flow_runs: { parent_task_run_id: { is_null_: false } } }, 1],
  [{ flow_runs: { parent_flow_run_id: { any_: ['{dry}'] } } }, 1],
  [{ flow_runs: { expected_start_time: { after_: '2990-01-01T00:00:00Z' } } }, 1],
  [{ flow_runs: { start_time: { before_: '2000-01-01T00:00:00Z' } } }, 0],
  [{ flow_runs: { operator: 'or_', tags: { all_: ['c'] }, state: { type: { any_: ['FAILED'] } } } }, 2],
  [{ deployments: { name: { like_: 'hour' } } }, 2],
  [{ work_pools: { name: { any_: ['cf-pool'] } } }, 1],
  [{ work_pools: { name: { any_: ['cf-pool'] } }, work_pool_queues: { name: { any_: ['default'] } } }, 1],
  [{ work_pools: { name: { any_: ['cf-pool'] } }, work_pool_queues: { name: { any_: ['other'] } } }, 0],
  [{ task_runs: { state: { type: { any_: ['FAILED'] } } } }, 1],
  [{ task_runs: { name: { like_: 'cf-t' } } }, 4],
  [{ task_runs: { state: { type: { any_: ['FAILED'] } } }, flow_runs: { tags: { all_: ['none'] } } }, 0],
];

const flows: readonly Question[] = [
  [{}, 3],
  [{ flow_runs: {} }, 3],
  [{ flow_runs: { tags: { all_: ['a', 'b'] } } }, 2],
  [{ flow_runs: { state: { type: { any_: ['FAILED'] } } } }, 1],
  [{ task_runs: { state: { type: { any_: ['FAILED'] } } } }, 1],
  [{ task_runs: { subflow_runs: { exists_: true } } }, 1],
  [{ deployments: { name: { like_: 'hour' } } }, 1],
  [{ deployments: { name: { any_: ['paused', 'pooled'] } } }, 2],
];

const tasks: readonly Question[] = [
  [{}, 5],
  [{ flow_runs: { tags: { all_: ['b'] } } }, 3],
  [{ task_runs: { state: { type: { any_: ['COMPLETED'] } } } }, 2],
  [{ task_runs: { subflow_runs: { exists_: true } } }, 1],
  [{ task_runs: { subflow_runs: { exists_: false } } }, 4],
  [{ flows: { name: { like_: 'cf-peak' } } }, 1],
  [{ deployments: { name: { any_: ['pooled'] } } }, 1],
];

const deployments: readonly Question[] = [
  [{}, 3],
  [{ deployments: { name: { like_: 'PAUS' } } }, 1],
  [{ flow_runs: { state: { type: { any_: ['FAILED'] } } } }, 1],
  [{ task_runs: { state: { type: { any_: ['COMPLETED'] } } } }, 2],
  [{ work_pools: { name: { any_: ['cf-pool'] } } }, 1],
];

/** Other data of the server is left out by the names of the flows. */
const ask =
  (kind: string) =>
  ([filters, count]: Question): Step => ({
    call: `POST /${kind}/count`,
    body: { ...filters, flows: { name: { like_: 'cf-' }, ...filters['flows'] } },
    status: 200,
    answer: count,
  });

export const filters: readonly ContractCase[] = [
  {
    name: 'filters of several resources narrow a listing together',
    steps: [
      ...world,
      ...runs.map(ask('flow_runs')),
      ...flows.map(ask('flows')),
      ...tasks.map(ask('task_runs')),
      ...deployments.map(ask('deployments')),
    ],
  },
];
