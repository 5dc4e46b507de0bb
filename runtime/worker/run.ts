import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Client } from '../api/client.ts';
import type { Address } from '../api/address.ts';
import type { Connection } from '../api/connection.ts';
import { environmentOf } from '../api/address.ts';
import { systemClock } from '../core/clock.ts';
import type { Deployment, FlowRun, WorkPool } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { heartbeatOf } from '../core/heartbeat.ts';
import type { StateProposal } from '../core/state.ts';
import type { LogLine } from '../core/ports.ts';
import type { OwnRun } from '../engine/host.ts';
import { levels } from '../engine/logs.ts';
import type { Verdict } from '../sdk/supervision.ts';
import { createSupervision, verdictsOf } from '../sdk/supervision.ts';
import type { Children, RunProcess } from './children.ts';
import { jobVariables } from './job-variables.ts';
import type { Output } from './output.ts';
import { createOutput } from './output.ts';
import { crashOf, reportExit, reportVerdicts } from './reports.ts';

/** A run that a worker wants to execute. */
export interface RunOptions {
  client: Client;
  connection: Connection;
  /** The server as programs reach it that know nothing of form logins, such as Prefect's. */
  programs: Address;
  children: Children;
  pool: WorkPool;
  workerName: string;
  flowRun: FlowRun;
  /** Reads a deployment. */
  deployment(id: string): Promise<Deployment>;
  log: (text: string) => void;
  /** Aborted when the worker is to end whether the server answers or not. */
  ending: AbortSignal;
  /** Told the process once there is one. */
  started(process: RunProcess): void;
}

/** Claims a run and executes it; resolves when its process has ended and the server knows how. */
export async function startRun(options: RunOptions): Promise<void> {
  const { client, flowRun, log } = options;
  try {
    const deployment = flowRun.deploymentId === null ? undefined : await options.deployment(flowRun.deploymentId);
    const claim = { type: 'PENDING', name: 'Pending', stateDetails: { transitionId: randomUUID() } } as const;
    const { status } = await client.flowRuns.setState({ id: flowRun.id }, { state: claim, heartbeats: true });
    // Somebody else has it, or it is not to run: nothing to do.
    if (status !== 'ACCEPT') return;
    log(`Starting flow run ${flowRun.name}`);
    await executeRun(options, deployment);
  } catch (error) {
    log(`Flow run ${flowRun.name} could not be started: ${messageOf(error)}`);
    const message = `Flow run could not be submitted to infrastructure: ${messageOf(error)}`;
    if (!MillraceError.is(error, 'unreachable')) await reportEnd(options, { type: 'CRASHED', name: 'Crashed', message });
  }
}

/** Tells the server how the run ended; whether it ended by that. */
async function reportEnd({ client, flowRun, ending, log }: RunOptions, proposal: StateProposal): Promise<boolean> {
  try {
    return await reportExit(client, flowRun, proposal, ending);
  } catch (error) {
    log(`The end of flow run ${flowRun.name} could not be reported: ${messageOf(error)}`);
    return false;
  }
}

async function executeRun(options: RunOptions, deployment: Deployment | undefined): Promise<void> {
  const { client, flowRun, log } = options;
  const variables = jobVariables(options.pool, deployment, flowRun);
  const process = startProcess(options, variables, deployment);
  options.started(process);
  const output = createOutput(client, flowRun.id, log);
  process.onOutput((text, stream) => {
    output.write(text, stream);
    if (variables.streamOutput) log(text.trimEnd());
  });
  const heard = listen(options, process, output, variables.streamOutput);
  const told = process.pid === 0 ? undefined : tellServer(client, options, process);
  const exit = await process.exited.finally(heard.close);
  await Promise.all([told, output.end()]);
  const crash = crashOf(exit, flowRun, heard.reason());
  // What is below the run first: who sees that it is over sees nothing under way.
  await reportVerdicts(client, [...heard.left(crash), ...heard.verdicts()], log);
  const ended = (await reportEnd(options, crash)) || heard.verdicts().some(({ id }) => id === flowRun.id);
  if (ended && variables.command === undefined) await callHooks(options, variables, deployment);
  log(
    `Flow run ${flowRun.name} ended${exit.signal === null ? '' : ` by ${exit.signal}`}${exit.code ? ` with status code ${exit.code}` : ''}`,
  );
}

function startProcess(options: RunOptions, variables: ReturnType<typeof jobVariables>, deployment: Deployment | undefined): RunProcess {
  const { children, connection, flowRun } = options;
  const { command, env, workingDir } = variables;
  if (workingDir !== undefined && !existsSync(workingDir)) {
    throw new MillraceError('not-found', `the folder ${workingDir} of the job variable working_dir does not exist on this machine.`);
  }
  if (command === undefined) return children.start({ type: 'job', server: connection, flowRun, deployment, env, workingDir });
  return children.startCommand(command, environmentOfRun(options, env), workingDir);
}

