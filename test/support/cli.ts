import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Client, Transport } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { runCommandLine } from '../../runtime/cli/command-line.ts';
import type { Output } from '../../runtime/cli/output.ts';
import type { Host, Ports } from '../../runtime/cli/ports.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { Clock } from '../../runtime/core/ports.ts';
import { systemClock } from '../../runtime/core/clock.ts';

/** What a command line gave: its answer, what it said beside, its exit code. */
export interface Given {
  out: string;
  err: string;
  exit: number;
}

/** The command line in this process, over a server in memory. */
export interface Cli {
  client: Client;
  /** The temporary folder in which commands run; its `home` is Millrace's. */
  folder: string;
  env: Record<string, string | undefined>;
  /** What is answered to questions: secrets and confirmations. */
  answers: string[];
  /** Runs a command line; words with spaces are given as a list. */
  run(line: string | readonly string[]): Promise<Given>;
  /** The answer of a command with `--json`, which must succeed. */
  json<T>(line: string | readonly string[]): Promise<T>;
  stop: AbortController;
  close(): Promise<void>;
}

/** What a command line has to do with. */
export interface CliOptions {
  /** The real one unless another is given. */
  clock?: Clock;
  /** False is a machine without a server; a transport leads to another one than the one in memory. */
  server?: boolean | Transport;
}

/** Makes a machine with an empty folder, and a server in memory unless told otherwise. */
export async function createCli({ clock = systemClock, server = true }: CliOptions = {}): Promise<Cli> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const running = server === true ? await startServer({ home, database: ':memory:', port: 0, advertise: false }) : undefined;
  const client = createClient(typeof server === 'object' ? server : (running?.transport ?? nobody));
  const env: Cli['env'] = { MILLRACE_HOME: home };
  const answers: string[] = [];
  const stop = new AbortController();
  const run = async (line: string | readonly string[]): Promise<Given> => {
    const output = createRecorder();
    const host = createHost(
      { output, input: inputOf(answers), env, cwd: folder, clock, signal: stop.signal },
      server === false ? undefined : client,
    );
    const exit = await runCommandLine(typeof line === 'string' ? line.split(' ') : line, host);
    return { out: output.printed.join('\n'), err: output.said.join('\n'), exit };
  };
  return {
    client,
    folder,
    env,
    answers,
    run,
    stop,
    async json<T>(line: string | readonly string[]): Promise<T> {
      const { out, err, exit } = await run([...(typeof line === 'string' ? line.split(' ') : line), '--json']);
      if (exit !== 0) throw new Error(err);
      return JSON.parse(out);
    },
    async close() {
      await running?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createHost(ports: Ports & { env: Cli['env'] }, client: Client | undefined): Host {
  const remote: Host['remote'] = async (work) => {
    if (client === undefined) throw new MillraceError('unreachable', 'No server runs.');
    const connection = { url: 'http://127.0.0.1/api', headers: {}, source: 'embedded' as const, name: 'embedded' };
    await work({ ...ports, client, connection });
  };
  return {
    env: ports.env,
    output: () => ports.output,
    local: async (work) => work(ports),
    remote,
    stored: remote,
  };
}

/** What a machine without a server has. */
const nobody: Transport = {
  send: () => Promise.reject(new MillraceError('unreachable', 'No server runs.')),
  close: async () => {},
};

/** An output that keeps everything, without colours and as wide as it needs. */
export function createRecorder(): Output & { printed: string[]; said: string[]; shown: string[] } {
  const [printed, said, shown]: [string[], string[], string[]] = [[], [], []];
  return {
    printed,
    said,
    shown,
    print: (text) => void printed.push(stripVTControlCharacters(text)),
    say: (text) => void said.push(stripVTControlCharacters(text)),
    debug: () => {},
    progress: (text) => void shown.push(text ?? ''),
    style: (_style, text) => text,
    width: undefined,
  };
}

/** Answers questions with what is given, and with yes when nothing is. */
const inputOf = (answers: string[]): Ports['input'] => ({
  secret: async () => {
    const secret = answers.shift();
    if (secret === undefined) throw new MillraceError('invalid', 'No secret was given.');
    return secret;
  },
  all: async () => answers.shift() ?? '',
  line: async () => answers.shift() ?? '',
  confirm: async () => (answers.shift() ?? 'yes') === 'yes',
});
