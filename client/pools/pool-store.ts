import type { Event as ServerEvent, Worker, WorkPool, WorkQueue } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';

/** A work pool with its queues and workers. */
export interface KnownPool {
  pool: WorkPool;
  queues: WorkQueue[];
  workers: Worker[];
}

/** Milliseconds between readings while somebody looks: heartbeats of workers are no events. */
const interval = 5000;
const gather = 60;
const pageSize = 200;

/** The work pools of the server, read again and again only while they are looked at. */
export class PoolStore implements Disposable {
  readonly #session: ServerSession;
  readonly #timers: Timers;
  readonly #log: Log;
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: Disposable[];
  #pools: KnownPool[] = [];
  #loading: Promise<void> | undefined;
  #fresh = false;
  #visible = false;
  #cancel: (() => void) | undefined;

  constructor(session: ServerSession, timers: Timers, log: Log) {
    this.#session = session;
    this.#timers = timers;
    this.#log = log;
    this.#subscriptions = [
      session.onDidReceiveEvent((event) => this.#receive(event)),
      session.onDidChange(({ kind }) => {
        const tells = kind === 'connected' || this.#pools.length > 0;
        this.#pools = [];
        this.#fresh = false;
        if (tells) this.refresh();
      }),
    ];
  }

  readonly onDidChange = this.#changed.event;

  all(): readonly KnownPool[] {
    return this.#pools;
  }

  get(name: string): KnownPool | undefined {
    return this.#pools.find(({ pool }) => pool.name === name);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#cancel?.();
    if (visible) this.refresh();
  }

  /** Reads soon, when somebody looks; else the next time. */
  refresh(): void {
    this.#fresh = false;
    this.#changed.fire(undefined);
    if (this.#visible) this.#readAfter(gather);
  }

  /** Reads the pools unless they are known and up to date. */
  async ensureLoaded(): Promise<void> {
    if (!this.#fresh) await this.reload();
  }

  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  dispose(): void {
    this.#cancel?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const { client } = this.#session;
    if (client === undefined) return;
    this.#fresh = true;
    const pools = await client.workPools.filter({ limit: pageSize });
    const known = await Promise.all(
      pools.map(async (pool) => {
        const [queues, workers] = await Promise.all([
          client.workQueues.filterByPool({ pool: pool.name }, { limit: pageSize }),
          client.workPools.filterWorkers({ name: pool.name }, { limit: pageSize }),
        ]);
        return { pool, queues, workers };
      }),
    );
    if (client !== this.#session.client) return;
    this.#pools = known.toSorted((a, b) => a.pool.name.localeCompare(b.pool.name));
    this.#changed.fire(undefined);
    if (this.#visible) this.#readAfter(interval);
  }

  #receive(event: ServerEvent): void {
    if (/^prefect\.work-(pool|queue)\./.test(event.event)) this.refresh();
  }

  #readAfter(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.#timers.after(milliseconds, () => {
      this.reload().catch((error: unknown) => this.#log.error(`Work pools could not be read: ${messageOf(error)}`));
    });
  }
}
