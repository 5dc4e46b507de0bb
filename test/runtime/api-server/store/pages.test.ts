import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf } from '../../../../runtime/api-server/store/pages.ts';
import { related } from '../../../../runtime/api-server/store/relations.ts';
import type { SqlValue } from '../../../../runtime/api-server/store/database.ts';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

const odd = 'a "quoted" \\ name\nof two lines \u0001 \u2028 😀';

test('a run has the same fields and values in a page as when it is read alone', async () => {
  await using server = memoryServer();
  const { client } = server;
  await client.workPools.create({ name: 'pool' });
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({ name: 'd', flowId: flow.id, workPoolName: 'pool' });
  const runs = [
    await client.flowRuns.create({ flowId: flow.id, name: odd, parameters: { [odd]: [odd, 0.1, null] }, tags: [odd], idempotencyKey: odd }),
    await client.deployments.createFlowRun(deployment, { jobVariables: { env: { A: odd } } }),
  ];
  for (const { id } of runs) {
    await client.flowRuns.setState({ id }, { state: { type: 'PENDING', message: odd } });
    await client.flowRuns.setState({ id }, { state: { type: 'RUNNING' } });
    server.pass(1.5);
  }
  const page = await server.request('POST', '/flow_runs/filter', { sort: 'ID_DESC' });
  const alone = await Promise.all(runs.toReversed().map(({ id }) => server.request('GET', `/flow_runs/${id}`)));
  assert.deepEqual(withoutClock(page.body), withoutClock(alone.map(({ body }) => body)));
  assert.deepEqual(
    (await client.flowRuns.filter({ flowRuns: { name: { any_: [odd] } } })).map(({ name }) => name),
    [odd],
  );
});

test('a task run, too', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const { id: flowRunId } = await client.flowRuns.create({ flowId: flow.id });
  const run = await client.taskRuns.create({ flowRunId, taskKey: odd, dynamicKey: '0', name: odd, taskInputs: { x: [] } });
  await client.taskRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
  const page = await server.request('POST', '/task_runs/filter', {});
  assert.deepEqual(withoutClock(page.body), withoutClock([(await server.request('GET', `/task_runs/${run.id}`)).body]));
});

test('pages are cut and ordered', async () => {
  await using server = memoryServer();
  const flow = await server.client.flows.create({ name: 'etl' });
  for (const name of ['c', 'a', 'd', 'b']) await server.client.flowRuns.create({ flowId: flow.id, name });
  const names = async (sort: 'NAME_ASC' | 'NAME_DESC' | 'ID_DESC', limit: number, offset: number): Promise<string[]> =>
    (await server.client.flowRuns.filter({ sort, limit, offset })).map(({ name }) => name);
  assert.deepEqual(await names('NAME_ASC', 2, 1), ['b', 'c']);
  assert.deepEqual(await names('NAME_DESC', 200, 0), ['d', 'c', 'b', 'a']);
  assert.deepEqual(await names('ID_DESC', 1, 0), ['b']);
  assert.deepEqual(await names('ID_DESC', 0, 0), []);
});

const orders = {
  ID_DESC: 'flow_run.id DESC',
  START_TIME_DESC: 'coalesce(flow_run.start_time, flow_run.expected_start_time) DESC',
  EXPECTED_START_TIME_ASC: 'flow_run.expected_start_time ASC, flow_run.id ASC',
  NAME_ASC: 'flow_run.name ASC',
};

const ranges = [
  [200, 0],
  [4, 0],
  [4, 3],
  [0, 0],
  [5, 39],
] as const;

const selections = [
  {},
  { flow_runs: { tags: { all_: ['common'] } } },
  { flow_runs: { tags: { any_: ['rare', 'none'] } } },
  { flow_runs: { name: { like_: '7' } } },
  { flow_runs: { state: { name: { any_: ['Completed'] } } } },
  { flow_runs: { state: { type: { any_: ['COMPLETED', 'FAILED'] } } } },
  { flows: { name: { any_: ['old'] } } },
];

