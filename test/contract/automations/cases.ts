import type { AutomationCase } from './play.ts';

const here = { case: '{unique}' };
const reactive = { type: 'event', posture: 'Reactive', match: here, expect: ['x'] };
// Without `for_each` a real server also begins to wait without an event to begin with.
const proactive = { type: 'event', posture: 'Proactive', match: here, expect: ['x'], within: 10, for_each: ['prefect.resource.id'] };
const on = (...names: string[]): object => ({ ...reactive, expect: names });
const x = (at: number, about = 'a'): AutomationCase['steps'][number] => ({ event: 'x', at, about });
const y = (at: number, about = 'a'): AutomationCase['steps'][number] => ({ event: 'y', at, about });
const z = (at: number): AutomationCase['steps'][number] => ({ event: 'z', at });

const counting: readonly AutomationCase[] = [
  { name: 'each event', trigger: reactive, steps: [x(0), x(1), y(2), x(3)] },
  { name: 'once in its time', trigger: { ...reactive, within: 60 }, steps: [x(0), x(1), x(59), x(61), x(62), x(130)] },
  {
    name: 'three in their time',
    trigger: { ...reactive, threshold: 3, within: 60 },
    steps: [0, 1, 2, 3, 4, 61, 62, 63, 200].map((at) => x(at)),
  },
  { name: 'two however far apart', trigger: { ...reactive, threshold: 2 }, steps: [x(0), x(100), x(200), x(300)] },
  {
    name: 'apart by resource',
    trigger: { ...reactive, threshold: 2, within: 60, for_each: ['prefect.resource.id'] },
    steps: [x(0, 'a'), x(1, 'b'), x(2, 'b'), x(3, 'a')],
  },
  {
    name: 'apart by a related resource',
    trigger: { ...reactive, threshold: 2, within: 60, for_each: ['related:owner:prefect.resource.id', 'absent'] },
    steps: ['one', 'two', 'one', 'two'].map((id, at) => ({
      ...{ event: 'x', at, about: String(at) },
      related: [{ 'prefect.resource.id': `owner.${id}`, 'prefect.resource.role': 'owner' }],
    })),
  },
  { name: 'after another', trigger: { ...reactive, after: ['y'], within: 60 }, steps: [x(0), y(1), x(2), x(3), y(4), x(70), y(71), x(72)] },
  { name: 'the same before and after', trigger: { ...reactive, after: ['x'], within: 60 }, steps: [x(0), x(1), x(2), x(3), x(100)] },
  {
    name: 'any event by labels',
    trigger: { ...reactive, expect: [], match: { ...here, color: ['red', 'b*'] } },
    steps: ['red', 'blue', 'green', ''].map((color, at) => ({ event: 'x', at, labels: { color } })),
  },
  {
    name: 'all but',
    trigger: { ...reactive, match: { ...here, color: '!red' } },
    steps: ['red', 'blue'].map((color, at) => ({ event: 'x', at, labels: { color } })),
  },
  {
    name: 'wildcards',
    trigger: { ...reactive, expect: ['a.*', '*.z', 'q?'] },
    steps: ['a.b', 'a', 'k.z', 'k.zz', 'q1', 'q12'].map((event, at) => ({ event, at })),
  },
  { name: 'older than its time', trigger: { ...reactive, threshold: 2, within: 60 }, steps: [x(0), x(-30), x(-31), x(61)] },
];

const composite = (type: string, triggers: object[], more: object = {}): AutomationCase['trigger'] => ({
  type,
  triggers,
  within: 60,
  ...more,
});

