import type { Cli, CliProcess } from '../connections/cli.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';
import type { Disposable } from '../emitter.ts';
import type { Log } from '../ports.ts';

/** Runs that this window executes itself, each in a process: no deployment and no worker is needed. */
export class LocalRuns implements Disposable {
  readonly #cli: Cli;
  readonly #session: ServerSession;
  readonly #log: Log;
  readonly #processes = new Map<string, CliProcess>();

  constructor(cli: Cli, session: ServerSession, log: Log) {
    this.#cli = cli;
    this.#session = session;
    this.#log = log;
  }

  /** Creates a run of a flow; {@link execute} runs it. */
  async create(flow: Pick<CodeFlow, 'name'>, parameters: Record<string, unknown>): Promise<string> {
    const client = this.#session.require();
    const { id: flowId } = await client.flows.create({ name: flow.name });
    const run = await client.flowRuns.create({ flowId, parameters, state: { type: 'PENDING', name: 'Pending' } });
    return run.id;
  }

  /** Executes a run that exists, and goes on when it has started. */
  execute(id: string, flow: CodeFlow): void {
    const running = this.#cli.start(['flow-run', 'execute', id, '--entrypoint', entrypointOf(flow)], {
      folder: flow.folder,
      connection: this.#session.connection,
    });
    this.#processes.set(id, running);
    running.onDidWrite((text) => this.#log.info(`${flow.name}: ${text.trimEnd()}`));
    void running.exited.then(() => this.#processes.delete(id));
  }

  /** Ends the process of a run that was cancelled; false when another one executes it. */
  stop(id: string): boolean {
    const running = this.#processes.get(id);
    running?.stop();
    return running !== undefined;
  }

  /** Resolves when the process of a run has ended, at once when it is not ours. */
  async ended(id: string): Promise<void> {
    await this.#processes.get(id)?.exited;
  }

  dispose(): void {
    for (const running of this.#processes.values()) running.dispose();
  }
}
