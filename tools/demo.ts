import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Airport } from '../examples/distributed-etl/flows.ts';
import type { Client } from '../runtime/api/client.ts';
import { connect } from '../runtime/api/connection.ts';
import { startServer } from '../runtime/api-server/server.ts';
import type { FlowRun } from '../runtime/core/entities.ts';
import { isFinal } from '../runtime/core/state.ts';
import { createView } from './demo-view.ts';

/** The main job in one command: server, pool, deployments, two workers, and a distributed flow over real data. */
const root = join(import.meta.dirname, '..');
const view = createView(process.stdout);

/** What was started, to be ended in the opposite order. */
const endings: (() => unknown)[] = [];
let ending: Promise<void> | undefined;

// Before anything is started, so that Ctrl-C finds something to stop it at any moment.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void endAll().then(() => process.exit(130)));
}

try {
  await demo();
} finally {
  await endAll();
}

async function demo(): Promise<void> {
  view.heading('Millrace: a distributed flow over 20,000 real flights');
  const home = mkdtempSync(join(tmpdir(), 'millrace-demo-'));
  endings.push(() => rmSync(home, { recursive: true, force: true }));
  const client = await startEmbeddedServer(home);
  await client.workPools.create({ name: 'demo', type: 'process' });
  view.step('Work pool', 'demo');
  await deploy(client, 'process-chunk', 'processChunk');
  await deploy(client, 'distributed-etl', 'distributedEtl');
  for (const name of ['worker-1', 'worker-2']) startWorker(home, name);
  await untilOnline(client, 2);
  view.step('Workers', 'worker-1, worker-2');
  const deployment = await client.deployments.readByName({ flow: 'distributed-etl', deployment: 'distributed-etl' });
  const folder = join(home, 'flights');
  view.heading('Runs');
  const run = await client.deployments.createFlowRun({ id: deployment.id }, { parameters: { folder }, name: 'distributed-etl' });
  const final = await watch(client, run);
  if (final.stateType === 'COMPLETED') {
    summarise(join(folder, 'summary.json'));
  } else {
    view.line(`\nThe flow ended as ${final.stateName}: ${final.state?.message ?? ''}`);
    process.exitCode = 1;
  }
}

async function startEmbeddedServer(home: string): Promise<Client> {
  const starting = startServer({ home, port: 0 });
  endings.push(async () => (await starting).close());
  const { url, token } = await starting;
  const client = connect({ url, headers: { authorization: `Bearer ${token ?? ''}` }, source: 'embedded', name: 'embedded' });
  endings.push(() => client.close());
  view.step('Server', `${url}, SQLite in ${home}`);
  return client;
}

async function deploy(client: Client, name: string, exported: string): Promise<void> {
  const entrypoint = `examples/distributed-etl/flows.ts:${exported}`;
  const flow = await client.flows.create({ name });
  await client.deployments.create({
    name,
    flowId: flow.id,
    workPoolName: 'demo',
    entrypoint,
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: root } }],
    enforceParameterSchema: false,
    parameterOpenapiSchema: { title: 'Parameters', type: 'object', properties: {} },
  });
  view.step('Deployment', `${name}/${name}, ${entrypoint}`);
}

function startWorker(home: string, name: string): void {
  const args = ['worker', 'start', '--pool', 'demo', '--limit', '4', '--name', name];
  // The demo's own server, whatever server the terminal is set to; and a group of its own, so that Ctrl-C reaches it from here only.
  const env = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '' };
  const child = spawn(process.execPath, [join(root, 'runtime/bin/millrace.mjs'), ...args], { env, stdio: 'ignore', detached: true });
  endings.push(() => end(child));
}

async function untilOnline(client: Client, count: number): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const online = await client.workPools.filterWorkers({ name: 'demo' }, {});
    if (online.length >= count) return;
    await sleep(50);
  }
  throw new Error('The workers did not come online within 30 seconds.');
}

/** Shows the runs until the orchestrator's is final. */
async function watch(client: Client, { id }: FlowRun): Promise<FlowRun> {
  for (;;) {
    const runs = await client.flowRuns.filter({ sort: 'EXPECTED_START_TIME_ASC' });
    view.runs(runs, Date.now());
    const own = runs.find((run) => run.id === id);
    if (own?.state && isFinal(own.state)) return own;
    await sleep(50);
  }
}

function summarise(file: string): void {
  const airports: Record<string, Airport> = JSON.parse(readFileSync(file, 'utf8'));
  const busiest = Object.entries(airports).toSorted(([, a], [, b]) => b.flights - a.flights);
  const flights = busiest.reduce((sum, [, airport]) => sum + airport.flights, 0);
  view.heading(`Summary: ${flights} flights from ${busiest.length} airports`);
  for (const [origin, airport] of busiest.slice(0, 5)) {
    view.line(
      `  ${origin}  ${String(airport.flights).padStart(5)} flights, mean delay ${(airport.delay / airport.flights).toFixed(1)} min`,
    );
  }
  view.heading('Try next');
  view.line('  npm run millrace -- server start --background');
  view.line('  npm run millrace -- work-pool create default');
  view.line('  npm run millrace -- deploy examples/hello.ts:hello --name first --pool default');
  view.line('  npm run millrace -- worker start --pool default       (and, in another terminal)');
  view.line('  npm run millrace -- deployment run hello/first -p name=Ada --watch\n');
}

/** Ends what was started, the last first: nothing is left behind. */
function endAll(): Promise<void> {
  ending ??= (async () => {
    for (const stop of endings.toReversed()) await stop();
  })();
  return ending;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  // The second Ctrl-C of a worker: it cancels its runs instead of waiting for them.
  const impatient = setTimeout(() => child.kill('SIGINT'), 200);
  const forced = setTimeout(() => child.kill('SIGKILL'), 8000);
  await ended;
  clearTimeout(impatient);
  clearTimeout(forced);
}
