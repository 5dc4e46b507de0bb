import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../runtime/api/client.ts';
import type { WorkerProcess } from './deployed.ts';
import type { Measured } from './servers.ts';
import { deployBench, startWorkerProcess } from './deployed.ts';
import { freePort, startOurs } from './servers.ts';

/**
 * Kill -9 of the server, a worker or a run's process at random moments under load. Afterwards every acknowledged run
 * and log line must be there, no run may be left Running or Pending, and no process may be left over.
 * usage: node bench/crash.ts [kills]
 */
const kills = Number(process.argv[2] ?? 60);

/** Everything that the scenario started and acknowledged. */
interface Scene {
  server: Measured;
  workers: WorkerProcess[];
  client: Client;
  acknowledgedRuns: Set<string>;
  acknowledgedLogs: Map<string, number>;
  loading: boolean;
}

const port = await freePort();
const server = await startOurs(port);
const home = server.home;
const { client, deployment } = await deployBench(server, 'steps');
const workers = await Promise.all([1, 2].map(() => startWorkerProcess(server, 'bench', ['--limit', '4'])));
const scene: Scene = {
  server,
  workers,
  client,
  acknowledgedRuns: new Set(),
  acknowledgedLogs: new Map(),
  loading: true,
};

const loads = [1, 2].map(() => keepCreating(scene, deployment.id));
const counts: Record<string, number> = { server: 0, worker: 0, run: 0 };
for (let kill = 0; kill < kills; kill += 1) {
  await sleep(300 + Math.random() * 900);
  const victim = ['server', 'worker', 'run'][Math.floor(Math.random() * 3)] ?? 'run';
  await strike(scene, victim);
  counts[victim] = (counts[victim] ?? 0) + 1;
}
scene.loading = false;
await Promise.all(loads);
const unfinished = await settle(client, 120);
const lost = await countLost(scene);
await Promise.all(scene.workers.map((worker) => worker.stop()));
await sleep(1500);
const orphans = processesOf(home).filter((pid) => pid !== scene.server.pid && pid !== process.pid);
const ends = await countEnds(client);
await client.close();
await scene.server.stop();
process.stdout.write(
  `${kills} kills (server ${counts['server']}, worker ${counts['worker']}, run ${counts['run']}); ${scene.acknowledgedRuns.size} runs acknowledged\n` +
    `lost: ${lost.runs} runs, ${lost.logs} log lines; left Running or Pending: ${unfinished}; orphan processes: ${orphans.length}\n` +
    `ends: ${JSON.stringify(ends)}\n`,
);
for (const pid of orphans) process.kill(pid, 'SIGKILL');
if (lost.runs + lost.logs + unfinished + orphans.length > 0) process.exitCode = 1;

async function keepCreating(to: Scene, deploymentId: string): Promise<void> {
  while (to.loading) {
    try {
      const run = await to.client.deployments.createFlowRun({ id: deploymentId }, {});
      to.acknowledgedRuns.add(run.id);
      const line = {
        name: 'bench',
        level: 20,
        message: 'acknowledged',
        timestamp: new Date().toISOString(),
        flowRunId: run.id,
        taskRunId: null,
      };
      await to.client.logs.create([line]);
      to.acknowledgedLogs.set(run.id, 1);
    } catch (error) {
      // An answer that never came is not acknowledged: that is what this load is about.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
    await sleep(200);
  }
}

async function strike(to: Scene, victim: string): Promise<void> {
  if (victim === 'server') {
    process.kill(to.server.pid, 'SIGKILL');
    await sleep(Math.random() * 200);
    to.server = await startOurs(port, home);
    return;
  }
  const index = Math.floor(Math.random() * to.workers.length);
  const worker = to.workers[index];
  if (worker === undefined) return;
  if (victim === 'worker') {
    process.kill(worker.pid, 'SIGKILL');
    to.workers[index] = await startWorkerProcess(to.server, 'bench', ['--limit', '4']);
    return;
  }
  const children = childrenOf(worker.pid);
  const child = children[Math.floor(Math.random() * children.length)];
  if (child !== undefined) process.kill(child, 'SIGKILL');
}

/** Waits until no run is unfinished; how many still are after so many seconds. */
async function settle(reader: Client, seconds: number): Promise<number> {
  const types = ['RUNNING', 'PENDING', 'SCHEDULED', 'CANCELLING'] as const;
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const left = await reader.flowRuns.count({ flowRuns: { state: { type: { any_: [...types] } } } });
    if (left === 0 || Date.now() > until) return left;
    await sleep(500);
  }
}

async function countLost(of: Scene): Promise<{ runs: number; logs: number }> {
  let runs = 0;
  let logs = 0;
  for (const id of of.acknowledgedRuns) {
    runs += 1 - (await of.client.flowRuns.count({ flowRuns: { id: { any_: [id] } } }));
    if (!of.acknowledgedLogs.has(id)) continue;
    const lines = await of.client.logs.filter({ logs: { flowRunId: { any_: [id] } }, limit: 200 });
    if (!lines.some((line) => line.message === 'acknowledged')) logs += 1;
  }
  return { runs, logs };
}

async function countEnds(reader: Client): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const type of ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'] as const) {
    found[type] = await reader.flowRuns.count({ flowRuns: { state: { type: { any_: [type] } } } });
  }
  return found;
}

function childrenOf(pid: number): number[] {
  return allProcesses().filter((other) => Number(/\) \S (\d+)/.exec(readProcess(other, 'stat'))?.[1]) === pid);
}

/** The processes that were started with this home in their environment. */
function processesOf(folder: string): number[] {
  return allProcesses().filter((pid) => readProcess(pid, 'environ').includes(`MILLRACE_HOME=${folder}`));
}

const allProcesses = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** A file of a process; empty when the process is gone. */
function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    return error instanceof Error ? '' : String(error);
  }
}
