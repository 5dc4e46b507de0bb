import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../runtime/api/client.ts';
import type { WorkerProcess } from './deployed.ts';
import type { Measured } from './servers.ts';
import { isRunning, processesWith } from '../test/support/processes.ts';
import { deployBench, startWorkerProcess } from './deployed.ts';
import { freePort, startOurs } from './servers.ts';

/**
 * Kill -9 of the server, a worker or a run's process at random moments under load. Afterwards every acknowledged run
 * and log line must be there, no run may be left Running or Pending, and no process may be left over.
 * usage: npm run bench -- crash [kills]
 */
const kills = Number(process.argv[2] ?? 60);
const victims = ['server', 'worker', 'run'] as const;

/** Everything that the scenario started, and what was acknowledged. */
interface Scene {
  port: number;
  server: Measured;
  workers: WorkerProcess[];
  client: Client;
  /** Runs whose creation was answered, and those of them whose log line was, too. */
  runs: Set<string>;
  logs: Set<string>;
  /** Requests without an answer: nothing is known of them, and nothing is claimed. */
  unanswered: number;
  loading: boolean;
}

await main();

async function main(): Promise<void> {
  const port = await freePort();
  const server = await startOurs({ port });
  const { client, deployment } = await deployBench(server, 'steps');
  const workers: WorkerProcess[] = [];
  const scene: Scene = { port, server, workers, client, runs: new Set(), logs: new Set(), unanswered: 0, loading: true };
  try {
    for (const worker of await Promise.all([1, 2].map(() => startWorker(scene)))) workers.push(worker);
    const loads = [1, 2].map(() => keepCreating(scene, deployment.id));
    const counts = await strikes(scene);
    scene.loading = false;
    await Promise.all(loads);
    await report(scene, counts);
  } finally {
    await client.close();
    await Promise.all(scene.workers.map((worker) => worker.stop()));
    await scene.server.stop();
    for (const pid of processesWith(server.home)) if (pid !== process.pid) kill(pid);
    rmSync(server.home, { recursive: true, force: true });
  }
}

function startWorker({ server }: Scene): Promise<WorkerProcess> {
  return startWorkerProcess(server, 'bench', ['--limit', '4']);
}

async function keepCreating(scene: Scene, deploymentId: string): Promise<void> {
  while (scene.loading) {
    try {
      const run = await scene.client.deployments.createFlowRun({ id: deploymentId }, {});
      scene.runs.add(run.id);
      const timestamp = new Date().toISOString();
      await scene.client.logs.create([
        { name: 'bench', level: 20, message: 'acknowledged', timestamp, flowRunId: run.id, taskRunId: null },
      ]);
      scene.logs.add(run.id);
    } catch {
      scene.unanswered += 1;
    }
    await sleep(250);
  }
}

async function strikes(scene: Scene): Promise<Record<string, number>> {
  const counts: Record<string, number> = { server: 0, worker: 0, run: 0 };
  for (let strike = 0; strike < kills;) {
    await sleep(200 + Math.random() * 800);
    const victim = victims[Math.floor(Math.random() * victims.length)] ?? 'run';
    if (!(await strikeOne(scene, victim))) continue;
    strike += 1;
    counts[victim] = (counts[victim] ?? 0) + 1;
  }
  return counts;
}

/** Kills one victim and starts it again, as a supervisor would; false when there was none. */
async function strikeOne(scene: Scene, victim: (typeof victims)[number]): Promise<boolean> {
  if (victim === 'server') {
    kill(scene.server.pid);
    await sleep(Math.random() * 200);
    scene.server = await startOurs({ port: scene.port, home: scene.server.home });
    return true;
  }
  const index = Math.floor(Math.random() * scene.workers.length);
  const worker = scene.workers[index];
  if (worker === undefined) return false;
  if (victim === 'run') return killRun(worker, scene.server.home);
  kill(worker.pid);
  scene.workers[index] = await startWorker(scene);
  return true;
}

/** Kills a process that a worker keeps for runs: one at work, or one that waits for work. */
function killRun(worker: WorkerProcess, home: string): boolean {
  const children = processesWith(home).filter((pid) => field(pid, 'PPid') === worker.pid && read(pid, 'cmdline').includes('child.'));
  const child = children[Math.floor(Math.random() * children.length)];
  if (child === undefined) return false;
  kill(child);
  return true;
}

async function report(scene: Scene, counts: Record<string, number>): Promise<void> {
  const unfinished = await settle(scene.client, 90);
  const lost = await countLost(scene);
  const ends = await countEnds(scene.client);
  const reasons = await countReasons(scene.client);
  await Promise.all(scene.workers.map((worker) => worker.stop()));
  await sleep(2000);
  const orphans = processesWith(scene.server.home).filter((pid) => pid !== scene.server.pid && pid !== process.pid);
  process.stdout.write(
    `${kills} kills (server ${counts['server']}, worker ${counts['worker']}, run ${counts['run']}); ${scene.runs.size} runs and ${scene.logs.size} log lines acknowledged, ${scene.unanswered} requests unanswered\n` +
      `lost: ${lost.runs} runs, ${lost.logs} log lines; left unfinished: ${unfinished}; orphan processes: ${orphans.length}\n` +
      `ends: ${JSON.stringify(ends)}\n${JSON.stringify(reasons, null, 1)}\n`,
  );
  for (const pid of orphans) process.stdout.write(`orphan ${pid}: ${read(pid, 'cmdline').replaceAll('\0', ' ')}\n`);
  if (lost.runs + lost.logs + unfinished + orphans.length > 0) process.exitCode = 1;
}

/** Waits until no flow run and no task run is unfinished; how many still are after so many seconds. */
async function settle(client: Client, seconds: number): Promise<number> {
  const types = ['RUNNING', 'PENDING', 'SCHEDULED', 'CANCELLING'] as const;
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const state = { type: { any_: [...types] } };
    const left = (await client.flowRuns.count({ flowRuns: { state } })) + (await client.taskRuns.count({ taskRuns: { state } }));
    if (left === 0 || Date.now() > until) return left;
    await sleep(500);
  }
}

async function countLost({ client, runs, logs }: Scene): Promise<{ runs: number; logs: number }> {
  const lost = { runs: 0, logs: 0 };
  for (const id of runs) {
    lost.runs += 1 - (await client.flowRuns.count({ flowRuns: { id: { any_: [id] } } }));
    if (!logs.has(id)) continue;
    const lines = await client.logs.filter({ logs: { flowRunId: { any_: [id] } }, limit: 200 });
    if (!lines.some(({ message }) => message === 'acknowledged')) lost.logs += 1;
  }
  return lost;
}

async function countEnds(client: Client): Promise<Record<string, number>> {
  const ends: Record<string, number> = {};
  for (const type of ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'] as const) {
    ends[type] = await client.flowRuns.count({ flowRuns: { state: { type: { any_: [type] } } } });
  }
  return ends;
}

/** How often runs ended, or have not ended, for each reason; ids and times are left out. */
async function countReasons(client: Client): Promise<Record<string, number>> {
  const reasons: Record<string, number> = {};
  const runs = await client.flowRuns.filter({ flowRuns: { state: { type: { notAny_: ['COMPLETED'] } } }, limit: 200 });
  for (const { state } of runs) {
    const reason = `${state?.name}: ${(state?.message ?? '').replaceAll(/\d[\d:.TZ-]+/g, '…')}`;
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

function kill(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

function field(pid: number, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(pid, 'status'))?.[1]);
}

/** A file of a process; empty when the process is gone. */
function read(pid: number, file: string): string {
  const path = `/proc/${pid}/${file}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
