import type { Asked, Scenario } from './scenario.ts';
import { core, flow, flowTo, forced, newRun, newTask, past, readRun, taskTo } from './state-steps.ts';

const final: readonly Scenario[] = [
  {
    name: 'what has ended is not started again without a deployment, but by force',
    source: core,
    steps: ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'].flatMap((type) => [
      flow,
      newRun(),
      flowTo('RUNNING'),
      flowTo(type),
      flowTo('RUNNING'),
      flowTo('SCHEDULED', { name: 'AwaitingRetry' }),
      forced(flowTo('SCHEDULED', { name: 'AwaitingRetry' })),
    ]),
  },
  {
    name: 'a completed task run stays completed, a failed one ends once',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      ...['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'].flatMap((type) => [
        newTask({ dynamic_key: type }),
        taskTo('RUNNING'),
        taskTo(type),
        taskTo('RUNNING'),
        taskTo('COMPLETED'),
        taskTo('CRASHED'),
      ]),
    ],
  },
  {
    name: 'a result is not lost to a state that has none',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      flowTo('COMPLETED', { data: { type: 'reference', storage_key: 'kept', storage_block_id: null, serializer_type: 'json' } }),
      flowTo('COMPLETED', { message: 'again' }),
      forced(flowTo('COMPLETED', { message: 'by force' })),
      readRun('state.message', 'state.data.storage_key'),
    ],
  },
  {
    name: 'a run is cancelled at once where nothing runs, and asked to end where something does',
    source: core,
    since: '3.9.1',
    steps: [
      flow,
      newRun({ state: { type: 'SCHEDULED' } }),
      flowTo('CANCELLING'),
      newRun(),
      flowTo('CANCELLING'),
      newRun({}, 'run'),
      flowTo('RUNNING'),
      flowTo('CANCELLING'),
      flowTo('CANCELLING'),
      flowTo('PENDING'),
      flowTo('CANCELLED'),
      readRun('state_name'),
    ],
  },
  {
    name: 'only what is scheduled becomes late',
    source: 'services/test_late_runs.py',
    since: '3.9.1',
    steps: ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED'].flatMap((type) => [
      flow,
      newRun({ state: { type } }),
      flowTo('SCHEDULED', { name: 'Late', state_details: { scheduled_time: past } }),
      readRun('state_name'),
    ]),
  },
];

const limited = (name: string, strategy = 'ENQUEUE'): Asked[] => [
  flow,
  {
    call: 'POST /deployments/',
    body: { name, flow_id: '{flow}', concurrency_limit: 1, concurrency_options: { collision_strategy: strategy } },
    keep: 'deployment',
  },
  { call: 'POST /deployments/{deployment}/create_flow_run', body: { empirical_policy: { retries: 1, retry_delay: 3600 } }, keep: 'run' },
  { call: 'POST /deployments/{deployment}/create_flow_run', body: {}, keep: 'second' },
];

const taken: Asked = { call: 'GET /deployments/{deployment}', shows: ['global_concurrency_limit.active_slots'] };

const slots: readonly Scenario[] = [
  {
    name: 'a slot of a deployment is taken with Pending, and given back with the end',
    source: core,
    since: '3.9.1',
    steps: [
      ...limited('ends'),
      flowTo('PENDING'),
      taken,
      flowTo('PENDING', {}, 'second'),
      flowTo('RUNNING'),
      flowTo('PENDING', {}, 'second'),
      flowTo('CANCELLING'),
      taken,
      flowTo('CANCELLED'),
      taken,
      forced(flowTo('SCHEDULED', {}, 'second')),
      flowTo('PENDING', {}, 'second'),
      taken,
    ],
  },
  {
    name: 'a run that waits in its process for its next attempt keeps its slot',
    source: core,
    since: '3.9.1',
    steps: [
      ...limited('retried'),
      flowTo('PENDING'),
      flowTo('RUNNING'),
      flowTo('FAILED'),
      taken,
      flowTo('PENDING', {}, 'second'),
      forced(flowTo('RUNNING')),
      flowTo('COMPLETED'),
      taken,
    ],
  },
  {
    name: 'a run that would wait for a slot is cancelled where the deployment says so',
    source: core,
    since: '3.9.1',
    steps: [...limited('cancels', 'CANCEL_NEW'), flowTo('PENDING'), flowTo('PENDING', {}, 'second'), flowTo('CRASHED'), taken],
  },
  {
    name: 'a claim that is refused takes no slot',
    source: core,
    since: '3.9.1',
    steps: [...limited('refused'), flowTo('PENDING'), flowTo('PENDING'), taken, flowTo('PENDING', {}, 'second'), flowTo('FAILED'), taken],
  },
];

/** How runs end, are cancelled and become late, and the slots of deployments. */
export const ends: readonly Scenario[] = [...final, ...slots];
