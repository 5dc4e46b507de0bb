import type { ContractCase, Step } from '../case.ts';
import { newFlow } from '../case.ts';

/**
 * Changing many things with one request, as Prefect's own tests/server/orchestration/api/test_bulk_operations.py asks for
 * it: the questions and the data are ours, the answers those of a real 3.9.1.
 */
const run = (name: string, type: string, keep = name): Step => ({
  call: 'POST /flow_runs/',
  body: { flow_id: '{flow}', name, state: { type } },
  status: 201,
  keep: { [keep]: 'id' },
});

const both = { flow_runs: { id: { any_: ['{first}', '{second}'] } } };

const limits = (call: string): Step[] => [
  { call, body: { limit: 0 }, status: 422 },
  { call, body: { limit: 51 }, status: 422 },
];

const withSchema = {
  name: 'd',
  flow_id: '{flow}',
  parameters: { n: 1 },
  enforce_parameter_schema: true,
  parameter_openapi_schema: { type: 'object', properties: { n: { type: 'integer' } } },
};

export const bulk: readonly ContractCase[] = [
  {
    name: 'a state is proposed for each run that a filter selects',
    since: '3.9.1',
    steps: [
      newFlow('contract-bulk-state'),
      run('first', 'PENDING'),
      run('second', 'RUNNING'),
      run('third', 'PENDING'),
      {
        call: 'POST /flow_runs/bulk_set_state',
        body: { flow_runs: { id: { any_: ['{second}'] } }, state: { type: 'PENDING' } },
        status: 200,
        answer: { results: [{ flow_run_id: '{second}', status: 'ABORT', state: { type: 'RUNNING' }, details: { type: 'abort_details' } }] },
      },
      {
        call: 'POST /flow_runs/bulk_set_state',
        body: { ...both, state: { type: 'CANCELLED', name: 'Stopped' } },
        status: 200,
        answer: { results: [1, 2].map(() => ({ flow_run_id: '<uuid>', status: 'ACCEPT', state: { name: 'Stopped' } })) },
      },
      { call: 'GET /flow_runs/{first}', status: 200, answer: { state_type: 'CANCELLED' } },
      { call: 'GET /flow_runs/{third}', status: 200, answer: { state_type: 'PENDING' } },
      {
        call: 'POST /flow_runs/bulk_set_state',
        body: { ...both, state: { type: 'RUNNING' }, force: true, limit: 1 },
        status: 200,
        answer: { results: [{ status: 'ACCEPT', state: { type: 'RUNNING' }, details: { type: 'accept_details' } }] },
      },
      {
        call: 'POST /flow_runs/bulk_set_state',
        body: { flow_runs: { id: { any_: ['{flow}'] } }, state: { type: 'RUNNING' } },
        status: 200,
        answer: { results: [] },
      },
      { call: 'POST /flow_runs/bulk_set_state', body: both, status: 422 },
    ],
  },
  {
    name: 'the runs that a filter selects are deleted',
    since: '3.9.1',
    steps: [
      newFlow('contract-bulk-delete'),
      run('first', 'PENDING'),
      run('second', 'RUNNING'),
      ...limits('POST /flow_runs/bulk_delete'),
      {
        call: 'POST /flow_runs/bulk_delete',
        body: { flow_runs: { ...both.flow_runs, state: { type: { any_: ['RUNNING'] } } } },
        status: 200,
        answer: { deleted: ['{second}'] },
      },
      { call: 'GET /flow_runs/{second}', status: 404 },
      { call: 'POST /flow_runs/bulk_delete', body: { ...both, limit: 1 }, status: 200, answer: { deleted: ['{first}'] } },
      { call: 'POST /flow_runs/bulk_delete', body: both, status: 200, answer: { deleted: [] } },
    ],
  },
  {
    name: 'runs of a deployment are created together, each on its own',
    since: '3.9.1',
    steps: [
      newFlow('contract-bulk-create'),
      { call: 'POST /deployments/', body: withSchema, status: 201, keep: { deployment: 'id' } },
      {
        call: 'POST /deployments/{deployment}/create_flow_run/bulk',
        body: [
          { name: 'x' },
          { parameters: { n: 'many' } },
          { work_queue_name: 'fast' },
          { idempotency_key: 'once' },
          { idempotency_key: 'once' },
        ],
        status: 200,
        answer: {
          results: [
            { flow_run_id: '<uuid>', status: 'CREATED', error: null },
            { flow_run_id: null, status: 'FAILED', error: '<any>' },
            { flow_run_id: null, status: 'FAILED', error: '<any>' },
            { flow_run_id: '<uuid>', status: 'CREATED' },
            { flow_run_id: '<uuid>', status: 'CREATED' },
          ],
        },
        keep: { x: 'results.0.flow_run_id' },
      },
      { call: 'GET /flow_runs/{x}', status: 200, answer: { name: 'x', state_type: 'SCHEDULED', parameters: { n: 1 } } },
      {
        call: 'POST /flow_runs/count',
        body: { deployments: { id: { any_: ['{deployment}'] } } },
        status: 200,
        answer: 2,
      },
      { call: 'POST /deployments/{deployment}/create_flow_run/bulk', body: [], status: 200, answer: { results: [] } },
      {
        call: 'POST /deployments/{deployment}/create_flow_run/bulk',
        body: Array.from({ length: 101 }, () => ({})),
        status: 400,
        answer: { detail: 'Cannot create more than 100 flow runs at once.' },
      },
      { call: 'POST /deployments/{flow}/create_flow_run/bulk', body: [], status: 404 },
      {
        call: 'POST /deployments/bulk_delete',
        body: { deployments: { id: { any_: ['{deployment}'] } } },
        status: 200,
        answer: { deleted: ['{deployment}'] },
      },
      ...limits('POST /deployments/bulk_delete'),
      ...limits('POST /flows/bulk_delete'),
      { call: 'POST /flows/bulk_delete', body: { flows: { id: { any_: ['{flow}'] } } }, status: 200, answer: { deleted: ['{flow}'] } },
      { call: 'GET /flow_runs/{x}', status: 404 },
    ],
  },
  {
    name: 'a run for a queue of a deployment without a pool is refused',
    // 2.13.7 answers 500.
    since: '3.9.1',
    steps: [
      newFlow('contract-queue-of-nothing'),
      { call: 'POST /deployments/', body: { name: 'd', flow_id: '{flow}' }, status: 201, keep: { deployment: 'id' } },
      {
        call: 'POST /deployments/{deployment}/create_flow_run',
        body: { work_queue_name: 'fast' },
        status: 400,
        answer: {
          detail:
            'Cannot create flow run in work queue fast because deployment {deployment} is not associated with a work pool. Please remove work_pool_name and try again.',
        },
      },
    ],
  },
];
