import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Connection } from '../../runtime/api/connection.ts';
import { environmentOf } from '../../runtime/api/address.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { Emitter } from '../emitter.ts';
import type { Disposable, Event } from '../emitter.ts';
import { t } from '../l10n.ts';

/** A process of the command line that goes on by itself. */
export interface CliProcess extends Disposable {
  readonly pid: number | undefined;
  /** What it has written last, both streams, at most {@link keptText} characters. */
  readonly text: string;
  readonly onDidWrite: Event<string>;
  /** Resolves to the exit code; 128 and more when a signal ended it. */
  readonly exited: Promise<number>;
  /** Writes a line to its standard input, which stays open. */
  send(line: string): void;
  /** Asks it to end: it finishes what it must. */
  stop(): void;
}

/** Starts the bundled command line (`dist/runtime/bin/millrace.mjs`). */
export interface Cli {
  /** Starts a process whose life ends with this one's: its standard input is a pipe from here. */
  start(args: readonly string[], options: CliOptions): CliProcess;
  /** How a program of the editor (a task, a debug session) starts the command line. */
  invocation(args: readonly string[], options: CliOptions): Invocation;
  /** Runs a command to its end; what it printed. Throws with its message when it fails, `cancelled` when it is aborted. */
  run(args: readonly string[], options: CliOptions & { signal?: AbortSignal }): Promise<string>;
}

export interface CliOptions {
  /** The folder in which it works. */
  folder?: string | undefined;
  /** The server that is meant; what is secret goes through the environment, never through arguments. */
  connection?: Connection | undefined;
}

/** A command line as programs are started. */
export interface Invocation {
  program: string;
  programArguments: string[];
  /** Beside the environment of the editor. */
  environment: Record<string, string>;
}

/** How much of a process's output is kept, in characters. */
const keptText = 200_000;

/** The command line at a path, run by the Node that runs the editor. */
export function createCli(entry: string, environment: () => Record<string, string>): Cli {
  const invocation = (args: readonly string[], options: CliOptions): Invocation => ({
    program: process.execPath,
    programArguments: ['--disable-warning=ExperimentalWarning', entry, ...args],
    environment: { ...environment(), ...variables(options.connection), ELECTRON_RUN_AS_NODE: '1' },
  });
  const start = (args: readonly string[], options: CliOptions): CliProcess => {
    const { program, programArguments, environment: own } = invocation(args, options);
    const env = { ...process.env, ...own, ...ownVariables };
    return follow(spawn(program, programArguments, { cwd: options.folder, env, stdio: 'pipe', windowsHide: true }));
  };
  return {
    start,
    invocation,
    async run(args, options) {
      const running = start(args, options);
      const abort = (): void => running.stop();
      options.signal?.addEventListener('abort', abort, { once: true });
      const code = await running.exited;
      options.signal?.removeEventListener('abort', abort);
      if (options.signal?.aborted === true) throw new MillraceError('cancelled', t('"millrace {0}" was cancelled.', args[0] ?? ''));
      if (code === 0) return running.text;
      throw new MillraceError(
        'failed',
        running.text.trim().replace(/^Error: /, '') || t('"millrace {0}" ended with code {1}.', args[0] ?? '', code),
      );
    },
  };
}

/** The process ends with us, and its text has no colours. */
const ownVariables = { MILLRACE_ENDS_WITH: 'stdin', NO_COLOR: '1', FORCE_COLOR: undefined };

function follow(child: ChildProcess): CliProcess {
  const written = new Emitter<string>();
  let text = '';
  const write = (part: string): void => {
    text = (text + part).slice(-keptText);
    written.fire(part);
  };
  child.stdout?.setEncoding('utf8').on('data', write);
  child.stderr?.setEncoding('utf8').on('data', write);
  child.stdin?.on('error', () => undefined); // it ended before we did
  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      write(`${error.message}\n`);
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
  const stop = (): void => void child.kill('SIGTERM');
  return {
    pid: child.pid,
    get text() {
      return text;
    },
    onDidWrite: written.event,
    exited,
    send: (line) => void child.stdin?.write(`${line}\n`),
    stop,
    dispose: stop,
  };
}

/** The environment that makes the command line use this server. An empty address stands for the embedded one. */
function variables(connection: Connection | undefined): Record<string, string> {
  if (connection === undefined) return {};
  if (connection.source === 'embedded') return { PREFECT_API_URL: '', MILLRACE_PROFILE: 'embedded' };
  return environmentOf(connection);
}
