import type { Cli, CliProcess } from '../connections/cli.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log } from '../ports.ts';

/** A worker that this window started. */
export interface OwnWorker {
  name: string;
  pool: string;
  process: CliProcess;
}

/** The workers that this window started; they end with it. */
export class WorkerProcesses implements Disposable {
  readonly #cli: Cli;
  readonly #session: ServerSession;
  readonly #log: Log;
  readonly #workers = new Map<string, OwnWorker>();
  readonly #ended = new Set<string>();
  readonly #changed = new Emitter<undefined>();
  #count = 0;

  constructor(cli: Cli, session: ServerSession, log: Log) {
    this.#cli = cli;
    this.#session = session;
    this.#log = log;
  }

  readonly onDidChange = this.#changed.event;

  all(): readonly OwnWorker[] {
    return [...this.#workers.values()];
  }

  get(name: string): OwnWorker | undefined {
    return this.#workers.get(name);
  }

  /** Whether a worker that was started here has ended; the server believes it online until it misses its heartbeats. */
  readonly hasEnded = (name: string): boolean => this.#ended.has(name);

  /** Starts a worker of a pool; `limit` is how many runs it executes at once. */
  start(pool: string, limit: number): OwnWorker {
    this.#count += 1;
    const name = `editor-${process.pid}-${this.#count}`;
    const running = this.#cli.start(['worker', 'start', '--pool', pool, '--name', name, '--limit', String(limit)], {
      connection: this.#session.connection,
    });
    const worker = { name, pool, process: running };
    this.#workers.set(name, worker);
    running.onDidWrite((text) => this.#log.info(`${name}: ${text.trimEnd()}`));
    void running.exited.then((code) => {
      this.#workers.delete(name);
      this.#ended.add(name);
      this.#log.info(`${name} ended with code ${code}`);
      this.#changed.fire(undefined);
    });
    this.#changed.fire(undefined);
    return worker;
  }

  /** Asks a worker to end after the runs that it executes. */
  async stop(name: string): Promise<void> {
    const worker = this.#workers.get(name);
    worker?.process.stop();
    await worker?.process.exited;
  }

  dispose(): void {
    for (const { process: running } of this.#workers.values()) running.dispose();
    this.#changed.dispose();
  }
}
