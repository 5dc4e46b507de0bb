import type { Scenario } from './scenario.ts';
import { core, flow, flowTo, future, newRun, newTask, past, paused, readRun, readTask, retrying, taskTo } from './state-steps.ts';

const flowRetries: readonly Scenario[] = [
  {
    name: 'a flow run is tried as often as it may be, and no more',
    source: core,
    memory: true,
    steps: [
      flow,
      newRun(retrying(2)),
      flowTo('RUNNING'),
      flowTo('FAILED', { message: 'one' }),
      flowTo('RUNNING'),
      flowTo('FAILED', { message: 'two' }),
      flowTo('RUNNING'),
      readRun('run_count', 'state_name', 'empirical_policy.retries'),
      flowTo('FAILED', { message: 'three' }),
      readRun('run_count', 'state_name', 'state.message'),
    ],
  },
  {
    name: 'the next attempt of a flow run waits for its time, and may be forced',
    source: core,
    memory: true,
    steps: [
      flow,
      newRun(retrying(1, 3600)),
      flowTo('RUNNING'),
      flowTo('FAILED'),
      flowTo('RUNNING'),
      flowTo('COMPLETED'),
      readRun('state_name', 'run_count'),
    ],
  },
  {
    name: 'only a failure is tried again: what crashed, was cancelled or was paused is not',
    source: core,
    steps: ['CRASHED', 'CANCELLED', 'COMPLETED'].flatMap((type) => [flow, newRun(retrying(3)), flowTo('RUNNING'), flowTo(type)]),
  },
  {
    name: 'a flow run without a policy is not tried again; one that fails before it runs, neither',
    source: core,
    memory: true,
    steps: [flow, newRun(), flowTo('RUNNING'), flowTo('FAILED'), newRun(retrying(3)), flowTo('FAILED'), readRun('state_name', 'run_count')],
  },
  {
    name: 'the policy of 2.x releases counts where the new one says nothing',
    source: core,
    steps: [
      flow,
      newRun({ empirical_policy: { max_retries: 1, retry_delay_seconds: 0 } }),
      flowTo('RUNNING'),
      flowTo('FAILED'),
      flowTo('RUNNING'),
      flowTo('FAILED'),
    ],
  },
];

const taskRetries: readonly Scenario[] = [
  {
    name: 'a task run is tried as often as it may be, and its states say so',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      newTask(retrying(2)),
      taskTo('RUNNING'),
      taskTo('FAILED', { message: 'one' }),
      taskTo('RUNNING'),
      taskTo('FAILED', { message: 'two' }),
      taskTo('RUNNING'),
      taskTo('FAILED', { message: 'three' }),
      readTask('run_count', 'state_name', 'flow_run_run_count'),
    ],
  },
  {
    name: 'each attempt of a task run has its own delay, and those beyond the list have the last one',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      newTask(retrying(3, [0, 0, 3600])),
      ...['RUNNING', 'FAILED', 'RUNNING', 'FAILED', 'RUNNING', 'FAILED', 'RUNNING'].map((type) => taskTo(type)),
    ],
  },
  {
    name: 'a failure that says that another attempt is of no use is not tried again',
    source: core,
    since: '3.9.1',
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      newTask(retrying(3)),
      taskTo('RUNNING'),
      taskTo('FAILED', { state_details: { retriable: false } }),
      readTask('state_name'),
    ],
  },
  {
    name: 'task runs do not begin in a flow run that does not run',
    source: core,
    steps: ['PENDING', 'COMPLETED', 'FAILED', 'CANCELLED', 'PAUSED'].flatMap((type) => [
      flow,
      newRun({ state: { type, ...(type === 'PAUSED' ? paused() : {}) } }),
      newTask(),
      taskTo('RUNNING'),
      readTask('state_name', 'run_count'),
    ]),
  },
  {
    name: 'a task run that begins again in the next attempt of its flow run may be tried anew',
    source: core,
    steps: [
      flow,
      newRun(retrying(1)),
      flowTo('RUNNING'),
      newTask(),
      taskTo('RUNNING'),
      taskTo('FAILED'),
      taskTo('RUNNING'),
      flowTo('FAILED'),
      flowTo('RUNNING'),
      taskTo('RUNNING'),
      readTask('state_name', 'run_count', 'flow_run_run_count'),
      taskTo('COMPLETED'),
      taskTo('RUNNING'),
    ],
  },
];

