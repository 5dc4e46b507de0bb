import type { Random } from './random.ts';
import type { FuzzStep } from './sequence.ts';

/**
 * Requests about what hangs on no run: limits, variables, artifacts, blocks, automations, events, and what is said about
 * many runs at once. `name` is one of a few that a sequence has; `own` are names of what was kept.
 */
export interface Subject {
  random: Random;
  name: string;
  /** The same as keys of artifacts and slugs are written. */
  key: string;
  flowRuns: readonly string[];
  deployments: readonly string[];
}

export type Steps = (subject: Subject) => FuzzStep[];

const page = (random: Random): object => ({ limit: random.pick([1, 3, 200]), offset: random.below(2) });

const variables: Steps = ({ random, name }) => [
  { call: 'POST /variables/filter', body: { variables: { name: { like_: name.slice(0, -1) } }, sort: 'NAME_DESC', ...page(random) } },
  { call: 'POST /variables/count', body: { variables: { name: { any_: [name] } } } },
  { call: `PATCH /variables/name/${name}`, body: { tags: random.pick([[], ['x'], ['x', 'y']]) } },
];

const artifacts: Steps = ({ random, key }) => [
  { call: 'POST /artifacts/', body: { key, type: 'table', data: '[]', description: 'rows' }, keep: 'artifact' },
  { call: 'GET /artifacts/{artifact}' },
  { call: 'PATCH /artifacts/{artifact}', body: random.pick([{ description: 'changed' }, { data: { a: 1 } }]) },
  { call: 'POST /artifacts/count', body: { artifacts: { key: { like_: key } } } },
  { call: 'POST /artifacts/latest/count', body: { artifacts: { key: { any_: [key] } } } },
  { call: `GET /artifacts/${key}/latest` },
  { call: 'DELETE /artifacts/{artifact}' },
];

const tagLimits: Steps = ({ random, name }) => [
  { call: 'POST /concurrency_limits/', body: { tag: name, concurrency_limit: random.below(4) }, keep: 'tagLimit' },
  { call: `GET /concurrency_limits/tag/${name}` },
  { call: 'GET /concurrency_limits/{tagLimit}' },
  { call: `POST /concurrency_limits/tag/${name}/reset`, body: {} },
  { call: `DELETE /concurrency_limits/tag/${name}` },
];

const globalLimits: Steps = ({ random, name }) => [
  {
    call: `PATCH /v2/concurrency_limits/${name}`,
    body: random.pick([{ limit: 5 }, { active: false }, { active: true, slot_decay_per_second: 0.5 }]),
  },
  { call: 'POST /v2/concurrency_limits/increment', body: { names: [name, 'nobody'], slots: 1, mode: 'rate_limit' } },
];

const blocks: Steps = ({ random, name, key }) => [
  { call: 'POST /block_types/', body: { name, slug: key }, keep: 'blockType' },
  { call: `GET /block_types/slug/${key}` },
  {
    call: 'POST /block_schemas/',
    body: {
      block_type_id: '{blockType}',
      // Prefect shares schemas that are equal among block types.
      fields: { title: name, type: 'object', properties: { a: { type: 'string' } }, block_schema_references: {} },
      capabilities: random.pick([[], ['read-path']]),
    },
    keep: 'blockSchema',
  },
  { call: 'GET /block_schemas/{blockSchema}' },
  {
    call: 'POST /block_documents/',
    body: { name: random.pick(['one', 'two']), data: { a: 'x' }, block_schema_id: '{blockSchema}', block_type_id: '{blockType}' },
    keep: 'block',
  },
  { call: 'GET /block_documents/{block}' },
  { call: 'PATCH /block_documents/{block}', body: { data: { b: 1 }, merge_existing_data: random.chance(0.5) } },
  { call: `GET /block_types/slug/${key}/block_documents` },
  { call: 'DELETE /block_documents/{block}' },
];

const automations: Steps = ({ random, name }) => [
  {
    call: 'POST /automations/',
    body: {
      name,
      trigger: { type: 'event', posture: 'Reactive', expect: ['a.b'], threshold: 1 + random.below(2), within: random.pick([0, 10]) },
      actions: [{ type: 'do-nothing' }],
      enabled: random.chance(0.5),
    },
    keep: 'automation',
  },
  { call: 'GET /automations/{automation}' },
  { call: 'PATCH /automations/{automation}', body: { enabled: random.chance(0.5) } },
  { call: 'POST /automations/filter', body: { automations: { name: { any_: [name] } }, sort: 'NAME_ASC', limit: 1 } },
  { call: 'DELETE /automations/{automation}' },
];

const runs: Steps = ({ random, flowRuns, deployments }) => {
  const ids = flowRuns.filter(() => random.chance(0.3)).map((run) => `{${run}}`);
  const any = random.pick(flowRuns);
  return [
    { call: `POST /flow_runs/{${any}}/input`, body: { key: random.pick(['a', 'b']), value: '{"x":1}', sender: 'me' } },
    { call: `POST /flow_runs/{${any}}/input/filter`, body: { prefix: random.pick(['a', '']), limit: 5 } },
    { call: `GET /flow_runs/{${any}}/input/a` },
    { call: `DELETE /flow_runs/{${any}}/input/b` },
    { call: `PATCH /flow_runs/{${any}}/labels`, body: random.pick([{ team: 'a' }, { team: 'b', n: 1 }]) },
    { call: 'POST /flow_runs/paginate', body: { flow_runs: { id: { any_: ids } }, sort: 'NAME_ASC', limit: 2, page: 1 + random.below(2) } },
    // Of runs that are gone the servers speak in words of their own (docs/differences.md).
    { call: 'POST /flow_runs/bulk_delete', body: { flow_runs: { id: { any_: [] } }, limit: 1 } },
    { call: `GET /flow_run_states/?flow_run_id={${any}}` },
    ...deployments.slice(0, 2).flatMap((deployment) => schedules(random, deployment)),
  ];
};

const schedules = (random: Random, deployment: string): FuzzStep[] => [
  {
    call: `POST /deployments/{${deployment}}/schedules`,
    body: [{ schedule: random.pick([{ cron: '0 6 * * *' }, { interval: 3600 }]), active: false, slug: random.pick(['s', 't']) }],
  },
  { call: `GET /deployments/{${deployment}}/schedules` },
  { call: `POST /deployments/{${deployment}}/pause_deployment` },
  {
    call: `POST /deployments/{${deployment}}/create_flow_run/bulk`,
    body: [{ name: 'bulk', state: { type: 'SCHEDULED', state_details: { scheduled_time: '2999-01-01T00:00:00Z' } } }],
  },
];

/** Any such request, of those that 3.9.1 has; what makes something comes before what asks for it. */
export function resourceStep(subject: Subject, turns: Map<Steps, number>): FuzzStep {
  const { random, flowRuns } = subject;
  const kinds = [variables, artifacts, tagLimits, globalLimits, blocks, automations, ...(flowRuns.length > 0 ? [runs] : [])];
  const kind = random.pick(kinds);
  const turn = turns.get(kind) ?? 0;
  turns.set(kind, turn + 1);
  const steps = kind(subject);
  return steps[turn % steps.length] ?? random.pick(steps);
}
