import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Given } from './cli.ts';

const root = join(import.meta.dirname, '../..');
const launcher = join(root, 'runtime/bin/millrace.mjs');

/** A command that goes on until it is ended. */
export interface Running {
  process: ChildProcess;
  /** What it said so far, answer and news together. */
  text(): string;
  /** Resolves when it has said something that matches; rejects after 60 seconds, or when it ends before. */
  until(pattern: RegExp): Promise<void>;
  exited: Promise<Given>;
}

/** A machine of its own for commands as processes: a home, and a folder that can import `millrace`. */
export interface Machine {
  folder: string;
  env: NodeJS.ProcessEnv;
  run(line: string | readonly string[], stdin?: string): Promise<Given>;
  start(line: string | readonly string[]): Running;
  /** Ends what still runs, and takes the folder away. */
  close(): Promise<void>;
}

export function createMachine(): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-machine-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'runtime'), join(folder, 'node_modules/millrace'));
  const { PREFECT_API_URL: _url, PREFECT_API_KEY: _key, FORCE_COLOR: _color, ...inherited } = process.env;
  const env = { ...inherited, MILLRACE_HOME: join(folder, 'home') };
  const all: Running[] = [];
  const start = (line: string | readonly string[]): Running => {
    const args = typeof line === 'string' ? line.split(' ') : line;
    const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    const running = follow(child, args.join(' '));
    all.push(running);
    return running;
  };
  const run: Machine['run'] = (line, stdin = '') => {
    const { process: child, exited } = start(line);
    child.stdin?.end(stdin);
    return exited;
  };
  return {
    folder,
    env,
    start,
    run,
    async close() {
      await run('--profile embedded server stop');
      await Promise.all(all.map(end));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks a process to end, asks again (which makes a worker cancel its runs), and does not ask any more. */
async function end({ process: child, exited }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timers = (['SIGTERM', 'SIGTERM', 'SIGKILL'] as const).map((signal, step) => setTimeout(() => child.kill(signal), step * 2000));
  await exited;
  for (const timer of timers) clearTimeout(timer);
}

function follow(child: ChildProcess, line: string): Running {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  let over = false;
  const exited = new Promise<Given>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve({ out: said.out.trimEnd(), err: said.err.trimEnd(), exit: code ?? (signal === 'SIGINT' ? 130 : 143) });
    });
  });
  const text = (): string => said.out + said.err;
  const until = async (pattern: RegExp): Promise<void> => {
    for (let waited = 0; !pattern.test(text()); waited += 20) {
      if (over || waited > 60_000) throw new Error(`"millrace ${line}" did not say ${pattern}:\n${text()}`);
      await sleep(20);
    }
  };
  return { process: child, text, until, exited };
}