const composites: readonly AutomationCase[] = [
  { name: 'any of two', trigger: composite('compound', [on('x'), on('y')], { require: 'any' }), steps: [x(0), y(1), z(2), x(3)] },
  {
    name: 'all of two',
    trigger: composite('compound', [on('x'), on('y')], { require: 'all' }),
    steps: [x(0), x(1), y(2), y(3), x(4), z(5)],
  },
  {
    name: 'two of three',
    trigger: composite('compound', [on('x'), on('y'), on('z')], { require: 2 }),
    steps: [x(0), z(1), y(2), x(3), x(4)],
  },
  {
    name: 'all without a time',
    trigger: composite('compound', [on('x'), on('y')], { require: 'all', within: null }),
    steps: [x(0), y(500)],
  },
  { name: 'more than there are', trigger: composite('compound', [on('x')], { require: 2 }), steps: [] },
  {
    name: 'one after another',
    trigger: composite('sequence', [on('x'), on('y'), on('z')]),
    steps: [x(0), y(1), z(2), x(3), z(4), y(5), x(6), y(7), z(8)],
  },
  { name: 'one of one', trigger: composite('sequence', [on('x')]), steps: [x(0), y(1), x(2)] },
  {
    name: 'in one another',
    trigger: composite('sequence', [composite('compound', [on('x'), on('y')], { require: 'all' }), on('z')]),
    steps: [z(0), x(1), y(2), z(3), y(4), x(5), z(6)],
  },
  {
    name: 'with a threshold within',
    trigger: composite('compound', [{ ...reactive, threshold: 2, within: 30 }, on('y')], { require: 'all' }),
    steps: [y(0), x(1), x(2), x(3), y(4)],
  },
  {
    name: 'what does not come, and what does',
    trigger: composite('compound', [{ ...proactive, after: ['y'] }, on('z')], { require: 'all' }),
    steps: [y(0), z(1), { wait: 17 }],
  },
];

const absent: readonly AutomationCase[] = [
  { name: 'does not come', trigger: { ...proactive, after: ['y'] }, steps: [y(0, 'a'), y(0, 'b'), x(1, 'b'), { wait: 17 }] },
  { name: 'comes too late', trigger: { ...proactive, after: ['y'] }, steps: [y(0), x(11), { wait: 8 }] },
  { name: 'fewer than expected', trigger: { ...proactive, after: ['y'], threshold: 2, expect: ['x'] }, steps: [y(0), x(1), { wait: 17 }] },
  {
    name: 'a heartbeat that ends',
    trigger: { ...proactive, after: ['x'], expect: ['x', 'z'] },
    steps: [x(0), { wait: 5 }, x(5), { wait: 22 }],
  },
  {
    name: 'a heartbeat that ends well',
    trigger: { ...proactive, after: ['x'], expect: ['x', 'z'] },
    steps: [x(0), { wait: 5 }, x(5), z(6), { wait: 18 }],
  },
  { name: 'comes in time', trigger: { ...proactive, after: ['y'] }, steps: [y(0), x(5), { wait: 17 }] },
  { name: 'a time too short', trigger: { ...proactive, within: 5 }, steps: [] },
];

const start = (parameters: object): Record<string, unknown> => ({
  type: 'run-deployment',
  source: 'selected',
  deployment_id: '{deployment}',
  parameters,
});

/** A parameter in Jinja. */
const templates: Readonly<Record<string, unknown>> = {
  text: 'Hello {{ event.resource.name }}',
  value: '{{ event.payload.list }}',
  number: '{{ (event.payload.number + 1) }}',
  none: '{{ event.payload.none }}',
  nothing: '{{ event.payload.absent }}',
  deep: { list: ['{{ event.event }}', { more: '{{ event.resource.id }}' }] },
  label: "{{ event.resource['prefect.resource.name'] }}",
  diver: '{{ event.resource.labels.prefect.resource.name }}!',
  labels: '{{ labels.prefect.resource.id }}.',
  automation: '{{ automation.name }}.',
  loop: '{% for item in event.payload.list %}{{ loop.index }}={{ item }},{% endfor %}',
  condition: '{% if event.payload.number > 3 %}much{% else %}little{% endif %}',
  filters:
    '{{ event.payload.text | upper | replace("A", "o") }} {{ event.payload.list | length }} {{ event.payload.absent | default("d") }}',
  role: '{{ event.resource_in_role.owner.name }}.',
  json: { __prefect_kind: 'json', value: '{"a": 1}' },
  jinja: { __prefect_kind: 'jinja', template: '{{ event.payload.number }}' },
  both: { __prefect_kind: 'json', value: { __prefect_kind: 'jinja', template: '{{ event.payload | tojson }}' } },
  plain: { __prefect_kind: 'none', value: [1] },
  variable: { __prefect_kind: 'workspace_variable', variable_name: 'var_{unique}' },
  left_out: { __prefect_kind: 'json' },
  variables: "{{ variables['var_{unique}'].deep }}.",
  firing: '{{ firings | length }} {{ events | length }} {{ firing.triggering_labels | length }}',
  chained: '{{ nothing.at.all }}.',
};

