import type { ContractCase, Step } from '../case.ts';
import { newFlow } from '../case.ts';

const newPool = (name: string, more: object = {}): Step => ({
  call: 'POST /work_pools/',
  body: { name, type: 'process', ...more },
  status: 201,
});

const deployTo = (pool: string, queue: string): Step => ({
  call: 'POST /deployments/',
  body: { name: queue, flow_id: '{flow}', work_pool_name: pool, work_queue_name: queue },
  status: 201,
  answer: { work_pool_name: pool, work_queue_name: queue },
  keep: { [queue]: 'id' },
});

const start = (deployment: string, name: string): Step => ({
  call: `POST /deployments/{${deployment}}/create_flow_run`,
  body: { name },
  status: 201,
  keep: { [name]: 'id' },
});

const due = (pool: string, names: string[], more: object = {}): Step => ({
  call: `POST /work_pools/${pool}/get_scheduled_flow_runs`,
  body: more,
  status: 200,
  answer: names.map((name) => ({ flow_run: { name } })),
});

/** Work pools, their queues and workers. */
export const workPools: readonly ContractCase[] = [
  {
    name: 'a pool has a default queue, and is changed and deleted by name',
    steps: [
      newPool('contract-pool', { description: 'mine', concurrency_limit: 3 }),
      {
        call: 'GET /work_pools/contract-pool',
        status: 200,
        answer: {
          name: 'contract-pool',
          type: 'process',
          description: 'mine',
          concurrency_limit: 3,
          is_paused: false,
          default_queue_id: '<uuid>',
        },
        keep: { pool: 'id' },
      },
      {
        call: 'POST /work_pools/contract-pool/queues/filter',
        body: {},
        status: 200,
        answer: [{ name: 'default', priority: 1, is_paused: false, concurrency_limit: null, work_pool_id: '{pool}' }],
      },
      { call: 'PATCH /work_pools/contract-pool', body: { is_paused: true, concurrency_limit: null }, status: 204 },
      { call: 'GET /work_pools/contract-pool', status: 200, answer: { is_paused: true, concurrency_limit: null } },
      {
        call: 'POST /work_pools/',
        body: { name: 'contract-pool' },
        status: 409,
        answer: { detail: 'A work pool with this name already exists.' },
      },
      {
        call: 'POST /work_pools/filter',
        body: { work_pools: { name: { any_: ['contract-pool'] } } },
        status: 200,
        answer: [{ name: 'contract-pool' }],
      },
      { call: 'DELETE /work_pools/contract-pool', status: 204 },
      { call: 'GET /work_pools/contract-pool', status: 404, answer: { detail: 'Work pool "contract-pool" not found.' } },
    ],
  },
  {
    name: 'queues have unique priorities, and can be paused',
    steps: [
      newPool('contract-queues'),
      {
        call: 'POST /work_pools/contract-queues/queues',
        body: { name: 'second' },
        status: 201,
        answer: { name: 'second', priority: 2 },
        keep: { second: 'id' },
      },
      {
        call: 'POST /work_pools/contract-queues/queues',
        body: { name: 'urgent', priority: 1, concurrency_limit: 2 },
        status: 201,
        answer: { priority: 1, concurrency_limit: 2 },
      },
      {
        call: 'POST /work_pools/contract-queues/queues/filter',
        body: {},
        status: 200,
        answer: [
          { name: 'urgent', priority: 1 },
          { name: 'default', priority: 2 },
          { name: 'second', priority: 3 },
        ],
      },
      { call: 'PATCH /work_pools/contract-queues/queues/second', body: { is_paused: true }, status: 204 },
      { call: 'GET /work_pools/contract-queues/queues/second', status: 200, answer: { id: '{second}', is_paused: true } },
      {
        call: 'GET /work_queues/{second}/status',
        status: 200,
        answer: {
          healthy: false,
          late_runs_count: 0,
          last_polled: null,
          health_check_policy: { maximum_late_runs: 0, maximum_seconds_since_last_polled: 60 },
        },
      },
      { call: 'GET /work_queues/{second}', status: 200, answer: { name: 'second', is_paused: true } },
      { call: 'DELETE /work_pools/contract-queues/queues/second', status: 204 },
      { call: 'GET /work_pools/contract-queues/queues/second', status: 404 },
      { call: 'POST /work_pools/contract-queues/queues', body: { name: 'urgent' }, status: 409 },
      { call: 'GET /work_pools/no-such-pool/queues/default', status: 404 },
    ],
  },
  {
    name: 'due runs come by the priority of their queue, as many as there are slots',
    steps: [
      newPool('contract-due'),
      { call: 'POST /work_pools/contract-due/queues', body: { name: 'urgent', priority: 1 }, status: 201 },
      newFlow('contract-due-flow'),
      deployTo('contract-due', 'default'),
      deployTo('contract-due', 'urgent'),
      start('default', 'first'),
      start('default', 'second'),
      start('urgent', 'third'),
      due('contract-due', ['third', 'first', 'second']),
      due('contract-due', ['third', 'first'], { limit: 2 }),
      due('contract-due', ['first', 'second'], { work_queue_names: ['default'] }),
      due('contract-due', [], { scheduled_before: '2020-01-01T00:00:00Z' }),
      {
        call: 'POST /work_pools/contract-due/get_scheduled_flow_runs',
        body: { work_queue_names: ['nowhere'] },
        status: 404,
        answer: { detail: "Work pool queue 'contract-due/nowhere' not found." },
      },
      { call: 'PATCH /work_pools/contract-due', body: { concurrency_limit: 2 }, status: 204 },
      due('contract-due', ['third', 'first']),
      { call: 'POST /flow_runs/{third}/set_state', body: { state: { type: 'PENDING' } }, status: 201 },
      due('contract-due', ['first']),
      { call: 'PATCH /work_pools/contract-due/queues/default', body: { is_paused: true }, status: 204 },
      due('contract-due', []),
    ],
  },
  {
    name: 'a worker is online as long as it is heard',
    since: '3.9.1',
    steps: [
      newPool('contract-workers'),
      { call: 'POST /work_pools/contract-workers/workers/heartbeat', body: { name: 'w1', heartbeat_interval_seconds: 30 }, status: 204 },
      {
        call: 'POST /work_pools/contract-workers/workers/filter',
        body: {},
        status: 200,
        answer: [{ name: 'w1', status: 'ONLINE', heartbeat_interval_seconds: 30, last_heartbeat_time: '<time>' }],
      },
      {
        call: 'POST /work_pools/contract-workers/workers/filter',
        body: { workers: { status: { any_: ['OFFLINE'] } } },
        status: 200,
        answer: [],
      },
      { call: 'GET /work_pools/contract-workers', status: 200, answer: { status: 'READY' } },
      { call: 'DELETE /work_pools/contract-workers/workers/w1', status: 204 },
      { call: 'POST /work_pools/contract-workers/workers/filter', body: {}, status: 200, answer: [] },
    ],
  },
];
