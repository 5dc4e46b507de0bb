import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import type { Airport } from '../examples/distributed-etl/flows.ts';
import { connect } from '../runtime/api/connection.ts';
import { startServer } from '../runtime/api-server/server.ts';
import type { FlowRun } from '../runtime/core/entities.ts';
import { isFinal } from '../runtime/core/state.ts';

/** The main job in one command: server, pool, deployments, two workers, and a distributed flow over real data. */
const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'millrace-demo-'));
const children: ChildProcess[] = [];
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const bold = (text: string): string => styleText('bold', text, { stream: process.stdout });

const starting = startServer({ home, port: 0 });

// Right after the first start, so that Ctrl-C finds something to stop it at any moment.
let stopping: Promise<void> | undefined;
const stop = (): Promise<void> => (stopping ??= stopAll());
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void stop().then(() => process.exit(130));
  });
}

const server = await starting;
const client = connect({
  url: server.url,
  headers: { authorization: `Bearer ${server.token ?? ''}` },
  source: 'embedded',
  name: 'embedded',
});

try {
  await demo();
} finally {
  await client.close();
  await stop();
}

async function demo(): Promise<void> {
  say(`${bold('Server')}       ${server.url}  (SQLite in ${home})`);
  await client.workPools.create({ name: 'demo', type: 'process' });
  say(`${bold('Work pool')}    demo`);
  for (const [name, exported] of [
    ['process-chunk', 'processChunk'],
    ['distributed-etl', 'distributedEtl'],
  ] as const) {
    await deploy(name, exported);
    say(`${bold('Deployed')}     ${name}/${name}  (examples/distributed-etl/flows.ts:${exported})`);
  }
  for (const name of ['worker-1', 'worker-2']) startWorker(name);
  await untilOnline(2);
  say(`${bold('Workers')}      worker-1, worker-2\n`);
  const deployment = await client.deployments.readByName({ flow: 'distributed-etl', deployment: 'distributed-etl' });
  const folder = join(home, 'flights');
  const run = await client.deployments.createFlowRun({ id: deployment.id }, { parameters: { folder } });
  const final = await watch(run);
  if (final.stateType !== 'COMPLETED') {
    say(`\nThe flow ended as ${final.stateName}: ${final.state?.message ?? ''}`);
    process.exitCode = 1;
    return;
  }
  summarise(join(folder, 'summary.json'));
}

async function deploy(name: string, exported: string): Promise<void> {
  const flow = await client.flows.create({ name });
  await client.deployments.create({
    name,
    flowId: flow.id,
    workPoolName: 'demo',
    entrypoint: `examples/distributed-etl/flows.ts:${exported}`,
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: root } }],
    enforceParameterSchema: false,
    parameterOpenapiSchema: { title: 'Parameters', type: 'object', properties: {} },
  });
}

function startWorker(name: string): void {
  // The demo's own server, whatever server the terminal is set to.
  const environment = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '' };
  const child = spawn(
    process.execPath,
    [join(root, 'runtime/bin/millrace.mjs'), 'worker', 'start', '--pool', 'demo', '--limit', '4', '--name', name],
    {
      env: environment,
      stdio: 'ignore',
      detached: true,
    },
  );
  children.push(child);
}

async function untilOnline(count: number): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const online = await client.workPools.filterWorkers({ name: 'demo' }, {});
    if (online.length >= count) return;
    await sleep(100);
  }
  throw new Error('The workers did not come online within 30 seconds.');
}

/** Prints each run whenever its state changes, until the orchestrator is final. */
async function watch(run: FlowRun): Promise<FlowRun> {
  const seen = new Map<string, string>();
  for (;;) {
    for (const current of await client.flowRuns.filter({ sort: 'EXPECTED_START_TIME_ASC' })) {
      if (seen.get(current.id) === current.stateName) continue;
      seen.set(current.id, current.stateName ?? '');
      const name = current.name.replace(`${join(home, 'flights')}/`, '');
      say(`  ${new Date().toISOString().slice(11, 23)}  ${name.padEnd(28)} ${current.stateName}`);
    }
    const last = await client.flowRuns.read({ id: run.id });
    if (last.state !== null && isFinal(last.state) && seen.get(run.id) === last.stateName) return last;
    await sleep(100);
  }
}

function summarise(file: string): void {
  const airports: Record<string, Airport> = JSON.parse(readFileSync(file, 'utf8'));
  const busiest = Object.entries(airports).toSorted(([, a], [, b]) => b.flights - a.flights);
  const flights = busiest.reduce((sum, [, airport]) => sum + airport.flights, 0);
  say(`\n${bold('Summary')}      ${flights} flights from ${busiest.length} airports; the busiest:`);
  for (const [origin, airport] of busiest.slice(0, 5)) {
    say(`  ${origin}  ${String(airport.flights).padStart(5)} flights, mean delay ${(airport.delay / airport.flights).toFixed(1)} min`);
  }
  say(`\n${bold('Try next')}     npm run millrace -- server start        (then, in another terminal)`);
  say('             npm run millrace -- work-pool create default');
  say('             npm run millrace -- deploy examples/hello.ts:hello --name first --pool default');
  say('             npm run millrace -- worker start --pool default');
}

/** Ends the workers, then the server, and takes the folder away: nothing is left behind. */
async function stopAll(): Promise<void> {
  const opened = await starting;
  await Promise.all(children.map(end));
  await opened.close();
  rmSync(home, { recursive: true, force: true });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(forced);
}
