import type { ContractCase, Step } from '../case.ts';
import { newFlow, newFlowRun, propose } from '../case.ts';

const running: readonly Step[] = [
  { call: 'POST /flow_runs/', body: { flow_id: '{flow}', state: { type: 'RUNNING' } }, status: 201, keep: { flowRun: 'id' } },
];

const newTaskRun = (more: object = {}): Step => ({
  call: 'POST /task_runs/',
  body: { flow_run_id: '{flowRun}', task_key: 'load', dynamic_key: '0', state: { type: 'PENDING' }, ...more },
  status: 201,
  keep: { run: 'id' },
});

/** Task runs and logs. */
export const taskRuns: readonly ContractCase[] = [
  {
    name: 'a task run is created once for its keys, and runs to its end',
    memory: true,
    steps: [
      newFlow('contract-task'),
      ...running,
      newTaskRun({ name: 'load-0', task_inputs: { x: [{ input_type: 'parameter', name: 'x' }] } }),
      propose('task_runs', { type: 'RUNNING' }, { status: 'ACCEPT', state: { name: 'Running' } }),
      propose('task_runs', { type: 'COMPLETED' }, { status: 'ACCEPT', state: { name: 'Completed' } }),
      {
        call: 'GET /task_runs/{run}',
        status: 200,
        answer: {
          name: 'load-0',
          flow_run_id: '{flowRun}',
          state_type: 'COMPLETED',
          run_count: 1,
          task_inputs: { x: [{ input_type: 'parameter', name: 'x' }] },
        },
      },
    ],
  },
  {
    name: 'inputs of a task run are of four kinds, also when they do not say which',
    steps: [
      newFlow('contract-task-inputs'),
      newFlowRun({ state: { type: 'RUNNING' } }),
      ...(
        [
          [{ input_type: 'task_run', id: '0190d9f4-5a9c-4e5b-8f00-000000000001' }],
          [{ input_type: 'parameter', name: 'x' }],
          [{ input_type: 'constant', type: 'int' }],
          [{ id: '0190d9f4-5a9c-4e5b-8f00-000000000001' }, { input_type: 'task_run' }],
          [{ name: 'x' }, { input_type: 'parameter' }],
          [{ type: 'int' }, { input_type: 'constant' }],
        ] as const
      ).map(([input, answer], index) => ({
        call: 'POST /task_runs/',
        body: { flow_run_id: '{run}', task_key: 't', dynamic_key: String(index), task_inputs: { x: [input] } },
        status: 201,
        answer: { task_inputs: { x: [{ ...input, ...answer }] } },
      })),
      ...[{ input_type: 'other' }, { other: 1 }, {}].map((input) => ({
        call: 'POST /task_runs/',
        body: { flow_run_id: '{run}', task_key: 't', dynamic_key: 'refused', task_inputs: { x: [input] } },
        status: 422,
      })),
    ],
  },
  {
    name: 'the same keys give the same task run',
    steps: [
      newFlow('contract-task-keys'),
      ...running,
      newTaskRun(),
      { ...newTaskRun(), status: 200, answer: { id: '{run}' } },
      { call: 'POST /task_runs/filter', body: { flow_runs: { id: { any_: ['{flowRun}'] } } }, status: 200, answer: [{ id: '{run}' }] },
      { call: 'POST /task_runs/count', body: { flow_runs: { id: { any_: ['{flowRun}'] } } }, status: 200, answer: 1 },
    ],
  },
  {
    name: 'a failed task with retries left is retried and renamed',
    memory: true,
    steps: [
      newFlow('contract-task-retry'),
      ...running,
      newTaskRun({ empirical_policy: { retries: 1, retry_delay: 0 } }),
      propose('task_runs', { type: 'RUNNING' }, { status: 'ACCEPT' }),
      propose('task_runs', { type: 'FAILED' }, { status: 'REJECT', state: { name: 'AwaitingRetry' } }),
      propose('task_runs', { type: 'RUNNING' }, { status: 'ACCEPT', state: { name: 'Retrying' } }),
      propose('task_runs', { type: 'FAILED' }, { status: 'ACCEPT', state: { name: 'Failed' } }),
    ],
  },
  {
    name: 'a task of a flow that does not run is not started',
    memory: true,
    steps: [
      newFlow('contract-task-stopped'),
      { call: 'POST /flow_runs/', body: { flow_id: '{flow}', state: { type: 'PENDING' } }, status: 201, keep: { flowRun: 'id' } },
      newTaskRun(),
      propose(
        'task_runs',
        { type: 'RUNNING' },
        { status: 'ABORT', details: { reason: 'The enclosing flow must be running to begin task execution.' } },
        200,
      ),
    ],
  },
  {
    name: 'a subflow shows its state on the task run that stands for it',
    steps: [
      newFlow('contract-subflow'),
      ...running,
      newTaskRun({ task_key: 'child' }),
      {
        call: 'POST /flow_runs/',
        body: { flow_id: '{flow}', parent_task_run_id: '{run}', state: { type: 'PENDING' } },
        status: 201,
        keep: { child: 'id' },
      },
      { call: 'POST /flow_runs/{child}/set_state', body: { state: { type: 'RUNNING' } }, status: 201 },
      {
        call: 'GET /task_runs/{run}',
        status: 200,
        answer: { state_type: 'RUNNING', state: { state_details: { child_flow_run_id: '{child}' } } },
      },
      { call: 'POST /flow_runs/{child}/set_state', body: { state: { type: 'FAILED', message: 'inside' } }, status: 201 },
      { call: 'GET /task_runs/{run}', status: 200, answer: { state_type: 'FAILED', state: { message: 'inside' } } },
      {
        call: 'POST /flow_runs/filter',
        body: { flow_runs: { parent_flow_run_id: { any_: ['{flowRun}'] } } },
        status: 200,
        answer: [{ id: '{child}' }],
      },
    ],
  },
  {
    name: 'a cached result takes the place of another run',
    steps: [
      newFlow('contract-cache'),
      ...running,
      newTaskRun(),
      propose('task_runs', { type: 'RUNNING', state_details: { cache_key: 'contract-key' } }, { status: 'ACCEPT' }),
      propose('task_runs', { type: 'COMPLETED', state_details: { cache_key: 'contract-key' } }, { status: 'ACCEPT' }),
      newTaskRun({ dynamic_key: '1' }),
      propose(
        'task_runs',
        { type: 'RUNNING', state_details: { cache_key: 'contract-key' } },
        { status: 'REJECT', state: { type: 'COMPLETED', name: 'Cached' }, details: { reason: 'Retrieved state from cache' } },
      ),
      newTaskRun({ dynamic_key: '2' }),
      propose(
        'task_runs',
        { type: 'RUNNING', state_details: { cache_key: 'contract-key', refresh_cache: true } },
        { status: 'ACCEPT', state: { name: 'Running' } },
      ),
    ],
  },
  {
    name: 'logs come back in the order of their times',
    steps: [
      newFlow('contract-logs'),
      ...running,
      {
        call: 'POST /logs/',
        body: [
          { name: 'flow', level: 20, message: 'second', timestamp: '2026-01-01T00:00:02Z', flow_run_id: '{flowRun}' },
          { name: 'flow', level: 40, message: 'first', timestamp: '2026-01-01T00:00:01Z', flow_run_id: '{flowRun}' },
        ],
        status: 201,
      },
      {
        call: 'POST /logs/filter',
        body: { logs: { flow_run_id: { any_: ['{flowRun}'] } }, sort: 'TIMESTAMP_ASC' },
        status: 200,
        answer: [
          { message: 'first', level: 40 },
          { message: 'second', level: 20 },
        ],
      },
      {
        call: 'POST /logs/filter',
        body: { logs: { flow_run_id: { any_: ['{flowRun}'] }, level: { ge_: 30 } } },
        status: 200,
        answer: [{ message: 'first' }],
      },
      {
        call: 'POST /logs/filter',
        body: { logs: { flow_run_id: { any_: ['{flowRun}'] } }, limit: 1, offset: 1 },
        status: 200,
        answer: [{ message: 'second' }],
      },
    ],
  },
];
