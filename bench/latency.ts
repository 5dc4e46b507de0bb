import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './traffic.ts';
import { deployBench, startWorkerProcess } from './deployed.ts';
import { startOurs } from './servers.ts';

/**
 * From the answer to `deployment run` to the first line of the user's flow, one at a time and in bursts of 8.
 * usage: node bench/latency.ts [bursts]
 */
const bursts = Number(process.argv[2] ?? 10);
const goal = 150;

const ours = await startOurs();
const folder = mkdtempSync(join(tmpdir(), 'millrace-stamps-'));
const { client, deployment } = await deployBench(ours, 'stamp');
const worker = await startWorkerProcess(ours, 'bench', ['--limit', '16']);
try {
  let sequence = 0;
  const once = async (): Promise<number> => {
    const id = String((sequence += 1));
    const run = await client.deployments.createFlowRun({ id: deployment.id }, { parameters: { folder, id } });
    const returned = performance.timeOrigin + performance.now();
    for (;;) {
      const { stateType } = await client.flowRuns.read({ id: run.id });
      if (stateType === 'COMPLETED') return Number(readFileSync(join(folder, id), 'utf8')) - returned;
      if (stateType === 'FAILED' || stateType === 'CRASHED') throw new Error(`The run ended as ${stateType}.`);
      await sleep(50);
    }
  };
  await once();
  const single: number[] = [];
  for (let index = 0; index < bursts; index += 1) {
    await sleep(700);
    single.push(await once());
  }
  const burst: number[] = [];
  for (let index = 0; index < bursts; index += 1) {
    await sleep(1500);
    burst.push(...(await Promise.all(Array.from({ length: 8 }, once))));
  }
  const say = (name: string, values: number[]): void => {
    process.stdout.write(
      `${name}: p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms (${values.length} runs; goal p95 ${goal} ms)\n`,
    );
  };
  say('one at a time', single);
  say('bursts of 8', burst);
  say('all', [...single, ...burst]);
} finally {
  await client.close();
  await worker.stop();
  await ours.stop();
  rmSync(folder, { recursive: true, force: true });
}
