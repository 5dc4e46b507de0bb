import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import type { ChildMessage, Job } from './job.ts';

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The process of one run. */
export interface RunProcess {
  pid: number;
  exited: Promise<Exit>;
  /** Signals the process and everything that it started. */
  kill(signal: NodeJS.Signals): void;
  onOutput(listener: (text: string, stream: 'stdout' | 'stderr') => void): void;
}

/** Processes that wait for work. */
export interface Children {
  /** Gives a job to a waiting process, or to a new one. */
  start(job: Job): RunProcess;
  /** Ends the processes that still wait. */
  close(): void;
}

/** Milliseconds of quiet after which used processes are replaced: a burst is handed over first. */
const quiet = 250;

/** A pool of so many processes with the SDK loaded. */
export function createChildren(size: number): Children {
  const idle: ChildProcess[] = [];
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const refill = (): void => {
    while (!closed && idle.length < size) idle.push(forkChild(idle));
  };
  refill();
  return {
    start(job) {
      const child = idle.shift() ?? forkChild([]);
      child.send(job);
      clearTimeout(timer);
      timer = setTimeout(refill, quiet);
      return toRunProcess(child);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      for (const child of idle) child.kill('SIGKILL');
    },
  };
}

function forkChild(idle: ChildProcess[]): ChildProcess {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url);
  const child = fork(entry, [], { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'json', execArgv: [] });
  child.on('message', (_message: ChildMessage) => undefined);
  child.once('exit', () => {
    const index = idle.indexOf(child);
    if (index !== -1) idle.splice(index, 1);
  });
  return child;
}

/** Starts a command for a run in a shell, as Prefect's process worker does for the job variable `command`. */
export function startCommand(command: string, env: Record<string, string>, cwd: string | undefined): RunProcess {
  const child = spawn(command, {
    shell: true,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  return toRunProcess(child);
}

function toRunProcess(child: ChildProcess): RunProcess {
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 127, signal: null }));
  });
  return {
    pid: child.pid ?? 0,
    exited,
    kill: (signal) => killGroup(child, signal),
    onOutput(listener) {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => listener(text, 'stdout'));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => listener(text, 'stderr'));
    },
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // No such group any more: it ended meanwhile.
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error;
  }
}
