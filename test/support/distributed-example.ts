import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { source } from '../../examples/distributed-etl/flows.ts';
import { millrace, run } from '../../tools/prefect/processes.ts';
import type { PrefectServer } from '../../tools/prefect/serve.ts';

/** `examples/distributed-etl` on a real Prefect server, by our command line. */
const root = join(import.meta.dirname, '../..');
const flights: unknown[] = JSON.parse(readFileSync(source, 'utf8'));

/** The environment of our own programs: the server, and a home without anything. */
export const oursOn = (server: Pick<PrefectServer, 'url'>, home: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ...{ PREFECT_API_URL: server.url, MILLRACE_HOME: home, NO_COLOR: '1' },
});

/** By which Prefect's own worker starts our runs. */
export const commandVariable = ['--job-variable', `command=${millrace.join(' ')} flow-run execute`];

/** Deploys the orchestrator and the flow of its subflow runs, each where it is said. */
export async function deployExample(env: NodeJS.ProcessEnv, places: { chunks: string[]; orchestrator: string[] }): Promise<void> {
  for (const [name, exported, place] of [
    ['process-chunk', 'processChunk', places.chunks],
    ['distributed-etl', 'distributedEtl', places.orchestrator],
  ] as const) {
    const entrypoint = `examples/distributed-etl/flows.ts:${exported}`;
    await run([...millrace, 'deploy', entrypoint, '--name', name, ...place], env, { cwd: root });
  }
}

/** Runs the example to its end, and compares its summary with the data. */
export async function runExample(env: NodeJS.ProcessEnv, folder: string, chunks = 3): Promise<void> {
  const name = 'distributed-etl/distributed-etl';
  const params = JSON.stringify({ folder, chunks });
  await run([...millrace, 'deployment', 'run', name, '--params', params, '--watch'], env, { cwd: root, seconds: 180 });
  const summary: Record<string, { flights: number }> = JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'));
  const counted = Object.values(summary).reduce((sum, airport) => sum + airport.flights, 0);
  assert.equal(counted, flights.length);
}
