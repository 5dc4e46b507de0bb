import type { Context } from '../../client/commands/context.ts';
import type { Cli, CliProcess } from '../../client/connections/cli.ts';
import { Connections } from '../../client/connections/connections.ts';
import { EmbeddedServer } from '../../client/connections/embedded-server.ts';
import type { CodeFlow, FlowSource } from '../../client/deployments/code-flow.ts';
import { DeploymentStore } from '../../client/deployments/deployment-store.ts';
import { FlowTree } from '../../client/deployments/flow-tree.ts';
import { Emitter } from '../../client/emitter.ts';
import { PoolStore } from '../../client/pools/pool-store.ts';
import { WorkerProcesses } from '../../client/pools/worker-processes.ts';
import type { Choice, FormRequest, Settings, Ui } from '../../client/ports.ts';
import { LocalRuns } from '../../client/runs/local-runs.ts';
import { Notices } from '../../client/runs/notices.ts';
import { RunStore } from '../../client/runs/run-store.ts';
import { RunTree } from '../../client/runs/run-tree.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { FakeSession, Respond } from './fake-session.ts';
import { fakeSession } from './fake-session.ts';

/** What a person answers, in turn: a label to choose, a text, true or false for a question. */
export type Answer = string | boolean | undefined;

/** A process that ends when it is told to. */
export interface FakeProcess extends CliProcess {
  args: readonly string[];
  /** The lines that were sent to it. */
  sent: string[];
  write(text: string): void;
  end(code: number): void;
}

/** Everything that commands work with, without an editor, a process or a server. */
export interface FakeContext {
  context: Context;
  fake: FakeSession;
  /** What was shown, asked and opened, in order. */
  shown: string[];
  /** Command lines that were run to their end. */
  commands: string[][];
  processes: FakeProcess[];
  forms: FormRequest[];
  files: Map<string, string>;
}

/** A flow of the code, for tests. */
export const codeFlow = (name: string, changes: Partial<CodeFlow> = {}): CodeFlow => ({
  name,
  exported: name.replaceAll('-', '_'),
  file: `flows/${name}.ts`,
  folder: '/project',
  place: { path: `/project/flows/${name}.ts`, line: 3, character: 13 },
  ...changes,
});

export interface FakeOptions {
  respond?: Respond;
  /** False for a server that does not tell what happens. */
  live?: boolean;
  answers?: readonly Answer[];
  flows?: readonly CodeFlow[];
  trusted?: boolean;
  cli?: (args: readonly string[]) => string;
  notifications?: Settings['notifications'];
  probe?: Context['probe'];
}

export async function fakeContext(options: FakeOptions = {}): Promise<FakeContext> {
  const fake = await fakeSession(options.respond ?? (() => []), { live: options.live ?? true });
  const { session, timers, said } = fake;
  const shown: string[] = [];
  const { ui } = fakeUi([...(options.answers ?? [])], shown);
  const { cli, commands, processes } = fakeCli(options.cli ?? (() => ''));
  const log = { info: (text: string) => void said.push(text), error: (text: string) => void said.push(text) };
  const forms: FormRequest[] = [];
  const files = new Map<string, string>();
  const settings = fakeSettings(options.notifications ?? 'all', shown);
  const flows = fakeFlows(options.flows ?? []);
  const runs = new RunStore(session, timers, log);
  const deployments = new DeploymentStore({ session, timers, log });
  const workers = new WorkerProcesses(cli, session, log);
  const context: Context = {
    session,
    server: new EmbeddedServer(cli, session, settings),
    connections: new Connections(fakeMemento(), fakeSecrets(), settings),
    cli,
    flows,
    flowTree: new FlowTree({ source: flows, deployments, runs, timers, modified: () => undefined }),
    runs,
    runTree: new RunTree(runs, timers, () => undefined),
    localRuns: new LocalRuns({ cli, session, timers, log }),
    deployments,
    pools: new PoolStore({ session, timers, log, workers }),
    workers,
    notices: new Notices(runs, ui, settings),
    ui,
    settings,
    workspace: {
      folders: ['/project'],
      trusted: options.trusted ?? true,
      create: async (path, text) => void files.set(path, text),
      read: async (path) => files.get(path) ?? '',
      write: async (path, text) => void files.set(path, text),
    },
    debug: async (flow, parameters) => void shown.push(`debug ${flow.name} ${JSON.stringify(parameters)}`),
    openForm: (request) => void forms.push(request),
    probe: options.probe ?? (async () => [{ step: 'version', ok: true, text: 'The server speaks the API of Prefect 3.9.1.' }]),
    timers,
    log,
  };
  return { context, fake, shown, commands, processes, forms, files };
}

