import type { Asked, Scenario } from './scenario.ts';

/** The edges of pages, and what deployments, schedules and queues become. */
const flow = (name: string): Asked => ({ call: 'POST /flows/', body: { name: `${name}-{unique}` }, keep: 'flow' });

const mine = { flows: { id: { any_: ['{flow}'] } } };
const names = Array.from({ length: 5 }, (_, index) => `page-${index}`);

const runs: readonly Asked[] = [
  flow('pages'),
  ...names.map((name): Asked => ({ call: 'POST /flow_runs/', body: { flow_id: '{flow}', name, state: { type: 'COMPLETED' } } })),
];

const list = (page: object, kind = 'flow_runs', shows: string[] = ['*.name']): Asked => ({
  call: `POST /${kind}/filter`,
  body: { ...mine, sort: 'NAME_ASC', ...page },
  shows,
});

const numbered = (page: object): Asked => ({
  call: 'POST /flow_runs/paginate',
  body: { ...mine, sort: 'NAME_DESC', ...page },
  shows: ['results.*.name', 'count', 'limit', 'pages', 'page'],
});

const pages: readonly Scenario[] = [
  {
    name: 'a page begins and ends where it is asked to, and is empty beyond the end',
    source: 'orchestration/api/test_pagination.py',
    steps: [
      ...runs,
      ...[{}, { limit: 2 }, { limit: 2, offset: 2 }, { offset: 4, limit: 200 }, { offset: 5 }, { limit: 0 }].map((page) => list(page)),
      ...[{ limit: 201 }, { limit: -1 }, { offset: -1 }, { limit: 'many' }, { sort: 'NAME' }].map((page) => list(page)),
      list({ limit: 1 }, 'flows'),
      list({ limit: 201 }, 'flows'),
      list({ limit: 201 }, 'task_runs'),
      list({ limit: 201 }, 'deployments'),
      { call: 'POST /logs/filter', body: { limit: 201 } },
      { call: 'POST /variables/filter', body: { limit: 201 } },
      { call: 'POST /work_pools/filter', body: { limit: 201 } },
    ],
  },
  {
    name: 'numbered pages say how many there are',
    source: 'orchestration/api/test_flow_runs.py',
    since: '3.9.1',
    steps: [
      ...runs,
      ...[{}, { limit: 2 }, { limit: 2, page: 3 }, { limit: 2, page: 4 }, { page: 0 }, { limit: 0 }, { limit: 5 }].map(numbered),
    ],
  },
];

const deploy = (name: string, more: object = {}): Asked => ({
  call: 'POST /deployments/',
  body: { name, flow_id: '{flow}', ...more },
  keep: name,
  shows: ['paused', 'schedules.*.active', 'tags', 'parameters', 'description', 'version', 'entrypoint', 'work_queue_name'],
});

const write = (name: string, window: object): Asked => ({ call: `POST /deployments/{${name}}/schedule`, body: window });

const times = (name: string): Asked => ({
  call: 'POST /flow_runs/filter',
  body: {
    deployments: { id: { any_: [`{${name}}`] } },
    flow_runs: { expected_start_time: { after_: '2030-01-01T00:00:00Z' } },
    sort: 'EXPECTED_START_TIME_ASC',
  },
  shows: ['*.expected_start_time', '*.auto_scheduled'],
});

/** The switch to summer time in Berlin (2030-03-31) and back (2030-10-27). */
const spring = { start_time: '2030-03-29T00:00:00Z', end_time: '2030-04-02T00:00:00Z', min_runs: 100, max_runs: 100 };
const autumn = { start_time: '2030-10-26T00:00:00Z', end_time: '2030-10-29T00:00:00Z', min_runs: 100, max_runs: 100 };

/** A deployment with one schedule that is written into a window. */
const scheduled = (name: string, schedule: object, ...windows: object[]): Asked[] => [
  deploy(name, { schedules: [{ schedule, active: true }], paused: false }),
  ...windows.map((window) => write(name, window)),
  times(name),
];

const refusedSchedules: readonly object[] = [
  { cron: '61 * * * *' },
  { cron: '0 0 * *' },
  { cron: '0 0 * * *', timezone: 'Mars/Olympus' },
  { interval: 0 },
  { interval: -60 },
  { rrule: 'FREQ=SOMETIMES' },
  { rrule: `FREQ=DAILY;COUNT=1${'\nRRULE:FREQ=DAILY'.repeat(500)}` },
  { rrule: 'FREQ=DAILY', timezone: 'Mars/Olympus' },
  { cron: '0 0 * * *', timezone: '+02:00' },
  { interval: 60, timezone: '+02:00' },
  { rrule: 'FREQ=DAILY', timezone: '+02:00' },
  { cron: '0 0 * * *', timezone: 'utc' },
  { interval: 60, timezone: 'europe/berlin' },
];

/** Names that IANA keeps for older programs, and no name. */
const zones = ['Europe/Berlin', 'US/Pacific', 'EST5EDT', 'CET', 'Etc/GMT-2', 'GMT', ''];

