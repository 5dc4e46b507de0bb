import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { signalGroup, stopGroup } from './serve.ts';

/** The command line of this repository, as a program and its first arguments. */
export const millrace = [process.execPath, join(import.meta.dirname, '../../runtime/bin/millrace.mjs')] as const;

/** A command that ended. */
export interface Ended {
  code: number | null;
  /** What it wrote to both streams, in order. */
  output: string;
}

/** A command that runs. */
export interface Started {
  /** What it has written up to now. */
  output(): string;
  /** Resolves once its output matches; rejects when it ends before, or after so many seconds. */
  says(pattern: RegExp, seconds: number): Promise<void>;
  ended: Promise<Ended>;
  stop(): Promise<void>;
}

/** Starts a command in a group of its own, so that what it starts ends with it. */
export function start(command: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Started {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const heard = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
    child.emit('heard');
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const killAtExit = (): void => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killAtExit);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => {
    process.off('exit', killAtExit);
    child.emit('heard');
    return { code: code ?? null, output };
  });
  return {
    output: () => output,
    async says(pattern, seconds) {
      const signal = AbortSignal.timeout(seconds * 1000);
      while (!pattern.test(output) && child.exitCode === null && !signal.aborted) {
        await Promise.race([once(child, 'heard'), aborted(signal)]);
      }
      if (pattern.test(output)) return;
      const why = child.exitCode === null ? `within ${seconds} seconds` : `before it ended with code ${child.exitCode}`;
      throw new Error(`${command.join(' ')} did not say ${pattern} ${why}:\n${output}`);
    },
    ended,
    stop: () =>
      stopGroup(
        child.pid,
        ended.then(() => undefined),
      ),
  };
}

const aborted = (signal: AbortSignal): Promise<unknown> => (signal.aborted ? Promise.resolve() : once(signal, 'abort'));

/** Runs a command to its end; rejects when it fails or takes longer than so many seconds. */
export async function run(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  options: { cwd?: string; seconds?: number } = {},
): Promise<string> {
  const started = start(command, env, options.cwd);
  const seconds = options.seconds ?? 60;
  const timer = setTimeout(() => void started.stop(), seconds * 1000);
  const { code, output } = await started.ended;
  clearTimeout(timer);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with code ${code} (after ${seconds} s at most):\n${output}`);
  return output;
}
