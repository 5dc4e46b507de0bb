import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployBench, startWorkerProcess } from './deployed.ts';
import type { Form } from './published.ts';
import { inBothForms } from './published.ts';
import { cpuMilliseconds, startOurs } from './servers.ts';
import { quantile } from './traffic.ts';

/**
 * From the answer to `deployment run` to the first line of the user's flow, one at a time and in bursts of 8: as
 * published and from the sources.
 * usage: npm run bench -- latency [bursts]
 */
const bursts = Number(process.argv[2] ?? 10);
const goal = 150;

await inBothForms(measure);

async function measure({ name, launcher }: Form): Promise<void> {
  const server = await startOurs({ launcher });
  const folder = mkdtempSync(join(tmpdir(), 'millrace-stamps-'));
  const { client, deployment } = await deployBench(server, 'stamp');
  const worker = await startWorkerProcess(server, 'bench', ['--limit', '16']);
  let sequence = 0;
  const once = async (): Promise<number> => {
    const id = String((sequence += 1));
    await client.deployments.createFlowRun({ id: deployment.id }, { parameters: { folder, id } });
    const returned = performance.timeOrigin + performance.now();
    // Looking for the file costs the server nothing.
    const stamp = (): number => (existsSync(join(folder, id)) ? Number(readFileSync(join(folder, id), 'utf8')) : 0);
    while (stamp() === 0) await sleep(50);
    return stamp() - returned;
  };
  try {
    await once();
    const single: number[] = [];
    for (let index = 0; index < bursts; index += 1) {
      await sleep(1000);
      single.push(await once());
    }
    const burst: number[] = [];
    const before = [server, worker].map(({ pid }) => cpuMilliseconds(pid));
    for (let index = 0; index < bursts; index += 1) {
      await sleep(2000);
      burst.push(...(await Promise.all(Array.from({ length: 8 }, once))));
    }
    const used = [server, worker].map(({ pid }, index) => cpuMilliseconds(pid) - (before[index] ?? 0));
    process.stdout.write(`${name}\n`);
    say('one at a time', single);
    say('bursts of 8', burst);
    process.stdout.write(
      `  CPU of a burst, to the end of its runs: server ${perBurst(used[0])} ms, worker with its children ${perBurst(used[1])} ms\n`,
    );
  } finally {
    await client.close();
    await worker.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function perBurst(milliseconds = 0): string {
  return (milliseconds / bursts).toFixed(0);
}

function say(what: string, values: number[]): void {
  const [p50, p95] = [quantile(values, 0.5).toFixed(0), quantile(values, 0.95).toFixed(0)];
  process.stdout.write(`  ${what}: p50 ${p50} ms, p95 ${p95} ms (${values.length} runs; goal p95 ${goal} ms)\n`);
}
