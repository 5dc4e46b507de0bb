import { parentPort, workerData } from 'node:worker_threads';
import { createClient } from '../api/client.ts';
import { httpTransport } from '../api/http.ts';
import { createSupervision, reportOverrun } from './supervision.ts';
import type { ToWatchdog, WatchdogStart } from './watchdog.ts';

const { url, headers, root }: WatchdogStart = workerData;
const client = createClient(httpTransport({ url, headers, retries: 3 }));
const report = (text: string): void => void process.stderr.write(`${text}\n`);

const supervision = createSupervision(async (run) => {
  await reportOverrun(client, root, run, report);
  process.kill(process.pid, 'SIGKILL');
});

parentPort?.on('message', (message: ToWatchdog) => {
  if (message.type === 'disarm') {
    supervision.disarm(message.watch);
    return;
  }
  const { watch, run, at } = message;
  // The time that this thread took to start counts.
  supervision.arm(watch, run, (Date.now() - at) / 1000);
});