const caching: readonly Scenario[] = [
  {
    name: 'a result in the cache is taken until it expires, and not by who asks for a new one',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      newTask({}, 'first'),
      taskTo('RUNNING', {}, 'first'),
      taskTo('COMPLETED', { state_details: { cache_key: 'key-{unique}', cache_expiration: future }, data: { kept: 1 } }, 'first'),
      newTask({}, 'second'),
      taskTo('RUNNING', { state_details: { cache_key: 'key-{unique}' } }, 'second'),
      newTask({}, 'third'),
      taskTo('RUNNING', { state_details: { cache_key: 'key-{unique}', refresh_cache: true } }, 'third'),
      newTask({}, 'fourth'),
      taskTo('RUNNING', { state_details: { cache_key: 'other-{unique}' } }, 'fourth'),
      taskTo('COMPLETED', { state_details: { cache_key: 'other-{unique}', cache_expiration: past } }, 'fourth'),
      newTask({}, 'fifth'),
      taskTo('RUNNING', { state_details: { cache_key: 'other-{unique}' } }, 'fifth'),
    ],
  },
];

const pauses: readonly Scenario[] = [
  {
    name: 'a run pauses once for each key, and is resumed before its time is over',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      flowTo('PAUSED', paused()),
      flowTo('PAUSED', paused({ pause_key: '2' })),
      flowTo('RUNNING'),
      flowTo('PAUSED', paused()),
      flowTo('PAUSED', paused({ pause_key: '2' })),
      flowTo('RUNNING'),
      readRun('state_name', 'run_count'),
    ],
  },
  {
    name: 'a pause whose time is over ends in a failure',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('RUNNING'),
      flowTo('PAUSED', paused({ pause_timeout: past })),
      flowTo('RUNNING'),
      readRun('state_name', 'state.message', 'run_count'),
    ],
  },
  {
    name: 'what does not run cannot pause, and what belongs to no deployment cannot be suspended',
    source: core,
    steps: [
      flow,
      newRun(),
      flowTo('PAUSED', paused()),
      newRun({ state: { type: 'COMPLETED' } }),
      flowTo('PAUSED', paused()),
      newRun(),
      flowTo('RUNNING'),
      flowTo('PAUSED', { name: 'Suspended', ...paused({ pause_reschedule: true }) }),
      readRun('state_name'),
    ],
  },
  {
    name: 'only what is paused is resumed',
    source: 'orchestration/api/test_flow_runs.py',
    steps: [
      flow,
      newRun(),
      { call: 'POST /flow_runs/{run}/resume', body: {}, shows: ['status', 'details.reason', 'state'] },
      flowTo('RUNNING'),
      flowTo('PAUSED', paused()),
      { call: 'POST /flow_runs/{run}/resume', body: {}, shows: ['status', 'state.name'] },
      { call: 'POST /flow_runs/{run}/resume', body: {}, shows: ['status', 'details.reason'] },
    ],
  },
  {
    name: 'a suspended run of a deployment is scheduled when it is resumed',
    source: core,
    steps: [
      flow,
      { call: 'POST /deployments/', body: { name: 'suspended', flow_id: '{flow}' }, keep: 'deployment' },
      { call: 'POST /deployments/{deployment}/create_flow_run', body: {}, keep: 'run' },
      flowTo('PENDING'),
      flowTo('RUNNING'),
      flowTo('PAUSED', { name: 'Suspended', ...paused({ pause_reschedule: true }) }),
      readRun('state_name', 'state.state_details.pause_reschedule'),
      { call: 'POST /flow_runs/{run}/resume', body: {}, shows: ['status', 'state.name'] },
      flowTo('PENDING'),
      flowTo('RUNNING'),
      readRun('state_name', 'run_count'),
    ],
  },
];

/** Retries, caches and pauses. */
export const states: readonly Scenario[] = [...flowRetries, ...taskRetries, ...caching, ...pauses];
