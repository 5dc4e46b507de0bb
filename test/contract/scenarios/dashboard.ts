import type { Asked, Scenario } from './scenario.ts';

/** What Prefect's own page asks for. */
const flow = (name: string): Asked => ({ call: 'POST /flows/', body: { name: `${name}-{unique}` }, keep: name });
const run = (state: object, keep: string): Asked => ({ call: 'POST /flow_runs/', body: { flow_id: '{page}', name: keep, state }, keep });
const task = (type: string, key: string): Asked => ({
  call: 'POST /task_runs/',
  body: { flow_run_id: '{done}', task_key: key, dynamic_key: '0', name: key, state: { type } },
  keep: key,
});
const mine = { flows: { id: { any_: ['{page}'] } } };
const far = { type: 'SCHEDULED', state_details: { scheduled_time: '2090-01-02T00:00:00Z' } };
const near = { type: 'SCHEDULED', state_details: { scheduled_time: '2090-01-01T00:00:00Z' } };
const some: readonly Asked[] = [
  flow('page'),
  flow('other'),
  run({ type: 'COMPLETED' }, 'done'),
  run({ type: 'FAILED' }, 'failed'),
  run(far, 'far'),
  run(near, 'near'),
  task('COMPLETED', 'one'),
  task('FAILED', 'two'),
  task('RUNNING', 'three'),
  { call: 'POST /flow_runs/', body: { flow_id: '{other}', parent_task_run_id: '{one}', state: { type: 'PENDING' } }, keep: 'child' },
];

const runs: readonly Scenario[] = [
  {
    name: 'charts of runs have a point for each, in the order that is asked for',
    source: 'orchestration/api/ui/test_flow_runs.py',
    since: '3.9.1',
    steps: [
      ...some,
      ...[
        {},
        { sort: 'NAME_ASC' },
        { sort: 'NAME_ASC', limit: 1, offset: 1 },
        { flow_runs: { state: { type: { any_: ['FAILED'] } } } },
      ].map((body): Asked => ({
        call: 'POST /ui/flow_runs/history',
        body: { ...mine, sort: 'NAME_DESC', ...body },
        shows: ['*.id', '*.state_type', '*.timestamp', '*.duration', '*.lateness'],
      })),
      { call: 'POST /ui/flow_runs/history', body: { limit: 1001 } },
      { call: 'POST /ui/flow_runs/history', body: { sort: 'AGE' } },
    ],
  },
  {
    name: 'tasks of runs are counted without those that stand for subflows, deployments by flow',
    source: 'orchestration/api/ui/test_flow_runs.py, test_flows.py',
    since: '3.9.1',
    steps: [
      ...some,
      { call: 'POST /deployments/', body: { name: 'd', flow_id: '{page}' } },
      { call: 'POST /ui/flow_runs/count-task-runs', body: { flow_run_ids: ['{done}', '{failed}'] }, shows: ['{done}', '{failed}'] },
      { call: 'POST /ui/flow_runs/count-task-runs', body: { flow_run_ids: [] }, shows: [''] },
      { call: 'POST /ui/flow_runs/count-task-runs', body: {} },
      { call: 'POST /ui/flow_runs/count-task-runs', body: { flow_run_ids: ['none'] } },
      {
        call: 'POST /ui/flow_runs/count-task-runs',
        body: { flow_run_ids: Array.from({ length: 201 }, () => '{done}') },
      },
      { call: 'POST /ui/flows/count-deployments', body: { flow_ids: ['{page}', '{other}'] }, shows: ['{page}', '{other}'] },
      {
        call: 'POST /ui/flows/next-runs',
        body: { flow_ids: ['{page}', '{other}'] },
        shows: [
          '{page}.name',
          '{page}.id',
          '{page}.flow_id',
          '{page}.state_name',
          '{page}.state_type',
          '{page}.next_scheduled_start_time',
          '{other}',
        ],
      },
    ],
  },
  {
    name: 'task runs are counted by state, and those that ended by time',
    source: 'orchestration/api/ui/test_task_runs.py',
    since: '3.9.1',
    steps: [
      ...some,
      { call: 'POST /ui/task_runs/count', body: mine, shows: [''] },
      { call: 'POST /ui/task_runs/count', body: { ...mine, task_runs: { state: { type: { any_: ['FAILED'] } } } }, shows: [''] },
      { call: 'POST /ui/task_runs/dashboard/counts', body: { ...mine, task_runs: {} } },
      { call: 'POST /ui/task_runs/dashboard/counts', body: mine },
      {
        call: 'POST /ui/task_runs/dashboard/counts',
        body: { ...mine, task_runs: { start_time: { after_: '2020-01-01T00:00:30Z', before_: '2090-01-01T00:00:00Z' } } },
        shows: [''],
      },
      { call: 'GET /ui/task_runs/{one}', shows: ['id', 'name', 'flow_run_name', 'state_type', 'task_key'] },
      { call: 'GET /ui/task_runs/00000000-0000-4000-8000-000000000000' },
    ],
  },
  {
    name: 'lateness is an average, and nothing without runs',
    source: 'orchestration/api/test_flow_runs.py',
    since: '3.9.1',
    steps: [
      ...some,
      { call: 'POST /flow_runs/lateness', body: mine, shows: [''] },
      { call: 'POST /flow_runs/lateness', body: { flows: { name: { any_: ['none-{unique}'] } } }, shows: [''] },
    ],
  },
  {
    name: 'the lines of a run are downloaded as comma-separated values',
    source: 'orchestration/api/test_flow_runs.py',
    since: '3.9.1',
    steps: [
      ...some,
      {
        call: 'POST /logs/',
        body: ['plain', 'with, a comma', 'with "quotes"', 'two\nlines', ''].map((message, index) => ({
          name: 'log',
          level: 20,
          message,
          timestamp: `2030-01-01T00:00:0${index}${index === 0 ? '' : '.25'}Z`,
          flow_run_id: '{done}',
          task_run_id: index === 1 ? '{one}' : null,
        })),
      },
      { call: 'GET /flow_runs/{done}/logs/download', shows: [''] },
      { call: 'GET /flow_runs/{failed}/logs/download', shows: [''] },
      { call: 'GET /flow_runs/00000000-0000-4000-8000-000000000000/logs/download' },
    ],
  },
];

