import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../runtime/api/client.ts';
import type { Connection } from '../../runtime/api/connection.ts';
import { connect } from '../../runtime/api/connection.ts';
import type { RunningServer, ServerOptions } from '../../runtime/api-server/server.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import type { FlowRun, Log } from '../../runtime/core/entities.ts';
import { isFinal } from '../../runtime/core/state.ts';

/** A folder with flows, a server and a work pool `pool`: what a worker needs. */
export interface WorkerProject {
  home: string;
  folder: string;
  server: RunningServer;
  connection: Connection;
  client: Client;
  /** Deploys `flow` of a file with this text; the id of the deployment. */
  deploy(name: string, source: string, jobVariables?: Record<string, unknown>): Promise<string>;
  /** Starts a run of a deployment. */
  run(deploymentId: string, parameters?: Record<string, unknown>): Promise<FlowRun>;
  /** The run once it is as wanted; fails after 20 seconds. */
  until(run: { id: string }, wanted: (run: FlowRun) => boolean): Promise<FlowRun>;
  /** The run once it is final. */
  final(run: { id: string }): Promise<FlowRun>;
  logs(run: { id: string }): Promise<Log[]>;
  close(): Promise<void>;
}

/** Opens a project in a temporary folder. Flow files find the SDK by its path, so that nothing has to be installed. */
export async function openWorkerProject(options: Partial<ServerOptions> = {}): Promise<WorkerProject> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-worker-'));
  const folder = join(home, 'project');
  mkdirSync(folder);
  const server = await startServer({ home, port: 0, ...options });
  const headers = { authorization: `Bearer ${server.token ?? ''}` };
  const connection: Connection = { url: server.url, headers, source: 'embedded', name: 'embedded' };
  const client = connect(connection);
  await client.workPools.create({ name: 'pool', type: 'process' });
  const until: WorkerProject['until'] = async ({ id }, wanted) => {
    let last: FlowRun | undefined;
    for (let waited = 0; waited < 20_000; waited += 25) {
      last = await client.flowRuns.read({ id });
      if (wanted(last)) return last;
      await sleep(25);
    }
    throw new Error(`The run is ${last?.stateName}: ${last?.state?.message}`);
  };
  return {
    home,
    folder,
    server,
    connection,
    client,
    until,
    async deploy(name, source, jobVariables = {}) {
      writeFileSync(join(folder, `${name}.ts`), `import { flow, getRunLogger, task } from '${sdk}';\n${source}`);
      const { id: flowId } = await client.flows.create({ name });
      const deployment = await client.deployments.create({
        name,
        flowId,
        workPoolName: 'pool',
        entrypoint: `${name}.ts:main`,
        pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: folder } }],
        enforceParameterSchema: false,
        parameterOpenapiSchema: { title: 'Parameters', type: 'object', properties: {} },
        jobVariables,
      });
      return deployment.id;
    },
    run: (id, parameters = {}) => client.deployments.createFlowRun({ id }, { parameters }),
    final: (run) => until(run, ({ state }) => state !== null && isFinal(state)),
    logs: ({ id }) => client.logs.filter({ logs: { flowRunId: { any_: [id] } }, limit: 200, sort: 'TIMESTAMP_ASC' }),
    async close() {
      await client.close();
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const sdk = join(import.meta.dirname, '../../runtime/sdk/index.ts');
