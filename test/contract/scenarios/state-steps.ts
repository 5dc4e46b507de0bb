import type { Asked } from './scenario.ts';

/** Steps of scenarios about the states of runs. */
export const flow: Asked = { call: 'POST /flows/', body: { name: 'states-{unique}' }, keep: 'flow' };

export const newRun = (more: object = {}, keep = 'run'): Asked => ({
  call: 'POST /flow_runs/',
  body: { flow_id: '{flow}', state: { type: 'PENDING' }, ...more },
  keep,
});

export const newTask = (more: object = {}, keep = 'task'): Asked => ({
  call: 'POST /task_runs/',
  body: { flow_run_id: '{run}', task_key: keep, dynamic_key: '0', state: { type: 'PENDING' }, ...more },
  keep,
});

export const to = (kind: 'flow' | 'task', type: string, more: object = {}, name = kind === 'flow' ? 'run' : 'task'): Asked => ({
  call: `POST /${kind}_runs/{${name}}/set_state`,
  body: { state: { type, ...more } },
});

export const flowTo = (type: string, more: object = {}, name = 'run'): Asked => to('flow', type, more, name);
export const taskTo = (type: string, more: object = {}, name = 'task'): Asked => to('task', type, more, name);
export const forced = (asked: Asked): Asked => ({ ...asked, body: { ...(asked.body as object), force: true } });
export const readRun = (...shows: string[]): Asked => ({ call: 'GET /flow_runs/{run}', shows });
export const readTask = (...shows: string[]): Asked => ({ call: 'GET /task_runs/{task}', shows });

export const past = '2020-01-01T00:00:00Z';
export const future = '2999-01-01T00:00:00Z';
export const paused = (details: object = {}): object => ({ state_details: { pause_timeout: future, pause_key: '1', ...details } });
export const retrying = (retries: number, delay: unknown = 0): object => ({ empirical_policy: { retries, retry_delay: delay } });

/** The file of Prefect's tests about the rules for states. */
export const core = 'orchestration/test_core_policy.py';
