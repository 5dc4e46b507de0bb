import { Worker } from 'node:worker_threads';
import type { BatchResult, Job, JobResult } from './batch.ts';
import { runBatch } from './batch.ts';
import type { Database } from './store/database.ts';
import type { WireEvent } from './store/events.ts';
import type { WriterMessage, WriterStart } from './writer-thread.ts';

/**
 * The one writer of the database. Jobs that arrive together are committed together, so that they share the disk's
 * flush; each is answered after the COMMIT.
 */
export interface Writer {
  run(job: Job): Promise<JobResult>;
  close(): Promise<void>;
}

interface Waiting {
  job: Job;
  resolve(result: JobResult): void;
  reject(error: unknown): void;
}

/** More jobs than this are not put into one transaction, so that the first need not wait for the last. */
const most = 256;

/** A writer in this thread, for stores in memory and short-lived processes. */
export function inlineWriter(database: Database, publish: (events: readonly WireEvent[]) => void): Writer {
  const run = batching(async (jobs) => runBatch(database, jobs), publish);
  return { run, close: async () => database.close() };
}

/** A writer in a thread of its own: a slow disk does not stop the event loop. */
export async function threadWriter(start: WriterStart, publish: (events: readonly WireEvent[]) => void): Promise<Writer> {
  const thread = new Worker(new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url), { workerData: start });
  let waiting: { resolve(result: BatchResult): void; reject(error: unknown): void } | undefined;
  await new Promise<void>((resolve, reject) => {
    thread.once('message', () => resolve());
    thread.once('error', reject);
  });
  thread.on('message', (message: WriterMessage) => {
    if ('error' in message) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message);
  });
  thread.on('error', (error) => waiting?.reject(error));
  const send = (jobs: Job[]): Promise<BatchResult> =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      thread.postMessage(jobs);
    });
  const run = batching(send, publish);
  return {
    run,
    async close() {
      const ended = new Promise((resolve) => thread.once('exit', resolve));
      thread.postMessage('close');
      await ended;
    },
  };
}

/** One batch at a time; what arrives meanwhile is the next one. */
function batching(
  execute: (jobs: Job[]) => Promise<BatchResult>,
  publish: (events: readonly WireEvent[]) => void,
): (job: Job) => Promise<JobResult> {
  let queue: Waiting[] = [];
  let busy = false;
  const pump = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.slice(0, most);
      queue = queue.slice(most);
      try {
        const { results, events } = await execute(batch.map(({ job }) => job));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? { status: 500, text: null });
        publish(events);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };
  return (job) =>
    new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(pump);
    });
}