const search = {
  name: 'search-{unique}',
  filters: [{ object: 'flow', property: 'name', type: 'string', operation: 'equals', value: 'foo' }],
};

const searches: readonly Scenario[] = [
  {
    name: 'searches are saved by their name, read and deleted',
    source: 'orchestration/api/test_saved_searches.py',
    since: '3.9.1',
    steps: [
      { call: 'PUT /saved_searches/', body: search, keep: 'search', shows: ['name', 'filters'] },
      { call: 'PUT /saved_searches/', body: { ...search, filters: [] }, shows: ['name', 'filters'] },
      { call: 'GET /saved_searches/{search}', shows: ['id', 'name', 'filters'] },
      { call: 'PUT /saved_searches/', body: { name: 'half', filters: [{ object: 'flow' }] } },
      { call: 'POST /saved_searches/filter', body: { limit: 201 } },
      { call: 'DELETE /saved_searches/{search}' },
      { call: 'DELETE /saved_searches/{search}' },
      { call: 'GET /saved_searches/{search}' },
    ],
  },
];

/** Nothing, as a server writes events down only after a while: test/runtime/api-server/store/event-counts.test.ts has some. */
const told = { event: { name: ['told.{unique}'] } };
const days = { since: '2025-01-01T12:00:00Z', until: '2025-01-04T23:59:59Z' };
const count = (by: string, more: object = {}): Asked => ({
  call: `POST /events/count-by/${by}`,
  body: { filter: { ...told, occurred: days }, ...more },
  shows: ['*.value', '*.label', '*.count', '*.start_time', '*.end_time'],
});

const events: readonly Scenario[] = [
  {
    name: 'intervals of time in which nothing happened are counted, kinds and resources are not',
    source: 'events/test_events_api.py',
    since: '3.9.1',
    steps: [
      ...['day', 'time', 'event', 'resource'].map((by) => count(by)),
      ...['week', 'hour'].map((unit) => count('time', { time_unit: unit, time_interval: 6 })),
      count('time', { time_unit: 'day', time_interval: 1.5 }),
      count('nothing'),
      count('time', { time_interval: 0 }),
      count('time', { time_unit: 'minute' }),
      { call: 'POST /events/count-by/day', body: {} },
      { call: 'GET /events/filter/next' },
      { call: 'GET /events/filter/next?page-token=bm9uZQ==' },
    ],
  },
];

