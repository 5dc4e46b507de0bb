import { setTimeout as sleep } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { createClient } from '../api/client.ts';
import { httpTransport } from '../api/http.ts';

/** What the thread watches. */
export interface WatchdogStart {
  url: string;
  headers: Record<string, string>;
  flowRunId: string;
  seconds: number;
  /** Until it strikes, unless it is terminated before. */
  milliseconds: number;
}

const { url, headers, flowRunId, seconds, milliseconds }: WatchdogStart = workerData;

await sleep(milliseconds);
const client = createClient(httpTransport({ url, headers }));
const message = `Flow run exceeded timeout of ${seconds} second(s) and did not yield; its process was ended.`;
await client.flowRuns.setState({ id: flowRunId }, { state: { type: 'FAILED', name: 'TimedOut', message }, force: true });
process.kill(process.pid, 'SIGKILL');
