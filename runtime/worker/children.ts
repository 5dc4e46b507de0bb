import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import type { Address } from '../api/address.ts';
import type { Guardian } from './guardian.ts';
import { createGuardian } from './guardian.ts';
import type { FromChild, Job, ToChild } from './job.ts';
import { linkDescriptor } from './job.ts';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The process of one run. */
export interface RunProcess {
  pid: number;
  /** Settled once the process is gone and everything that it said was heard. Rejects when it could not be started. */
  exited: Promise<Exit>;
  /** Signals the process and everything that it started. */
  kill(signal: NodeJS.Signals): void;
  onOutput(listener: (text: string, stream: 'stdout' | 'stderr') => void): void;
  onMessage(listener: (message: FromChild) => void): void;
  send(message: ToChild): void;
}

/** Processes that wait for work. */
export interface Children {
  /** Gives a job to a waiting process, or to a new one. */
  start(job: Job): RunProcess;
  /** Starts a command for a run in a shell, as Prefect's process worker does for the job variable `command`. */
  startCommand(command: string, environment: Record<string, string | null>, folder: string | undefined): RunProcess;
  /** Ends the processes that still wait. */
  close(): void;
}

/** Milliseconds of quiet after which used processes are replaced: a burst is handed over first. */
const quiet = 250;
/** Milliseconds after a process's end for which a program that left its group may hold the output open. */
const patience = 1000;

/** A pool of so many processes, ready for runs of a server. None outlives this process, however it ends. */
export function createChildren(size: number, server: Address): Children {
  const idle: ChildProcess[] = [];
  const guardian = createGuardian();
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const refill = (): void => {
    while (!closed && idle.length < size) idle.push(rehearsing(forkChild(idle), server));
  };
  refill();
  return {
    start(job) {
      const child = (isForAnyProcess(job) ? idle.shift() : undefined) ?? forkChild([], job.env);
      child.send(job);
      clearTimeout(timer);
      timer = setTimeout(refill, quiet);
      return toRunProcess(child, guardian);
    },
    startCommand: (command, environment, folder) => toRunProcess(spawnCommand(command, environment, folder), guardian),
    close() {
      closed = true;
      clearTimeout(timer);
      for (const child of idle) child.kill('SIGKILL');
      guardian.dismiss();
    },
  };
}

/** Node reads its own variables when it starts: a process that waits already cannot take them. */
const isForAnyProcess = ({ env }: Job): boolean => !Object.keys(env).some((name) => name.startsWith('NODE_'));

function rehearsing(child: ChildProcess, server: Address): ChildProcess {
  child.send({ type: 'rehearse', server } satisfies ToChild);
  return child;
}

function forkChild(idle: ChildProcess[], environment: Record<string, string | null> = {}): ChildProcess {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url);
  const child = fork(entry, [], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    serialization: 'json',
    execArgv: [],
    env: merged(environment),
  });
  // A process that is killed while it waits for work is replaced by the next one.
  child.on('error', () => undefined);
  child.once('exit', () => {
    const index = idle.indexOf(child);
    if (index !== -1) idle.splice(index, 1);
  });
  return child;
}

const spawnCommand = (command: string, environment: Record<string, string | null>, folder: string | undefined): ChildProcess =>
  spawn(command, {
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: merged(environment),
    ...(folder === undefined ? {} : { cwd: folder }),
  });

/** This process's variables with changes; null takes one away. */
function merged(changes: Record<string, string | null>): Record<string, string> {
  const all: Record<string, string | null | undefined> = { ...process.env, ...changes };
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) if (typeof value === 'string') kept[name] = value;
  return kept;
}

function toRunProcess(child: ChildProcess, guardian: Guardian): RunProcess {
  const { pid } = child;
  if (pid !== undefined) guardian.watch(pid);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      // What the run started and left behind ends with it, and with that the last of its output arrives.
      signalGroup(pid, 'SIGKILL');
      if (pid !== undefined) guardian.forget(pid);
      const heard = (): void => resolve({ code, signal });
      child.once('close', heard);
      setTimeout(heard, patience).unref();
    });
    if (pid === undefined) child.once('error', reject);
  });
  return {
    pid: pid ?? 0,
    exited,
    kill: (signal) => (isOver(child) ? undefined : signalGroup(pid, signal)),
    onOutput(listener) {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => listener(text, 'stdout'));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => listener(text, 'stderr'));
    },
    onMessage(listener) {
      const stream = child.stdio[linkDescriptor];
      if (stream && 'setEncoding' in stream) readMessages(stream, listener);
    },
    send: (message) => void (child.connected && child.send(message)),
  };
}

function readMessages(stream: NodeJS.ReadableStream, listener: (message: FromChild) => void): void {
  let partial = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    for (const line of lines) listener(JSON.parse(line));
  });
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // No such group (any more): everything has ended.
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error;
  }
}