function fakeUi(answers: Answer[], shown: string[]): { ui: Ui } {
  const choose = <T>(title: string, choices: readonly Choice<T>[]): T | undefined => {
    const answer = answers.shift();
    shown.push(`pick ${title}: ${choices.map(({ label }) => label).join(', ')}`);
    return choices.find(({ label }) => label === answer)?.value;
  };
  const ui: Ui = {
    async confirm(message, detail) {
      shown.push(`confirm ${message} ${detail}`);
      return answers.shift() === true;
    },
    pick: async (title, choices) => choose(title, choices),
    async pickMany(title, choices) {
      const chosen = choose(title, choices);
      return chosen === undefined ? undefined : [chosen];
    },
    async ask({ title, validate }) {
      const answer = answers.shift();
      const fault = typeof answer === 'string' ? validate?.(answer) : undefined;
      shown.push(`ask ${title}${fault === undefined ? '' : ` (${fault})`}`);
      return typeof answer === 'string' && fault === undefined ? answer : undefined;
    },
    async notify(kind, message) {
      shown.push(`${kind} ${message}`);
      const answer = answers.shift();
      return typeof answer === 'string' ? answer : undefined;
    },
    progress: async (_title, work) => work((message) => void shown.push(message), new AbortController().signal),
    openPlace: async ({ path, line }) => void shown.push(`open ${path}:${line}`),
    openDocument: async (uri) => void shown.push(`open ${uri}`),
    showText: async (_name, text) => void shown.push(`text ${text}`),
    save: async (name) => `/saved/${name}`,
    copy: async (text) => void shown.push(`copy ${text}`),
    execute: async (command, ...args) => void shown.push([command, ...args].join(' ')),
  };
  return { ui };
}

function fakeCli(answer: (args: readonly string[]) => string): { cli: Cli; commands: string[][]; processes: FakeProcess[] } {
  const commands: string[][] = [];
  const processes: FakeProcess[] = [];
  const cli: Cli = {
    start(args) {
      const made = fakeProcess(args);
      processes.push(made);
      return made;
    },
    invocation: (args) => ({ program: 'node', programArguments: [...args], environment: {} }),
    async run(args) {
      commands.push([...args]);
      return answer(args);
    },
  };
  return { cli, commands, processes };
}

function fakeProcess(args: readonly string[]): FakeProcess {
  const written = new Emitter<string>();
  const { promise, resolve } = Promise.withResolvers<number>();
  const sent: string[] = [];
  let text = '';
  return {
    args,
    sent,
    send: (line) => void sent.push(line),
    pid: 1,
    get text() {
      return text;
    },
    onDidWrite: written.event,
    exited: promise,
    stop: () => resolve(0),
    dispose: () => resolve(0),
    end: resolve,
    write(part) {
      text += part;
      written.fire(part);
    },
  };
}

const fakeSettings = (notifications: Settings['notifications'], shown: string[]): Settings => ({
  home: '/nowhere',
  serverPort: 0,
  defaultPool: 'default',
  workerLimit: 5,
  codeLens: true,
  failureDiagnostics: true,
  notifications,
  onDidChange: new Emitter<undefined>().event,
  update: async (name, value) => void shown.push(`set ${name} ${String(value)}`),
});

const fakeFlows = (all: readonly CodeFlow[]): FlowSource => ({
  flows: () => all,
  onDidChange: new Emitter<undefined>().event,
  plan: async () => ({ nodes: [], edges: [] }),
  parameters: async () => undefined,
  placeOfTask: async () => undefined,
});

/** A memory that lasts as long as the test. */
export function fakeMemento() {
  const values = new Map<string, unknown>();
  return {
    get<T>(key: string, initial: T): T {
      const value: unknown = values.get(key) ?? initial;
      return value as T;
    },
    set: async (key: string, value: unknown) => void values.set(key, value),
  };
}

function fakeSecrets() {
  const values = new Map<string, string>();
  return {
    get: async (key: string) => values.get(key),
    set: async (key: string, value: string) => void values.set(key, value),
    delete: async (key: string) => void values.delete(key),
  };
}

/** The error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<MillraceError> {
  try {
    await promise;
  } catch (error) {
    if (MillraceError.is(error)) return error;
    throw error;
  }
  throw new Error('It should have failed.');
}
