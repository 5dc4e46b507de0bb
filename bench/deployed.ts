import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Client } from '../runtime/api/client.ts';
import type { Deployment } from '../runtime/core/entities.ts';
import type { Measured } from './servers.ts';
import { createClient } from '../runtime/api/client.ts';
import { httpTransport } from '../runtime/api/http.ts';
import { millrace } from './servers.ts';

/** A worker as a user starts it. */
export interface WorkerProcess {
  pid: number;
  stop(): Promise<void>;
}

/** Deploys one flow of bench/flows to the pool `bench`. */
export async function deployBench(server: Measured, name: string): Promise<{ client: Client; deployment: Deployment }> {
  const client = createClient(httpTransport({ ...server.target, retries: 8 }));
  await client.workPools.create({ name: 'bench', type: 'process' });
  const flow = await client.flows.create({ name });
  const deployment = await client.deployments.create({
    name,
    flowId: flow.id,
    workPoolName: 'bench',
    entrypoint: `flows/${name}.ts:${name}`,
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: join(import.meta.dirname) } }],
    enforceParameterSchema: false,
    parameterOpenapiSchema: { type: 'object', properties: {} },
  });
  return { client, deployment };
}

/** Starts a worker and waits until the server lists it as online. */
export async function startWorkerProcess(server: Measured, pool: string, options: string[] = []): Promise<WorkerProcess> {
  const environment = { ...process.env, MILLRACE_HOME: server.home };
  const child = spawn(process.execPath, [server.launcher ?? millrace, 'worker', 'start', '--pool', pool, ...options], {
    env: environment,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const client = createClient(httpTransport(server.target));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}.`);
    const workers = await client.workPools.filterWorkers({ name: pool }, {});
    if (workers.length > 0) break;
    await sleep(50);
  }
  await client.close();
  await sleep(1000);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000).then(() => child.kill('SIGKILL'))]);
  };
  return { pid: child.pid ?? 0, stop };
}
