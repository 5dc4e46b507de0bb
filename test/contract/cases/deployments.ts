import type { ContractCase, Step } from '../case.ts';
import { newFlow } from '../case.ts';

const newDeployment = (name: string, more: object = {}): Step => ({
  call: 'POST /deployments/',
  body: { name, flow_id: '{flow}', ...more },
  status: 201,
  keep: { deployment: 'id' },
});

const schema = { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] };
const cron = { cron: '0 6 * * *', timezone: 'Europe/Berlin', day_or: true };

/** Deployments, their schedules, and the runs that they start. */
export const deployments: readonly ContractCase[] = [
  {
    name: 'a deployment is created once and updated by name',
    steps: [
      newFlow('contract-deploy'),
      newDeployment('d', { tags: ['a'], parameters: { x: 1 }, entrypoint: 'f.ts:f', version: '1', description: 'what' }),
      {
        call: 'GET /deployments/{deployment}',
        status: 200,
        answer: {
          name: 'd',
          flow_id: '{flow}',
          tags: ['a'],
          parameters: { x: 1 },
          entrypoint: 'f.ts:f',
          version: '1',
          description: 'what',
          work_pool_name: null,
          work_queue_name: null,
        },
      },
      { call: 'GET /deployments/name/contract-deploy/d', status: 200, answer: { id: '{deployment}' } },
      {
        call: 'POST /deployments/',
        body: { name: 'd', flow_id: '{flow}', tags: ['b'] },
        status: 200,
        answer: { id: '{deployment}', tags: ['b'] },
      },
      {
        call: 'POST /deployments/filter',
        body: { deployments: { name: { any_: ['d'] } }, flows: { id: { any_: ['{flow}'] } } },
        status: 200,
        answer: [{ id: '{deployment}' }],
      },
      { call: 'POST /deployments/count', body: { flows: { id: { any_: ['{flow}'] } } }, status: 200, answer: 1 },
      { call: 'DELETE /deployments/{deployment}', status: 204 },
      { call: 'GET /deployments/{deployment}', status: 404, answer: { detail: 'Deployment not found' } },
      { call: 'GET /deployments/name/contract-deploy/d', status: 404, answer: { detail: 'Deployment not found' } },
    ],
  },
  {
    name: 'a second creation keeps the queue when it names none',
    steps: [
      newFlow('contract-deploy-again'),
      { call: 'POST /work_pools/', body: { name: 'contract-again' }, status: 201 },
      newDeployment('d', { description: 'first', version: '1', tags: ['a'], parameters: { x: 1 }, work_pool_name: 'contract-again' }),
      {
        call: 'POST /deployments/',
        body: { name: 'd', flow_id: '{flow}', version: '2' },
        status: 200,
        answer: { id: '{deployment}', version: '2', work_pool_name: 'contract-again' },
      },
    ],
  },
  {
    name: 'a second creation changes what it mentions, but for parameters and schedules, which begin anew',
    since: '3.9.1',
    steps: [
      newFlow('contract-deploy-keeps'),
      newDeployment('d', {
        description: 'first',
        tags: ['a'],
        parameters: { x: 1 },
        paused: true,
        concurrency_limit: 3,
        job_variables: { env: { A: '1' } },
        schedules: [{ schedule: { interval: 3600 }, active: false }],
      }),
      {
        call: 'POST /deployments/',
        body: { name: 'd', flow_id: '{flow}', version: '2', tags: ['b'] },
        status: 200,
        answer: {
          id: '{deployment}',
          version: '2',
          tags: ['b'],
          description: 'first',
          parameters: {},
          paused: true,
          job_variables: { env: { A: '1' } },
          global_concurrency_limit: { limit: 3 },
          schedules: [],
        },
      },
    ],
  },
  {
    name: 'a deployment starts runs with its parameters and tags',
    steps: [
      newFlow('contract-run-deployment'),
      newDeployment('d', { tags: ['deployed'], parameters: { a: 1, b: 2 } }),
      {
        call: 'POST /deployments/{deployment}/create_flow_run',
        body: { parameters: { b: 3 }, tags: ['mine'], name: 'by-hand', idempotency_key: 'k' },
        status: 201,
        answer: {
          name: 'by-hand',
          deployment_id: '{deployment}',
          flow_id: '{flow}',
          parameters: { a: 1, b: 3 },
          state_type: 'SCHEDULED',
          state_name: 'Scheduled',
          auto_scheduled: false,
        },
        keep: { run: 'id' },
      },
      { call: 'POST /deployments/{deployment}/create_flow_run', body: { idempotency_key: 'k' }, status: 200, answer: { id: '{run}' } },
      {
        call: 'POST /flow_runs/filter',
        body: { flow_runs: { id: { any_: ['{run}'] }, tags: { all_: ['deployed', 'mine'] } } },
        status: 200,
        answer: [{ id: '{run}' }],
      },
      {
        call: 'POST /deployments/{deployment}/create_flow_run',
        body: {},
        status: 201,
        answer: { parameters: { a: 1, b: 2 }, name: '<any>' },
      },
      { call: 'POST /deployments/0190d9f4-5a9c-4e5b-8f00-000000000003/create_flow_run', body: {}, status: 404 },
    ],
  },
  {
    name: 'parameters are checked against the schema when the deployment says so',
    since: '3.9.1',
    steps: [
      newFlow('contract-parameters'),
      newDeployment('strict', { parameter_openapi_schema: schema, enforce_parameter_schema: true }),
      {
        call: 'POST /deployments/{deployment}/create_flow_run',
        body: { parameters: {} },
        status: 409,
        answer: { detail: "Error creating flow run: Validation failed. Failure reason: 'day' is a required property" },
      },
      { call: 'POST /deployments/{deployment}/create_flow_run', body: { parameters: { day: 'monday' } }, status: 201 },
      newDeployment('lax', { parameter_openapi_schema: schema, enforce_parameter_schema: false }),
      { call: 'POST /deployments/{deployment}/create_flow_run', body: { parameters: {} }, status: 201 },
    ],
  },
  {
    name: 'schedules are listed, changed and deleted one by one',
    since: '3.9.1',
    steps: [
      newFlow('contract-schedules'),
      newDeployment('d', { schedules: [{ schedule: cron, active: true, slug: 'daily' }] }),
      {
        call: 'GET /deployments/{deployment}/schedules',
        status: 200,
        answer: [{ active: true, slug: 'daily', schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin' } }],
        keep: { first: '0.id' },
      },
      {
        call: 'POST /deployments/{deployment}/schedules',
        body: [{ schedule: { interval: 3600 }, active: false }],
        status: 201,
        answer: [{ active: false, schedule: { interval: 3600 } }],
        keep: { second: '0.id' },
      },
      { call: 'PATCH /deployments/{deployment}/schedules/{second}', body: { active: true }, status: 204 },
      { call: 'DELETE /deployments/{deployment}/schedules/{first}', status: 204 },
      { call: 'GET /deployments/{deployment}/schedules', status: 200, answer: [{ id: '{second}', active: true }] },
      { call: 'DELETE /deployments/{deployment}/schedules/{first}', status: 404 },
    ],
  },
  {
    name: 'a schedule writes its next runs when it is asked to',
    since: '3.9.1',
    steps: [
      newFlow('contract-scheduled-runs'),
      newDeployment('d', { schedules: [{ schedule: cron, active: true, parameters: { from: 'schedule' } }], tags: ['nightly'] }),
      { call: 'POST /deployments/{deployment}/schedule', body: {}, status: 200 },
      {
        call: 'POST /flow_runs/filter',
        body: { deployments: { id: { any_: ['{deployment}'] } }, sort: 'EXPECTED_START_TIME_ASC', limit: 1 },
        status: 200,
        answer: [
          {
            auto_scheduled: true,
            state_name: 'Scheduled',
            state: { message: 'Flow run scheduled' },
            parameters: { from: 'schedule' },
            created_by: { type: 'SCHEDULE' },
          },
        ],
      },
      { call: 'POST /flow_runs/count', body: { deployments: { id: { any_: ['{deployment}'] } } }, status: 200, answer: 3 },
      { call: 'POST /deployments/{deployment}/pause_deployment', status: 200 },
      { call: 'POST /flow_runs/count', body: { deployments: { id: { any_: ['{deployment}'] } } }, status: 200, answer: 0 },
      { call: 'GET /deployments/{deployment}', status: 200, answer: { paused: true } },
      { call: 'POST /deployments/{deployment}/resume_deployment', status: 200 },
      { call: 'GET /deployments/{deployment}', status: 200, answer: { paused: false } },
    ],
  },
  {
    name: 'a limit of a deployment is a global limit of its own',
    since: '3.9.1',
    steps: [
      newFlow('contract-deployment-limit'),
      newDeployment('d', { concurrency_limit: 1, concurrency_options: { collision_strategy: 'CANCEL_NEW' } }),
      {
        call: 'GET /deployments/{deployment}',
        status: 200,
        answer: {
          concurrency_limit: null,
          global_concurrency_limit: { name: 'deployment:{deployment}', limit: 1, active_slots: 0 },
          concurrency_options: { collision_strategy: 'CANCEL_NEW' },
        },
      },
      { call: 'POST /deployments/{deployment}/create_flow_run', body: {}, status: 201, keep: { run: 'id' } },
      { call: 'POST /flow_runs/{run}/set_state', body: { state: { type: 'PENDING' } }, status: 201, answer: { status: 'ACCEPT' } },
      { call: 'POST /deployments/{deployment}/create_flow_run', body: {}, status: 201, keep: { second: 'id' } },
      {
        call: 'POST /flow_runs/{second}/set_state',
        body: { state: { type: 'PENDING' } },
        status: 201,
        answer: {
          status: 'REJECT',
          state: { type: 'CANCELLED', message: 'Deployment concurrency limit reached.' },
          details: { reason: 'Deployment concurrency limit reached.' },
        },
      },
    ],
  },
  {
    name: 'what cannot be deployed is refused',
    steps: [
      {
        call: 'POST /deployments/',
        body: { name: 'd' },
        status: 422,
        answer: { exception_message: 'Invalid request received.' },
        old: { status: 500 },
      },
      newFlow('contract-refused-deployment'),
      { call: 'POST /deployments/', body: { name: 'd', flow_id: '{flow}', work_pool_name: 'no-such-pool' }, status: 404 },
      {
        call: 'POST /deployments/',
        body: { name: 'd', flow_id: '{flow}', schedules: [{ schedule: { cron: 'at noon' } }] },
        status: 422,
      },
    ],
  },
];
