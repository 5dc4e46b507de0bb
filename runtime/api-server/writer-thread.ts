import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../core/errors.ts';
import type { BatchResult, Job } from './batch.ts';
import { runBatch } from './batch.ts';
import type { ServerSettings } from './settings.ts';
import { openDatabase } from './store/database.ts';
import { troubleOf } from './store/trouble.ts';

/** What the thread is started with. */
export interface WriterStart {
  path: string;
  settings: ServerSettings;
}

/** What the thread answers to a batch. */
export type WriterMessage = BatchResult | { error: string };

const { path, settings }: WriterStart = workerData;
const database = openDatabase({ path, settings, now: Date.now });

parentPort?.on('message', (message: Job[] | 'close') => {
  if (message === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage(runBatch(database, message));
  } catch (error) {
    parentPort?.postMessage({ error: troubleOf(error) ?? messageOf(error) });
  }
});