const schedules: readonly Scenario[] = [
  {
    name: 'a schedule that cannot be read is refused',
    source: 'schemas/test_schedules.py',
    since: '3.9.1',
    steps: [flow('unreadable'), ...refusedSchedules.map((schedule) => deploy('bad', { schedules: [{ schedule }] }))],
  },
  {
    name: 'time zones have the names of IANA, and none is UTC',
    source: 'schemas/test_schedules.py',
    since: '3.9.1',
    steps: [
      flow('zones'),
      ...zones.flatMap((timezone, index) =>
        scheduled(
          `zone${index}`,
          { cron: '0 0 1 1 *', timezone },
          { start_time: '2030-06-01T00:00:00Z', end_time: '2031-06-01T00:00:00Z' },
        ),
      ),
    ],
  },
  {
    name: 'a schedule that is not active has no runs',
    source: 'services/test_scheduler.py',
    since: '3.9.1',
    steps: [
      flow('quiet'),
      deploy('inactive', { schedules: [{ schedule: { interval: 3600 }, active: false }] }),
      write('inactive', {}),
      times('inactive'),
    ],
  },
  {
    name: 'written runs are kept apart by their schedule: once more changes nothing',
    source: 'models/test_deployments.py',
    since: '3.9.1',
    steps: [
      flow('twice'),
      deploy('twice', { schedules: [{ schedule: { cron: '0 0 1 1 *', timezone: 'UTC' }, active: true }] }),
      ...[2, 2, 3].flatMap((count) => [
        write('twice', { start_time: '2030-06-01T00:00:00Z', end_time: '2040-01-01T00:00:00Z', min_time: 0, min_runs: count, max_runs: 5 }),
        times('twice'),
      ]),
      write('twice', { start_time: '2050-06-01T00:00:00Z', min_runs: 5 }),
      times('twice'),
    ],
  },
];

export const daylight: readonly Scenario[] = [
  {
    name: 'schedules keep the hour of their time zone, also over the change of summer time',
    source: 'schemas/test_schedules.py',
    since: '3.9.1',
    steps: [
      flow('daylight'),
      ...scheduled('cronSpring', { cron: '30 2 * * *', timezone: 'Europe/Berlin' }, spring),
      ...scheduled('cronAutumn', { cron: '30 2 * * *', timezone: 'Europe/Berlin' }, autumn),
      ...scheduled('either', { cron: '0 6 30 * MON', timezone: 'UTC', day_or: true }, spring),
      ...scheduled('both', { cron: '0 6 1 * MON', timezone: 'UTC', day_or: false }, spring),
      ...scheduled('interval', { interval: 86_400, anchor_date: '2030-01-01T09:00:00+01:00', timezone: 'Europe/Berlin' }, spring),
      ...scheduled('rrule', { rrule: 'DTSTART:20300101T090000\nRRULE:FREQ=DAILY;COUNT=100', timezone: 'Europe/Berlin' }, autumn),
    ],
  },
];

const deployments: readonly Scenario[] = [
  {
    name: 'a deployment of the same name is changed, not made again',
    source: 'orchestration/api/test_deployments.py',
    since: '3.9.1',
    steps: [
      flow('upsert'),
      deploy('d', { description: 'first', tags: ['a'], parameters: { x: 1 }, schedules: [{ schedule: { interval: 60 }, active: true }] }),
      deploy('d', { version: '2', entrypoint: 'flows.py:etl' }),
      deploy('d', { tags: [], paused: true }),
      { call: 'PATCH /deployments/{d}', body: { description: 'second', paused: false } },
      { call: 'GET /deployments/{d}', shows: ['description', 'version', 'entrypoint', 'tags', 'paused', 'parameters'] },
      { call: 'PATCH /deployments/{d}', body: { schedules: [{ schedule: { interval: 120 }, active: true }] } },
      { call: 'GET /deployments/{d}/schedules', shows: ['*.schedule.interval', '*.active'] },
      { call: 'DELETE /deployments/{d}' },
      { call: 'DELETE /deployments/{d}' },
    ],
  },
];

const pool = (name: string): Asked => ({ call: 'POST /work_pools/', body: { name, type: 'process', base_job_template: {} } });
const queue = (name: string, more: object = {}): Asked => ({
  call: 'POST /work_pools/priorities-{unique}/queues',
  body: { name, ...more },
  shows: ['name', 'priority'],
});
const order: Asked = { call: 'POST /work_pools/priorities-{unique}/queues/filter', body: {}, shows: ['*.name', '*.priority'] };
const move = (name: string, priority: unknown): Asked => ({
  call: `PATCH /work_pools/priorities-{unique}/queues/${name}`,
  body: { priority },
});

const queues: readonly Scenario[] = [
  {
    name: 'no two queues of a pool have one priority: those behind make room',
    source: 'models/test_workers.py',
    steps: [
      pool('priorities-{unique}'),
      queue('a'),
      queue('b'),
      queue('c', { priority: 1 }),
      order,
      move('b', 1),
      order,
      move('c', 10),
      order,
      queue('d', { priority: 10 }),
      order,
      move('d', 10),
      move('a', 0),
      move('a', -1),
      queue('e', { priority: 0 }),
      { call: 'DELETE /work_pools/priorities-{unique}/queues/b' },
      order,
    ],
  },
];

export const listings: readonly Scenario[] = [...pages, ...schedules, ...deployments, ...queues];
