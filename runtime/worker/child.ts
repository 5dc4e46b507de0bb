import { createClient } from '../api/client.ts';
import { httpTransport } from '../api/http.ts';
import { messageOf } from '../core/errors.ts';
import type { RunLogs } from '../engine/logs.ts';
import { execute } from './execute.ts';
import type { ChildMessage, Job } from './job.ts';
import { registerTypeScript } from './loader.ts';

/** The process of one run: loaded before there is work, waits for its job, runs it and ends. Never used twice. */
const tell = (message: ChildMessage): boolean | undefined => process.send?.(message);

registerTypeScript();
await Promise.all([import('../sdk/index.ts'), import('node:http')]);

let current: { job: Job; controller: AbortController } | undefined;

process.on('message', (job: Job) => {
  void run(job);
});

// The worker is gone: nobody would report how this run ended, so it ends now and says why.
process.on('disconnect', () => {
  if (current === undefined) process.exit(0);
  const { job } = current;
  const client = createClient(httpTransport({ url: job.url, headers: job.headers, retries: 3 }));
  const message = 'The worker of this run is gone, and its process ended with it.';
  const crashed = client.flowRuns.setState({ id: job.flowRun.id }, { state: { type: 'CRASHED', name: 'Crashed', message } });
  crashed.then(
    () => process.exit(1),
    () => process.exit(1),
  );
});

process.on('SIGTERM', () => current?.controller.abort(new Error('The flow run was cancelled.')));
// Ctrl-C in a terminal reaches the whole group; what becomes of runs is the worker's decision.
process.on('SIGINT', () => undefined);

tell({ type: 'ready' });

async function run(job: Job): Promise<void> {
  const controller = new AbortController();
  current = { job, controller };
  Object.assign(process.env, job.env, { PREFECT__FLOW_RUN_ID: job.flowRun.id });
  if (job.workingDir !== undefined) process.chdir(job.workingDir);
  const client = createClient(httpTransport({ url: job.url, headers: job.headers, retries: 10 }));
  let logs: RunLogs | undefined;
  const report = (text: string): void => void process.stderr.write(`${text}\n`);
  const opened = (created: RunLogs): void => {
    logs = created;
  };
  process.on('uncaughtException', (error) => {
    report(error.stack ?? error.message);
    const flushed = logs?.flush() ?? Promise.resolve();
    void flushed.finally(() => process.exit(1));
  });
  tell({ type: 'started' });
  try {
    await execute({
      client,
      url: job.url,
      headers: job.headers,
      flowRun: job.flowRun,
      deployment: job.deployment,
      signal: controller.signal,
      report,
      opened,
    });
    process.exit(0);
  } catch (error) {
    report(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
    await logs?.flush();
    process.exit(1);
  }
}
