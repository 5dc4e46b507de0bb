import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { source } from '../../examples/distributed-etl/flows.ts';
import type { PrefectVersion } from '../../tools/prefect/install.ts';
import { prefectCommand, prefectVersions } from '../../tools/prefect/install.ts';
import { millrace, run, start } from '../../tools/prefect/processes.ts';
import type { PrefectServer } from '../../tools/prefect/serve.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { overHttp } from '../contract/ask.ts';
import { contractSuite } from '../contract/suite.ts';

/** Our contract, command line, worker and flows on real Prefect servers, and our flows on their own worker. */
const root = join(import.meta.dirname, '../..');
const flights: unknown[] = JSON.parse(readFileSync(source, 'utf8'));

for (const version of prefectVersions) {
  await describe(`Prefect ${version}`, { concurrency: false }, async () => {
    const server = await servePrefect(version);
    after(() => server.stop());
    contractSuite({ name: version, speaks: version, ask: () => overHttp(server.url) });
    test(`${version}: the distributed example runs on our worker`, () => onOurWorker(server));
    test(`${version}: the distributed example runs on Prefect's own process worker`, () => onTheirWorker(server, version));
  });
}

/** The environment of our own programs: the server, and a home without anything. */
function ours(server: PrefectServer, home: string): NodeJS.ProcessEnv {
  return { ...process.env, PREFECT_API_URL: server.url, MILLRACE_HOME: home, NO_COLOR: '1' };
}

async function onOurWorker(server: PrefectServer): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-theirs-'));
  const env = ours(server, home);
  await deployExample('ours', env, []);
  const worker = start([...millrace, 'worker', 'start', '--pool', 'ours', '--limit', '4'], env, root);
  try {
    await worker.says(/started/, 30);
    await runExample(env, join(home, 'flights'));
  } finally {
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function onTheirWorker(server: PrefectServer, version: PrefectVersion): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-theirs-'));
  const env = ours(server, home);
  await deployExample('theirs', env, ['--job-variable', `command=${millrace.join(' ')} flow-run execute`]);
  const environment = { ...server.environment, MILLRACE_HOME: home };
  const worker = start([prefectCommand(version), 'worker', 'start', '--pool', 'theirs', '--limit', '4'], environment, home);
  try {
    await runExample(env, join(home, 'flights'));
    assert.match(worker.output(), /submi(tted|ssion)/i);
  } finally {
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function deployExample(pool: string, env: NodeJS.ProcessEnv, more: string[]): Promise<void> {
  await run([...millrace, 'work-pool', 'create', pool, '--type', 'process'], env);
  for (const [name, exported] of [
    ['process-chunk', 'processChunk'],
    ['distributed-etl', 'distributedEtl'],
  ] as const) {
    const entrypoint = `examples/distributed-etl/flows.ts:${exported}`;
    await run([...millrace, 'deploy', entrypoint, '--name', name, '--pool', pool, ...more], env, { cwd: root });
  }
}

/** Runs the example to its end, and compares its summary with the data. */
async function runExample(env: NodeJS.ProcessEnv, folder: string): Promise<void> {
  const name = 'distributed-etl/distributed-etl';
  const params = JSON.stringify({ folder, chunks: 3 });
  await run([...millrace, 'deployment', 'run', name, '--params', params, '--watch'], env, { cwd: root, seconds: 180 });
  const summary: Record<string, { flights: number }> = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  const counted = Object.values(summary).reduce((sum, airport) => sum + airport.flights, 0);
  assert.equal(counted, flights.length);
}
