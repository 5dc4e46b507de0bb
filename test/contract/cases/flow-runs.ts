import type { ContractCase } from '../case.ts';
import { newFlow, newFlowRun, propose } from '../case.ts';

const accepted = (name: string): object => ({ status: 'ACCEPT', state: { name }, details: { type: 'accept_details' } });

/** Flow runs: their states, fields and lists. */
export const flowRuns: readonly ContractCase[] = [
  {
    name: 'a run goes from Pending to Completed, and its bookkeeping follows',
    memory: true,
    steps: [
      newFlow('contract-life'),
      newFlowRun({ state: { type: 'PENDING' }, parameters: { day: 1 }, name: 'first' }),
      propose('flow_runs', { type: 'RUNNING' }, accepted('Running')),
      {
        call: 'GET /flow_runs/{run}',
        status: 200,
        answer: { id: '{run}', name: 'first', state_type: 'RUNNING', run_count: 1, end_time: null, parameters: { day: 1 } },
      },
      propose('flow_runs', { type: 'COMPLETED', message: 'All good' }, accepted('Completed')),
      {
        call: 'GET /flow_runs/{run}',
        status: 200,
        answer: {
          state_type: 'COMPLETED',
          state_name: 'Completed',
          run_count: 1,
          end_time: '<time>',
          state: { message: 'All good', timestamp: '<time>', id: '<uuid>', state_details: { flow_run_id: '{run}' } },
        },
      },
    ],
  },
  {
    name: 'a failure with retries left waits for its next attempt',
    memory: true,
    steps: [
      newFlow('contract-retry'),
      newFlowRun({ state: { type: 'PENDING' }, empirical_policy: { retries: 1, retry_delay: 600 } }),
      propose('flow_runs', { type: 'RUNNING' }, accepted('Running')),
      propose(
        'flow_runs',
        { type: 'FAILED', message: 'no luck' },
        {
          status: 'REJECT',
          state: { type: 'SCHEDULED', name: 'AwaitingRetry', message: 'no luck' },
          details: { type: 'reject_details', reason: 'Retrying' },
        },
      ),
      propose(
        'flow_runs',
        { type: 'RUNNING' },
        { status: 'WAIT', details: { type: 'wait_details', reason: 'Scheduled time is in the future' } },
        200,
      ),
    ],
  },
  {
    name: 'a claim succeeds once',
    memory: true,
    steps: [
      newFlow('contract-claim'),
      newFlowRun({ state: { type: 'SCHEDULED' } }),
      propose('flow_runs', { type: 'PENDING' }, accepted('Pending')),
      propose(
        'flow_runs',
        { type: 'PENDING' },
        {
          status: 'ABORT',
          details: { type: 'abort_details', reason: 'This run is in a PENDING state and cannot transition to a PENDING state.' },
        },
        200,
      ),
    ],
  },
  {
    name: 'a proposal whose answer was lost is answered again',
    since: '3.9.1',
    memory: true,
    steps: [
      newFlow('contract-repeat'),
      newFlowRun({ state: { type: 'SCHEDULED' } }),
      propose(
        'flow_runs',
        { type: 'PENDING', state_details: { transition_id: '0190d9f4-5a9c-4e5b-8f00-000000000001' } },
        accepted('Pending'),
      ),
      propose(
        'flow_runs',
        { type: 'PENDING', state_details: { transition_id: '0190d9f4-5a9c-4e5b-8f00-000000000001' } },
        { status: 'REJECT', state: { name: 'Pending' }, details: { reason: 'This run has already made this state transition.' } },
        200,
      ),
    ],
  },
  {
    name: 'a run that waits is cancelled at once',
    memory: true,
    steps: [
      newFlow('contract-cancel'),
      newFlowRun({ state: { type: 'SCHEDULED' } }),
      propose(
        'flow_runs',
        { type: 'CANCELLING' },
        { status: 'REJECT', state: { type: 'CANCELLED' }, details: { reason: 'Scheduled flow run has no infrastructure to terminate.' } },
      ),
    ],
  },
  {
    name: 'a paused run is resumed, and pauses once for each key',
    steps: [
      newFlow('contract-pause'),
      newFlowRun({ state: { type: 'RUNNING' } }),
      propose(
        'flow_runs',
        { type: 'PAUSED', state_details: { pause_key: '1', pause_timeout: '2999-01-01T00:00:00Z' } },
        accepted('Paused'),
      ),
      { call: 'POST /flow_runs/{run}/resume', body: {}, status: 201, answer: accepted('Running') },
      propose(
        'flow_runs',
        { type: 'PAUSED', state_details: { pause_key: '1', pause_timeout: '2999-01-01T00:00:00Z' } },
        { status: 'REJECT', details: { reason: 'This pause has already fired.' } },
        200,
      ),
      {
        call: 'POST /flow_runs/{run}/resume',
        body: {},
        status: 200,
        answer: { status: 'ABORT', details: { reason: 'Cannot resume a flow run that is not paused.' } },
      },
    ],
  },
  {
    name: 'states are kept in their order',
    steps: [
      newFlow('contract-states'),
      newFlowRun({ state: { type: 'SCHEDULED' } }),
      propose('flow_runs', { type: 'PENDING' }, accepted('Pending')),
      propose('flow_runs', { type: 'RUNNING' }, accepted('Running')),
      propose('flow_runs', { type: 'CRASHED', message: 'gone' }, accepted('Crashed')),
      {
        call: 'GET /flow_run_states/?flow_run_id={run}',
        status: 200,
        answer: [{ name: 'Scheduled' }, { name: 'Pending' }, { name: 'Running' }, { name: 'Crashed', message: 'gone' }],
        keep: { state: '3.id' },
      },
      { call: 'GET /flow_run_states/{state}', status: 200, answer: { id: '{state}', type: 'CRASHED' } },
    ],
  },
  {
    name: 'the same idempotency key gives the same run',
    steps: [
      newFlow('contract-idempotency'),
      newFlowRun({ idempotency_key: 'once' }),
      { call: 'POST /flow_runs/', body: { flow_id: '{flow}', idempotency_key: 'once' }, status: 200, answer: { id: '{run}' } },
    ],
  },
  {
    name: 'a run is changed and deleted',
    steps: [
      newFlow('contract-change'),
      newFlowRun({ tags: ['a'] }),
      {
        call: 'PATCH /flow_runs/{run}',
        body: { name: 'renamed', tags: ['a', 'b'], infrastructure_pid: '42', flow_version: 'v2' },
        status: 204,
      },
      {
        call: 'GET /flow_runs/{run}',
        status: 200,
        answer: { name: 'renamed', infrastructure_pid: '42', flow_version: 'v2', tags: ['a', 'b'], state_type: 'PENDING' },
      },
      { call: 'DELETE /flow_runs/{run}', status: 204 },
      { call: 'GET /flow_runs/{run}', status: 404 },
      { call: 'DELETE /flow_runs/{run}', status: 404, answer: { detail: 'Flow run not found' } },
    ],
  },
  {
    name: 'labels are merged',
    since: '3.9.1',
    steps: [
      newFlow('contract-labels'),
      newFlowRun({ labels: { mine: 'x' } }),
      { call: 'PATCH /flow_runs/{run}/labels', body: { 'prefect.worker.name': 'w' }, status: 204 },
      {
        call: 'GET /flow_runs/{run}',
        status: 200,
        answer: { labels: { mine: 'x', 'prefect.worker.name': 'w', 'prefect.flow.id': '{flow}' } },
      },
    ],
  },
  {
    name: 'lists are filtered by flow, state, tags and name, and sorted',
    steps: [
      newFlow('contract-filter'),
      newFlowRun({ name: 'one', tags: ['x', 'y'], state: { type: 'COMPLETED' } }),
      newFlowRun({ name: 'two', tags: ['x'], state: { type: 'FAILED' } }),
      newFlowRun({ name: 'three', state: { type: 'COMPLETED', name: 'Cached' } }),
      ...(
        [
          [{}, ['one', 'three', 'two']],
          [{ flow_runs: { state: { type: { any_: ['COMPLETED'] } } } }, ['one', 'three']],
          [{ flow_runs: { state: { name: { any_: ['Cached', 'Failed'] } } } }, ['three', 'two']],
          [{ flow_runs: { state: { type: { any_: [] } } } }, []],
          [{ flow_runs: { tags: { all_: ['x', 'y'] } } }, ['one']],
          [{ flow_runs: { tags: { is_null_: true } } }, ['three']],
          [{ flow_runs: { name: { like_: 'T' } } }, ['three', 'two']],
          [{ flow_runs: { name: { any_: ['one'] }, state: { type: { any_: ['FAILED'] } }, operator: 'or_' } }, ['one', 'two']],
          [{ limit: 1, offset: 1 }, ['three']],
          [{ limit: null, offset: 0, flow_runs: null }, ['one', 'three', 'two']],
          [{ deployments: { id: { any_: ['0190d9f4-5a9c-4e5b-8f00-000000000009'] } } }, []],
        ] as const
      ).map(([body, names]) => ({
        call: 'POST /flow_runs/filter',
        body: { flows: { id: { any_: ['{flow}'] } }, sort: 'NAME_ASC', ...body },
        status: 200,
        answer: names.map((name) => ({ name })),
      })),
      { call: 'POST /flow_runs/count', body: { flows: { name: { any_: ['contract-filter'] } } }, status: 200, answer: 3 },
    ],
  },
  {
    name: 'what cannot be read is refused',
    steps: [
      { call: 'POST /flow_runs/', body: {}, status: 422, answer: { exception_message: 'Invalid request received.' }, old: { status: 500 } },
      { call: 'POST /flow_runs/', body: { flow_id: 'nope' }, status: 422 },
      { call: 'GET /flow_runs/0190d9f4-5a9c-4e5b-8f00-000000000002', status: 404, answer: '<any>' },
      { call: 'POST /flow_runs/0190d9f4-5a9c-4e5b-8f00-000000000002/set_state', body: { state: { type: 'RUNNING' } }, status: 404 },
      {
        call: 'POST /flow_runs/filter',
        body: { limit: 201 },
        status: 422,
        answer: { detail: 'Invalid limit: must be less than or equal to 200.' },
      },
      { call: 'POST /flow_runs/filter', body: { offset: -1 }, status: 422 },
      { call: 'POST /flow_runs/filter', body: { sort: 'BY_MOOD' }, status: 422 },
      { call: 'GET /flow_runs/not-a-uuid', status: 404, old: { status: 422 } },
    ],
  },
];