/** Seconds that the hooks of a run have whose process is gone. */
const hookTime = 30;

/** Calls the hooks that the run's own process could not call, in a process of theirs: they are the user's code. */
async function callHooks(
  { client, children, connection, log, ...options }: RunOptions,
  { env, workingDir }: ReturnType<typeof jobVariables>,
  deployment: Deployment | undefined,
): Promise<void> {
  const flowRun = await client.flowRuns.read({ id: options.flowRun.id }).catch((error: unknown) => log(messageOf(error)));
  if (flowRun === undefined) return;
  const process = children.start({ type: 'job', server: connection, flowRun, deployment, env, workingDir, isOver: true });
  const output = createOutput(client, flowRun.id, log);
  process.onOutput(output.write);
  const timer = setTimeout(() => process.kill('SIGKILL'), hookTime * 1000);
  await process.exited.finally(() => clearTimeout(timer));
  await output.end();
}

/** What a worker learns from the process of a run. */
interface Heard {
  /** The reason that the process gave for its end. */
  reason(): string | undefined;
  /** What is to be said of a run that had no time left. */
  verdicts(): Verdict[];
  /** What is to be said of the runs below the flow run that were under way at the end. */
  left(state: StateProposal): Verdict[];
  close(): void;
}

/** Does what the run's process asks for: passes its log on, watches its time, remembers its runs. */
function listen({ flowRun, log }: RunOptions, process: RunProcess, output: Output, streamOutput: boolean): Heard {
  let reason: string | undefined;
  let verdicts: Verdict[] = [];
  const open = new Map<string, OwnRun>();
  const supervision = createSupervision((run) => {
    verdicts = verdictsOf(run, flowRun);
    process.kill('SIGKILL');
  });
  const show = (line: LogLine): void => {
    output.add(line);
    if (streamOutput && line.level >= levels.info) log(`${flowRun.name}: ${line.message}`);
  };
  process.onMessage((message) => {
    if (message.type === 'log') show(message.line);
    else if (message.type === 'flush') void output.flush().then(() => process.send({ type: 'flushed', flush: message.flush }));
    else if (message.type === 'arm') supervision.arm(message.watch, message.run);
    else if (message.type === 'disarm') supervision.disarm(message.watch);
    else if (message.type === 'open') open.set(message.run.id, message.run);
    else if (message.type === 'close') open.delete(message.id);
    else reason = message.reason;
  });
  return {
    reason: () => reason,
    verdicts: () => verdicts,
    left(state) {
      const done = new Set([flowRun.id, ...verdicts.map(({ id }) => id)]);
      return [...open.values()].filter(({ id }) => !done.has(id)).map(({ kind, id }) => ({ kind, id, state }));
    },
    close: supervision.close,
  };
}

/** Milliseconds that a run is given to start before the server hears who runs it: a burst of runs needs them for itself. */
const settling = 500;

/** The process and its worker, for people who look at the run, and its first sign of life. */
async function tellServer(client: Client, { flowRun, workerName, pool, log }: RunOptions, { pid, exited }: RunProcess): Promise<void> {
  // A process that could not be started is told of elsewhere.
  const over = exited.then(isOver, isOver);
  const ended = await Promise.race([over, systemClock.sleep(settling)]);
  const labels = {
    'prefect.worker.name': workerName,
    'prefect.worker.type': 'process',
    'prefect.work-pool.name': pool.name,
    'prefect.work-pool.id': pool.id,
  };
  const alive = [
    () => client.events.create([heartbeatOf(flowRun.id)]),
    () => client.flowRuns.update({ id: flowRun.id }, { infrastructurePid: String(pid) }),
  ];
  const calls = [...(ended === true ? [] : alive), () => client.flowRuns.updateLabels({ id: flowRun.id }, labels)];
  for (const call of calls) {
    await call().catch((error: unknown) => (MillraceError.is(error, 'not-found') ? undefined : log(messageOf(error))));
  }
}

const isOver = (): true => true;

/**
 * The environment by which a program finds its run and the server, as Prefect's own workers set it. What the worker's own
 * variables say of the server is taken away, unless the deployment has variables of these names.
 */
function environmentOfRun(
  { connection, programs, flowRun, workerName }: RunOptions,
  env: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const reach = Object.entries(environmentOf(programs));
  return {
    ...Object.fromEntries(reach.map(([name]) => [name, null])),
    ...env,
    ...Object.fromEntries(reach.filter(([, value]) => value !== '')),
    // Prefect's programs write links into the log: a relay's address must not stand there.
    ...(programs === connection ? {} : { PREFECT_UI_URL: connection.url.replace(/\/api$/, '') }),
    PREFECT__FLOW_RUN_ID: flowRun.id,
    PREFECT__FLOW_ID: flowRun.flowId,
    PREFECT__DEPLOYMENT_ID: flowRun.deploymentId ?? '',
    PREFECT__WORKER_NAME: workerName,
  };
}
