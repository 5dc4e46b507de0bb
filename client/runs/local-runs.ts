import type { Connection } from '../../runtime/api/connection.ts';
import type { Cli, CliProcess } from '../connections/cli.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';
import type { Disposable } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';

/** What runs of this window are executed with. */
export interface LocalRunOptions {
  cli: Cli;
  session: ServerSession;
  timers: Timers;
  log: Log;
}

/** A process that has loaded what runs need, and waits for one. */
interface Ready {
  folder: string;
  server: string;
  process: CliProcess;
  /** Ends the wait: it is taken, or ends. */
  forget(): void;
}

/** Milliseconds for which a process waits for the next run. */
const patience = 10 * 60_000;

/** Runs that this window executes itself, each in a process: no deployment and no worker is needed. */
export class LocalRuns implements Disposable {
  readonly #options: LocalRunOptions;
  readonly #processes = new Map<string, CliProcess>();
  #ready: Ready | undefined;
  #disposed = false;

  constructor(options: LocalRunOptions) {
    this.#options = options;
  }

  /** Creates a run of a flow; {@link execute} runs it. */
  async create(flow: Pick<CodeFlow, 'name'>, parameters: Record<string, unknown>): Promise<string> {
    const client = this.#options.session.require();
    const { id: flowId } = await client.flows.create({ name: flow.name });
    const run = await client.flowRuns.create({ flowId, parameters, state: { type: 'PENDING', name: 'Pending' } });
    return run.id;
  }

  /**
   * Lets a process load what runs need, so that the next run of a folder begins at once. It knows neither the run nor the
   * code yet, and ends when none comes.
   */
  prepare(folder: string): void {
    const server = serverOf(this.#options.session.connection);
    if (this.#ready?.folder === folder && this.#ready.server === server) return;
    this.#dismiss();
    const running = this.#start(folder);
    const cancel = this.#options.timers.after(patience, () => this.#dismiss());
    const ready: Ready = {
      folder,
      server,
      process: running,
      forget: () => {
        cancel();
        if (this.#ready === ready) this.#ready = undefined;
      },
    };
    this.#ready = ready;
    void running.exited.then(ready.forget);
  }

  /** Executes a run that exists, and goes on when it has started. */
  execute(id: string, flow: CodeFlow): void {
    const { log } = this.#options;
    this.prepare(flow.folder);
    const running = this.#take() ?? this.#start(flow.folder);
    running.send(`${id} ${entrypointOf(flow)}`);
    this.#processes.set(id, running);
    running.onDidWrite((text) => log.info(`${flow.name}: ${text.trimEnd()}`));
    void running.exited.then(() => {
      this.#processes.delete(id);
      // Who has run a flow runs it again.
      if (!this.#disposed) this.prepare(flow.folder);
    });
  }

  /** Ends the process of a run that was cancelled; false when another one executes it. */
  stop(id: string): boolean {
    const running = this.#processes.get(id);
    running?.stop();
    return running !== undefined;
  }

  dispose(): void {
    this.#disposed = true;
    this.#dismiss();
    for (const running of this.#processes.values()) running.dispose();
  }

  #start(folder: string): CliProcess {
    const { cli, session } = this.#options;
    return cli.start(['flow-run', 'execute', '--wait'], { folder, connection: session.connection });
  }

  #take(): CliProcess | undefined {
    const ready = this.#ready;
    ready?.forget();
    return ready?.process;
  }

  #dismiss(): void {
    this.#take()?.dispose();
  }
}

/** Two connections to the embedded server are one: it is looked for when the run comes. */
const serverOf = (connection: Connection | undefined): string =>
  connection === undefined || connection.source === 'embedded' ? 'embedded' : JSON.stringify([connection.url, connection.headers]);