const templated = (from: number): AutomationCase => ({
  name: `parameters made of the event, ${from}`,
  trigger: { ...reactive, for_each: ['prefect.resource.id'] },
  actions: Object.entries(templates)
    .slice(from, from + 12)
    .map(([name, value]) => start({ [name]: value })),
  steps: [
    {
      ...{ event: 'x', at: 0, about: 'Ada' },
      payload: { list: [1, 'two'], number: 4, text: 'aBa', none: null },
      related: [{ 'prefect.resource.id': 'owner.1', 'prefect.resource.role': 'owner', 'prefect.resource.name': 'Olga' }],
    },
  ],
});

const refusedTemplates: readonly AutomationCase[] = ['{{ }}', '{% for x in [1] %}', '{{ 1 | nothing_of_the_kind }}'].map((text) => ({
  name: `the template ${text}`,
  trigger: reactive,
  actions: [start({ text })],
  steps: [],
}));

const doing: readonly AutomationCase[] = [
  templated(0),
  templated(12),
  ...refusedTemplates,
  {
    name: 'a variable that is not there',
    trigger: reactive,
    actions: [start({ a: { __prefect_kind: 'workspace_variable', variable_name: 'none_of_it' } })],
    steps: [x(0)],
  },
  { name: 'nothing to cancel', trigger: reactive, actions: [{ type: 'cancel-flow-run' }, { type: 'do-nothing' }], steps: [x(0)] },
  {
    name: 'nothing to infer',
    trigger: reactive,
    actions: [
      { type: 'pause-deployment', source: 'inferred' },
      { type: 'pause-work-pool', source: 'inferred' },
    ],
    steps: [x(0)],
  },
  {
    name: 'a deployment that is not there',
    trigger: reactive,
    actions: [{ type: 'run-deployment', source: 'selected', deployment_id: '00000000-0000-4000-8000-00000000dead' }],
    steps: [x(0)],
  },
  { name: 'selected without an id', trigger: reactive, actions: [{ type: 'run-deployment', source: 'selected' }], steps: [] },
  { name: 'inferred with an id', trigger: reactive, actions: [{ ...start({}), source: 'inferred' }], steps: [] },
  {
    name: 'a run that starts itself',
    trigger: { type: 'event', posture: 'Reactive', expect: ['prefect.flow-run.Pending'] },
    actions: [{ type: 'run-deployment', source: 'inferred' }],
    steps: [],
  },
  {
    name: 'runs that may start each other',
    trigger: { type: 'event', posture: 'Reactive', expect: ['prefect.flow-run.*'], match: { 'prefect.resource.id': 'prefect.flow-run.*' } },
    actions: [start({})],
    steps: [],
  },
  {
    name: 'two actions, one of them when it begins',
    trigger: reactive,
    actions: [start({ n: 1 })],
    on_trigger: [start({ n: '{{ event.event }}' })],
    steps: [x(0)],
  },
  {
    name: 'a metric',
    trigger: { type: 'metric', posture: 'Metric', metric: { name: 'successes', threshold: 1, operator: '<', range: 300, firing_for: 300 } },
    steps: [],
  },
  {
    name: 'a run of a compound',
    trigger: composite('compound', [on('x'), on('y')], { require: 'all' }),
    actions: [start({ n: '{{ firings | length }} {{ events | length }} {{ event.event }}' })],
    steps: [x(0), y(1)],
  },
];

/** What automations do: how they count, what several triggers come to, what does not come, and what they do then. */
export const automationCases: readonly AutomationCase[] = [...counting, ...composites, ...absent, ...doing];
