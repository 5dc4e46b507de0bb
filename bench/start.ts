import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { quantile } from './load.ts';
import { millrace, startOurs } from './servers.ts';

/**
 * What starting costs: the server until its first answer and its memory, a CLI listing, and importing the SDK.
 * The floor beside each figure is an empty Node process, measured in the same run.
 * usage: node bench/start.ts [rounds]
 */
const rounds = Number(process.argv[2] ?? 9);
const root = join(import.meta.dirname, '..');

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const ready: number[] = [];
let memory = 0;
for (let round = 0; round < rounds; round += 1) {
  const server = await startOurs();
  ready.push(server.readyAfter);
  await sleep(round === 0 ? 3000 : 200);
  if (round === 0) memory = residentMegabytes(server.pid);
  await server.stop();
}

const server = await startOurs();
const environment = { ...process.env, MILLRACE_HOME: server.home };
const wall = (argv: string[]): number => {
  const started = performance.now();
  execFileSync(process.execPath, argv, { env: environment, stdio: 'ignore' });
  return performance.now() - started;
};
const floor: number[] = [];
const listing: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  floor.push(wall(['-e', '0']));
  listing.push(wall([millrace, 'flow-run', 'ls']));
}
await server.stop();

const importCost: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const code = `const a = process.cpuUsage(); await import('millrace'); const b = process.cpuUsage(a); process.stdout.write(String((b.user + b.system) / 1000))`;
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: join(root, 'examples'),
    encoding: 'utf8',
  });
  importCost.push(Number(done.stdout));
}

say(`empty Node process: median ${quantile(floor, 0.5).toFixed(0)} ms`);
say(`server ready: median ${quantile(ready, 0.5).toFixed(0)} ms, worst ${Math.max(...ready).toFixed(0)} ms (goal 150 ms)`);
say(`server idle: ${memory.toFixed(0)} MB resident (goal 100 MB)`);
say(`millrace flow-run ls: median ${quantile(listing, 0.5).toFixed(0)} ms, worst ${Math.max(...listing).toFixed(0)} ms (goal 200 ms)`);
say(`import 'millrace': median ${quantile(importCost, 0.5).toFixed(0)} ms of CPU (goal 40 ms)`);

function residentMegabytes(pid: number): number {
  const match = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}