test('a page is the same whether few or many rows match, early or late in its order', async () => {
  await using server = memoryServer();
  const { client, database } = server;
  const flows = [await client.flows.create({ name: 'old' }), await client.flows.create({ name: 'new' })];
  for (let at = 0; at < 40; at += 1) {
    const tags = at % 3 === 0 ? ['common'] : at === 25 ? ['rare'] : [];
    const state = { type: at % 4 === 0 ? 'RUNNING' : 'COMPLETED' } as const;
    await client.flowRuns.create({ flowId: flows[at < 15 ? 0 : 1]?.id ?? '', name: `run ${(at * 7) % 40}`, tags, state });
  }
  const paged = { table: 'flow_run', select: 'SELECT flow_run.id FROM flow_run', orders };
  for (const selection of selections) {
    const condition = related('flow_run', selection);
    for (const [sort, order] of Object.entries(orders)) {
      const all = database.all(`${paged.select} WHERE ${condition.sql} ORDER BY ${order}`, ...condition.parameters);
      for (const bounds of [undefined, { few: 0, first: 10 }, { few: 3, first: 40 }, { few: 40, first: 0 }]) {
        for (const [limit, offset] of ranges) {
          const page = pageOf(database, paged, condition, { sort, limit, offset }, bounds);
          assert.deepEqual(page, all.slice(offset, offset + limit), JSON.stringify({ selection, sort, bounds, limit, offset }));
        }
      }
    }
  }
});

/** How a page was found: by sorting all that match, by sorting a few by their numbers, or among the first rows of its order. */
function wayOf(server: MemoryServer, selection: object, sort: keyof typeof orders, bounds: { few: number; first: number }): string {
  const { database } = server;
  const seen: string[] = [];
  const watched = {
    ...database,
    all: <T>(sql: string, ...parameters: SqlValue[]) => {
      seen.push(sql);
      return database.all<T>(sql, ...parameters);
    },
  };
  const paged = { table: 'flow_run', select: 'SELECT flow_run.id FROM flow_run', orders };
  pageOf(watched, paged, related('flow_run', selection), { sort, limit: 2 }, bounds);
  const last = seen.at(-1) ?? '';
  if (!last.includes('json_each')) return 'all';
  return last.includes('LIMIT') ? 'few' : 'first';
}

for (const [what, selection, sort, bounds, way] of [
  ['many of a tag', { flow_runs: { tags: { all_: ['common'] } } }, 'START_TIME_DESC', { few: 5, first: 40 }, 'first'],
  ['many of a tag, none of them early', { flow_runs: { tags: { all_: ['common'] } } }, 'START_TIME_DESC', { few: 5, first: 1 }, 'all'],
  ['few of a tag', { flow_runs: { tags: { all_: ['common'] } } }, 'START_TIME_DESC', { few: 50, first: 40 }, 'all'],
  ['many of a name', { flow_runs: { name: { like_: 'run' } } }, 'START_TIME_DESC', { few: 5, first: 40 }, 'first'],
  ['few of a name', { flow_runs: { name: { like_: '7' } } }, 'START_TIME_DESC', { few: 5, first: 1 }, 'few'],
  [
    'those of a state in the order of its index',
    { flow_runs: { state: { type: { any_: ['COMPLETED'] } } } },
    'EXPECTED_START_TIME_ASC',
    { few: 0, first: 40 },
    'all',
  ],
] as const) {
  test(`a page of ${what} is found by ${way}`, async () => {
    await using server = memoryServer();
    const flow = await server.client.flows.create({ name: 'etl' });
    for (let at = 0; at < 20; at += 1) {
      await server.client.flowRuns.create({
        flowId: flow.id,
        name: `run ${at}`,
        tags: at < 15 ? ['common'] : [],
        state: { type: 'COMPLETED' },
      });
    }
    assert.equal(wayOf(server, selection, sort, bounds), way);
  });
}

/** The estimates move on with the clock between two requests. */
function withoutClock(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (key.startsWith('estimated_') && typeof item === 'number' ? item.toFixed(3) : item)),
  );
}
