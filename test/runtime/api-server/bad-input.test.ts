import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Schema } from '../../../runtime/core/schema.ts';
import type { Route } from '../../../runtime/api-server/router.ts';
import type { Answer, MemoryServer } from '../../support/memory-server.ts';
import { routes } from '../../../runtime/api-server/router.ts';
import { problemsOf } from '../../../runtime/api-server/validation.ts';
import { memoryServer } from '../../support/memory-server.ts';
import { isRecord } from '../../support/records.ts';
import { seeded, spoiled, valueOf } from '../../support/schema-values.ts';

const nobody = '01a1fce2-e115-7000-9451-8540d127979d';
const all = [...routes.values()];

/** The path of a route with these values for its parameters. */
const pathOf = (route: Route, id: string, name: string): string =>
  route.endpoint.path.replaceAll(/:(\w+)/g, (_, word: string) => encodeURIComponent(word === 'id' || word === 'schedule' ? id : name));

const propertiesOf = (schema: Schema<unknown> | undefined): [string, Schema<unknown>][] =>
  isRecord(schema?.['properties'])
    ? Object.entries(schema['properties']).filter((entry): entry is [string, Schema<unknown>] => isRecord(entry[1]))
    : [];

/** Prefect's answer to a request that it does not accept. */
function assertRefusal({ status, body }: Answer, what: string): void {
  assert.equal(status, 422, what);
  assert.ok(isRecord(body), what);
  if (typeof body['detail'] === 'string') return;
  assert.equal(body['exception_message'], 'Invalid request received.', what);
  const details = body['exception_detail'];
  assert.ok(Array.isArray(details) && details.length > 0, what);
  for (const detail of details) assert.ok(isRecord(detail) && typeof detail['msg'] === 'string' && Array.isArray(detail['loc']), what);
}

describe('a value of the wrong kind is refused, for every field of every operation', () => {
  const wrong = [12.5, 'x', true, [[]], { a: 1 }];
  for (const route of all) {
    const properties = propertiesOf(route.endpoint.body);
    if (properties.length === 0) continue;
    test(route.id, async () => {
      await using server = memoryServer();
      for (const [name, schema] of properties) {
        for (const value of wrong.filter((candidate) => problemsOf(schema, candidate).length > 0)) {
          const answer = await server.request(route.endpoint.method, pathOf(route, nobody, 'nobody'), { [name]: value });
          assertRefusal(answer, `${name}: ${JSON.stringify(value)}`);
        }
      }
    });
  }
});

describe('a body that is no object is refused where there must be one', () => {
  for (const route of all) {
    const { body, method } = route.endpoint;
    if (body === undefined) continue;
    test(route.id, async () => {
      await using server = memoryServer();
      for (const value of ['text', 7, true, [], [7], {}].filter((candidate) => problemsOf(body, candidate).length > 0)) {
        assertRefusal(await server.request(method, pathOf(route, nobody, 'nobody'), value), JSON.stringify(value));
      }
    });
  }
});

test('what does not exist is not found, whatever is asked of it', async () => {
  await using server = memoryServer();
  const random = seeded(1);
  for (const route of all) {
    if (!route.endpoint.path.includes(':')) continue;
    const { method, body: schema } = route.endpoint;
    const body = route.id === 'flowRuns.updateLabels' ? {} : smallest(schema, random);
    const { status } = await server.request(method, pathOf(route, nobody, 'nobody'), body);
    assert.equal(status, otherAnswers[route.id] ?? 404, `${method} ${route.endpoint.path} answers ${status}`);
  }
  assert.deepEqual(server.faults, []);
});

/** What Prefect answers otherwise about things that do not exist: lists of none, leases that may have been there, ways to count. */
const otherAnswers: Readonly<Record<string, number>> = {
  'events.countBy': 422,
  'flowRunInputs.filter': 200,
  'automations.readRelated': 200,
  'automations.deleteOwned': 202,
  'globalConcurrencyLimits.renewLease': 410,
};

/** A body with the required fields alone. */
function smallest(schema: Schema<unknown> | undefined, random: () => number): unknown {
  if (schema === undefined) return undefined;
  if (schema['type'] === 'array') return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const needed = propertiesOf(schema).filter(([name]) => required.includes(name));
  return Object.fromEntries(needed.map(([name, property]) => [name, valueOf(property, random, [])]));
}

/** A server with one of everything, and the ids and names by which it is reached. */
async function furnished(): Promise<{ server: MemoryServer; ids: string[]; names: string[] }> {
  const server = memoryServer();
  const { client } = server;
  await client.workPools.create({ name: 'pool', concurrencyLimit: 3 });
  const queue = await client.workQueues.create({ pool: 'pool' }, { name: 'queue' });
  const flow = await client.flows.create({ name: 'flow' });
  const deployment = await client.deployments.create({
    name: 'deployment',
    flowId: flow.id,
    workPoolName: 'pool',
    schedules: [{ schedule: { cron: '0 6 * * *' } }],
  });
  const run = await client.deployments.createFlowRun(deployment, {});
  const taskRun = await client.taskRuns.create({ flowRunId: run.id, taskKey: 't', dynamicKey: '0' });
  const [schedule] = deployment.schedules;
  return {
    server,
    ids: [flow.id, run.id, deployment.id, queue.id, taskRun.id, schedule?.id ?? nobody],
    names: ['pool', 'queue', 'flow', 'deployment'],
  };
}

for (const seed of [20_261_121, 7, 42]) {
  test(`odd requests are never the server's fault (seed ${seed})`, async () => {
    const random = seeded(seed);
    const pick = <T>(list: readonly T[], otherwise: T): T => list[Math.floor(random() * list.length)] ?? otherwise;
    let { server, ids, names } = await furnished();
    const counts = new Map<number, number>();
    for (let index = 0; index < 700; index += 1) {
      const route = all[Math.floor(random() * all.length)];
      if (route === undefined) continue;
      const { method, body: schema } = route.endpoint;
      const right = schema === undefined ? undefined : valueOf(schema, random, ids);
      const body = random() < 0.3 ? spoiled(right, random) : right;
      const path = pathOf(route, pick(ids, nobody), pick(names, 'nobody'));
      const { status } = await server.request(method, path, body);
      assert.ok(status < 500, `${method} ${path} ${JSON.stringify(body)?.slice(0, 2000)}\n${server.faults.join('\n')}`);
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (index % 100 !== 99) continue;
      await server[Symbol.asyncDispose]();
      ({ server, ids, names } = await furnished());
    }
    await server[Symbol.asyncDispose]();
    for (const status of [200, 201, 404, 422])
      assert.ok((counts.get(status) ?? 0) > 10, `the requests are of all kinds: ${JSON.stringify([...counts])}`);
  });
}

for (const [what, target] of [
  ['an unknown path', '/nowhere'],
  ['a path with a broken escape', '/flows/name/%E0%A4%A'],
  ['a path that climbs', '/../../etc/passwd'],
  ['the name of a property of objects', '/__proto__/constructor'],
  ['an id that is none', '/flow_runs/nope'],
] as const) {
  test(`${what} is not found`, async () => {
    await using server = memoryServer();
    assert.deepEqual(await server.request('GET', target), { status: 404, body: { detail: 'Not Found' } });
  });
}

test('a list of ten thousand ids is a filter like another', async () => {
  await using server = memoryServer();
  const many = Array.from({ length: 10_000 }, () => nobody);
  const filter = { flow_runs: { id: { any_: many }, tags: { all_: many }, name: { not_any_: many } } };
  assert.deepEqual(await server.request('POST', '/flow_runs/filter', filter), { status: 200, body: [] });
});
