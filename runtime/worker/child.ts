import { createClient } from '../api/client.ts';
import { httpTransport } from '../api/http.ts';
import { systemClock } from '../core/clock.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { describeError } from '../engine/timeout.ts';
import { callHooksOfEnd, execute } from './execute.ts';
import type { Job, ToChild } from './job.ts';
import { linkDescriptor } from './job.ts';
import { openLink } from './link.ts';
import { registerTypeScript, warmTypeScript } from './loader.ts';
import { rehearse } from './rehearsal.ts';
import { hideLoggedPrints } from '../sdk/prints.ts';

/** The process of one run: loaded before there is work, waits for its job, runs it and ends. Never used twice. */
const link = openLink(linkDescriptor, systemClock);
const controller = new AbortController();
const report = (text: string): void => void process.stderr.write(`${text}\n`);
let current: Job | undefined;

hideLoggedPrints();
// Before the hooks: what they load is stripped of its types by each process, what Node loads is taken from its cache.
await import('../sdk/index.ts');
registerTypeScript();
warmTypeScript();
process.getBuiltinModule('node:http');

process.on('message', (message: ToChild) => {
  if (message.type === 'flushed') link.flushed(message.flush);
  // A run that is here already does not wait for that.
  else if (message.type === 'rehearse') setImmediate(() => void (current === undefined && rehearse(message.server)));
  else void run(message);
});
process.on('disconnect', () => void abandoned());
process.on('SIGTERM', () => controller.abort(new MillraceError('cancelled', 'its process was asked to stop')));
// Ctrl-C in a terminal reaches the whole group; what becomes of runs is the worker's decision.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', (error: unknown) => {
  // Nobody reads what is written any more, which is an error of its own: the run has its last second all the same.
  if (!process.connected) return;
  report(describeError(error));
  link.crash(describe(error));
  process.exit(1);
});

async function run(job: Job): Promise<void> {
  current = job;
  enter(job);
  const { flowRun, deployment } = job;
  const client = createClient(httpTransport({ ...job.server, retries: 10 }));
  const { logs, supervisor, opened } = link;
  const { signal } = controller;
  try {
    const execution = { client, flowRun, deployment, signal, supervisor, logs, opened, report };
    await (job.isOver === true ? callHooksOfEnd(execution) : execute(execution));
    await sendLeft(job);
    process.exit(0);
  } catch (error) {
    report(describeError(error));
    link.crash(describe(error));
    process.exit(1);
  }
}

function enter(job: Job): void {
  for (const [name, value] of Object.entries(job.env)) {
    if (value === null) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
  process.env['PREFECT__FLOW_RUN_ID'] = job.flowRun.id;
  if (job.workingDir !== undefined) process.chdir(job.workingDir);
}

/** Milliseconds that a run has to end by itself when its worker is gone, before the guardian ends it. */
const patience = 1000;

/** The worker is gone: nobody would report how this run ended, so it ends now, with all that is below it, and says why. */
async function abandoned(): Promise<void> {
  link.broken();
  const job = current;
  if (job === undefined || job.isOver === true) process.exit(0);
  const message = 'The worker of this run is gone, and its process ended with it.';
  controller.abort(new MillraceError('cancelled', message));
  await systemClock.sleep(patience);
  const client = createClient(httpTransport({ ...job.server, retries: 3 }));
  const state = { type: 'CRASHED' as const, name: 'Crashed', message };
  await Promise.allSettled([client.flowRuns.setState({ id: job.flowRun.id }, { state }), sendLeft(job)]);
  process.exit(1);
}

/** Sends the lines that no worker has taken. */
async function sendLeft({ server }: Job): Promise<void> {
  const lines = link.logs.take();
  if (lines.length > 0) await createClient(httpTransport({ ...server, retries: 3 })).logs.create(lines);
}

const describe = (error: unknown): string => `${error instanceof Error ? error.name : typeof error}: ${messageOf(error)}`;
