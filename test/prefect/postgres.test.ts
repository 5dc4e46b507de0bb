import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Client } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import { httpTransport } from '../../runtime/api/http.ts';
import type { FlowRun } from '../../runtime/core/entities.ts';
import { prefectCommand } from '../../tools/prefect/install.ts';
import { startPostgres } from '../../tools/prefect/postgres.ts';
import type { Started } from '../../tools/prefect/processes.ts';
import { millrace, run, start } from '../../tools/prefect/processes.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { overHttp } from '../contract/ask.ts';
import { contractSuite } from '../contract/suite.ts';
import { commandVariable, deployExample, oursOn, runExample } from '../support/distributed-example.ts';

/** Real servers on PostgreSQL: the contract, and, with 3.9.1, one machine's stand-in for several: four workers in two pools. */
const root = join(import.meta.dirname, '../..');
const version = '3.9.1';

await describe('Prefect 2.13.7 on PostgreSQL', { concurrency: false }, async () => {
  const postgres = await startPostgres();
  after(() => postgres.stop());
  const server = await servePrefect('2.13.7', { settings: { PREFECT_API_DATABASE_CONNECTION_URL: postgres.url } });
  after(() => server.stop());
  contractSuite({ name: 'postgres', speaks: '2.13.7', ask: () => overHttp(server.url) });
});

await describe('Prefect 3.9.1 on PostgreSQL', { concurrency: false }, async () => {
  const postgres = await startPostgres();
  after(() => postgres.stop());
  const server = await servePrefect(version, { settings: { PREFECT_API_DATABASE_CONNECTION_URL: postgres.url } });
  after(() => server.stop());
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-postgres-'));
  const env = oursOn(server, home);
  const client = createClient(httpTransport({ url: server.url }));
  const theirEnvironment = { ...server.environment, MILLRACE_HOME: home, PREFECT_WORKER_QUERY_SECONDS: '2' };
  const theirs = (...args: string[]): Started => start([prefectCommand(version), 'worker', 'start', ...args], theirEnvironment, home);
  const ours = (...args: string[]): Started => start([...millrace, 'worker', 'start', ...args], env, root);
  after(async () => {
    await client.close();
    rmSync(home, { recursive: true, force: true });
  });

  contractSuite({ name: 'postgres', speaks: version, ask: () => overHttp(server.url) });

  test('an orchestrator and its subflows run on two stock workers and two of ours, in two pools, both ways round', async () => {
    for (const pool of ['stock', 'millrace']) {
      await run([...millrace, 'work-pool', 'create', pool, '--type', 'process'], env);
      for (const [queue, priority] of [
        ['urgent', '1'],
        ['bulk', '2'],
      ] as const) {
        await run([...millrace, 'work-queue', 'create', queue, '--pool', pool, '--priority', priority], env);
      }
    }
    const workers = [0, 1].flatMap((number) => [
      theirs('--pool', 'stock', '--type', 'process', '--name', `stock-${number}`, '--limit', '3'),
      ours('--pool', 'millrace', '--name', `ours-${number}`, '--limit', '3'),
    ]);
    try {
      await Promise.all(workers.map((worker) => worker.says(/started/, 90)));
      for (const [first, second] of [
        ['stock', 'millrace'],
        ['millrace', 'stock'],
      ] as const) {
        const orchestrator = ['--pool', first, '--work-queue', 'urgent', ...commandVariable];
        await deployExample(env, { orchestrator, chunks: ['--pool', second, '--work-queue', 'bulk', ...commandVariable] });
        await runExample(env, join(home, first), 6);
        const runs = await client.flowRuns.filter({
          workPools: { name: { any_: [second] } },
          flows: { name: { any_: ['process-chunk'] } },
        });
        assert.equal(runs.length, 6);
        assert.deepEqual([...new Set(runs.map((each) => `${each.stateName} ${each.workQueueName}`))], ['Completed bulk']);
      }
      const online = await Promise.all(['stock', 'millrace'].map((name) => client.workPools.filterWorkers({ name }, {})));
      assert.deepEqual(
        online
          .flat()
          .map(({ name, status }) => `${name} ${status}`)
          .toSorted(),
        [...['ours-0 ONLINE', 'ours-1 ONLINE'], ...['stock-0 ONLINE', 'stock-1 ONLINE']],
      );
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  });

  for (const [pool, begin] of [
    ['stock', (name: string) => theirs('--pool', name, '--type', 'process', '--limit', '1')],
    ['millrace', (name: string) => ours('--pool', name, '--limit', '1')],
  ] as const) {
    test(`a worker of the pool ${pool} that has room for one takes the urgent queue first`, async () => {
      for (const queue of ['bulk', 'urgent']) {
        const place = ['--name', `${pool}-${queue}`, '--pool', pool, '--work-queue', queue, ...commandVariable];
        await run([...millrace, 'deploy', 'examples/hello.ts:hello', ...place], env, { cwd: root });
        for (let each = 0; each < 2; each += 1) await run([...millrace, 'deployment', 'run', `hello/${pool}-${queue}`], env, { cwd: root });
      }
      const worker = begin(pool);
      try {
        const runs = await finished(client, pool);
        assert.deepEqual(
          runs.toSorted(byStart).map(({ workQueueName }) => workQueueName),
          ['urgent', 'urgent', 'bulk', 'bulk'],
        );
      } finally {
        await worker.stop();
      }
    });
  }
});

/** A function, as the tests of the suite above begin before this line. */
function byStart(a: FlowRun, b: FlowRun): number {
  return Date.parse(a.startTime ?? '') - Date.parse(b.startTime ?? '');
}

/** The four runs of a pool, once they have ended. */
async function finished(client: Client, pool: string): Promise<FlowRun[]> {
  const filter = { workPools: { name: { any_: [pool] } }, flows: { name: { any_: ['hello'] } } };
  for (const until = Date.now() + 120_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const runs = await client.flowRuns.filter(filter);
    if (runs.length === 4 && runs.every(({ stateName }) => stateName === 'Completed')) return runs;
    if (Date.now() > until) throw new Error(runs.map((each) => `${each.name} is ${each.stateName}: ${each.state?.message}`).join('\n'));
  }
}
