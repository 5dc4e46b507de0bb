import { Worker } from 'node:worker_threads';
import type { BatchResult, Job, JobResult } from './batch.ts';
import { runBatch } from './batch.ts';
import { MillraceError } from '../core/errors.ts';
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
  const { run, idle } = batching(async (jobs) => runBatch(database, jobs), publish);
  return {
    run,
    async close() {
      await idle();
      database.close();
    },
  };
}

/**
 * A writer in a thread of its own: a slow disk does not stop the event loop. It takes jobs at once and does them when
 * its thread has started, so that nobody waits for that; `failed` is told when the thread ends by itself.
 */
export function threadWriter(start: WriterStart, publish: (events: readonly WireEvent[]) => void, failed: (error: Error) => void): Writer {
  const thread = startThread(start);
  let waiting: { resolve(result: BatchResult): void; reject(error: unknown): void } | undefined;
  let ended: Error | undefined;
  let closing = false;
  const end = (error: Error): void => {
    if (ended !== undefined) return;
    ended = error;
    waiting?.reject(error);
    if (!closing) failed(error);
  };
  thread.on('message', (message: WriterMessage) => {
    if ('error' in message) waiting?.reject(new MillraceError('failed', message.error));
    else waiting?.resolve(message);
  });
  thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  thread.on('exit', () => end(new MillraceError('failed', 'The writer of the database has ended: restart the server.')));
  const send = (jobs: Job[]): Promise<BatchResult> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      waiting = { resolve, reject };
      thread.postMessage(jobs);
    });
  const { run, idle } = batching(send, publish);
  return {
    run,
    async close() {
      await idle();
      closing = true;
      if (ended !== undefined) return;
      const exit = new Promise((resolve) => thread.once('exit', resolve));
      thread.postMessage('close');
      await exit;
    },
  };
}

function startThread(start: WriterStart): Worker {
  const file = new URL(import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js', import.meta.url);
  return new Worker(file, {
    workerData: start,
    // The flags of this process are not the thread's: `--input-type` or `--test` would keep it from starting.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
}

/** One batch at a time; what arrives meanwhile is the next one. */
function batching(
  execute: (jobs: Job[]) => Promise<BatchResult>,
  publish: (events: readonly WireEvent[]) => void,
): { run(job: Job): Promise<JobResult>; idle(): Promise<void> } {
  let queue: Waiting[] = [];
  let busy = false;
  let watchers: (() => void)[] = [];
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
    for (const watcher of watchers) watcher();
    watchers = [];
  };
  const run = (job: Job): Promise<JobResult> =>
    new Promise((resolve, reject) => {
      queue.push({ job, resolve, reject });
      if (busy) return;
      busy = true;
      setImmediate(pump);
    });
  const idle = (): Promise<void> => new Promise((resolve) => (busy ? watchers.push(resolve) : resolve()));
  return { run, idle };
}