/** Values of a form by a schema as Prefect makes it of a flow's parameters. */
const schema = {
  title: 'Parameters',
  type: 'object',
  properties: {
    n: { title: 'n', type: 'integer', minimum: 0, position: 0 },
    name: { title: 'name', type: 'string', default: 'x', minLength: 1 },
    day: { title: 'day', type: 'string', format: 'date' },
    list: { title: 'list', type: 'array', items: { type: 'number' }, maxItems: 2 },
    kind: { title: 'kind', enum: ['a', "b's"] },
    either: { title: 'either', anyOf: [{ type: 'integer' }, { type: 'null' }] },
    point: { $ref: '#/definitions/Point' },
    pair: { title: 'pair', type: 'array', items: [{ type: 'integer' }, { type: 'string' }] },
  },
  required: ['n'],
  definitions: {
    Point: { title: 'Point', type: 'object', properties: { x: { type: 'number' }, y: { type: 'number' } }, required: ['x', 'y'] },
  },
};
const validate = (values: object, by: object = schema): Asked => ({
  call: 'POST /ui/schemas/validate',
  body: { schema: by, values },
  shows: [''],
});
const json = (value?: string): object => ({ __prefect_kind: 'json', ...(value === undefined ? {} : { value }) });

const forms: readonly Scenario[] = [
  {
    name: 'values of a form are wrong in the words of Prefect, at their places',
    source: 'orchestration/api/ui/test_schemas.py',
    since: '3.9.1',
    steps: [
      { call: 'POST /variables/', body: { name: 'variable_{unique}', value: 5 } },
      ...[
        { n: 1 },
        {},
        { n: null },
        { n: 'one' },
        { n: 1.5 },
        { n: -1 },
        { n: 1, name: '' },
        { n: 1, name: null },
        { n: 1, day: null },
        { n: 1, day: '2030-02-30' },
        { n: 1, list: [1, 'two'] },
        { n: 1, list: [1, 2, 3] },
        { n: 1, list: ['one'] },
        { n: 1, kind: 'c' },
        { n: 1, either: 'x' },
        { n: 1, point: {} },
        { n: 1, point: { x: 1 } },
        { n: 1, point: { x: 1, y: "it's" } },
        { n: 1, pair: ['x', 1] },
        { n: 'one', list: [1, 'two'], kind: { deep: [true, null] } },
        { n: json('1') },
        { n: json('"x"') },
        { n: json() },
        { n: 1, point: { x: json('1'), y: json('"y"') } },
        { n: { __prefect_kind: 'none', value: 2 } },
        { n: { __prefect_kind: 'none' } },
        { n: { __prefect_kind: 'workspace_variable', variable_name: 'variable_{unique}' } },
        { n: { __prefect_kind: 'workspace_variable', variable_name: 'missing' } },
        { n: { __prefect_kind: 'jinja', template: '{{ event.id }}' } },
        { n: { __prefect_kind: 'jinja' } },
      ].map((values) => validate(values)),
      validate({}, {}),
      validate({}, { type: 'nothing' }),
      validate({ a: 1 }, { type: 'object', additionalProperties: false }),
      validate({ a: [] }, { type: 'object', properties: { a: { type: 'array', minItems: 1 } }, required: ['a'] }),
      validate({ a: 'x' }, { type: 'object', properties: { a: { type: 'string', pattern: '^y$' } }, required: ['a'] }),
      validate({ a: 7 }, { type: 'object', properties: { a: { exclusiveMaximum: 7 } }, required: ['a'] }),
      { call: 'POST /ui/schemas/validate', body: { values: {} } },
      { call: 'POST /ui/schemas/validate', body: { schema: {} } },
    ],
  },
  {
    name: 'templates of actions are looked at',
    source: 'orchestration/api/test_templates.py',
    since: '3.9.1',
    steps: ['plain', 'Run {{ flow_run.name }} of {# nobody #} {% if a %}b{% endif %}', 'one\n{{ two'].flatMap((template): Asked[] =>
      ['/automations/templates/validate', '/templates/validate'].map((path) => ({ call: `POST ${path}`, body: template })),
    ),
  },
];

export const dashboard: readonly Scenario[] = [...runs, ...searches, ...events, ...forms];
