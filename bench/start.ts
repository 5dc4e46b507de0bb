import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Form } from './published.ts';
import { inBothForms } from './published.ts';
import { startOurs } from './servers.ts';
import { quantile } from './traffic.ts';

/**
 * What starting costs, from the sources and from the package as it is published: the server until its first answer and
 * its memory, a CLI listing, and importing the SDK. Beside each figure an empty Node process, in the same rounds.
 * usage: npm run bench -- start [rounds]
 */
const rounds = Number(process.argv[2] ?? 9);

interface Figures {
  ready: number[];
  memory: number[];
  listing: number[];
  imported: number[];
  empty: number[];
}

await inBothForms(async (form) => say(form.name, await measure(form)));

/** The first round fills Node's compile cache and is not counted. */
async function measure({ launcher, entry }: Form): Promise<Figures> {
  const figures: Figures = { ready: [], memory: [], listing: [], imported: [], empty: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const server = await startOurs({ launcher });
    const env = { ...process.env, MILLRACE_HOME: server.home };
    const listing = wall(() => execFileSync(process.execPath, [launcher, 'flow-run', 'ls'], { env, stdio: 'ignore' }));
    const empty = wall(() => execFileSync(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
    await sleep(1000);
    const memory = residentMegabytes(server.pid);
    await server.stop();
    const imported = importCost(entry);
    if (round === 0) continue;
    for (const [list, value] of [
      [figures.ready, server.readyAfter],
      [figures.memory, memory],
      [figures.listing, listing],
      [figures.imported, imported],
      [figures.empty, empty],
    ] as const) {
      list.push(value);
    }
  }
  return figures;
}

function wall(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** CPU milliseconds of importing the SDK in a new process, with the compile cache that every program may have. */
function importCost(entry: string): number {
  const code = `const a = process.cpuUsage(); await import(${JSON.stringify(entry)}); const b = process.cpuUsage(a); process.stdout.write(String((b.user + b.system) / 1000))`;
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }));
}

function say(form: string, { ready, memory, listing, imported, empty }: Figures): void {
  const median = (values: number[]): string => quantile(values, 0.5).toFixed(0);
  const worst = (values: number[]): string => Math.max(...values).toFixed(0);
  process.stdout.write(
    `${form} (median of ${rounds}, worst in brackets; an empty Node process takes ${median(empty)} ms)\n` +
      `  server ready ${median(ready)} ms (${worst(ready)}), idle ${median(memory)} MB (${worst(memory)})\n` +
      `  millrace flow-run ls ${median(listing)} ms (${worst(listing)}), import ${median(imported)} ms of CPU (${worst(imported)})\n`,
  );
}

function residentMegabytes(pid: number): number {
  const match = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}
