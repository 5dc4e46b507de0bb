import type { Client } from '../../runtime/api/client.ts';
import type { Connection } from '../../runtime/api/connection.ts';
import type { Event as ServerEvent } from '../../runtime/core/entities.ts';
import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import { Emitter } from '../emitter.ts';
import type { Disposable } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';
import { t } from '../l10n.ts';
import type { EventStreamListener } from './event-stream.ts';

/** Which server is meant and how it is. */
export type ServerStatus =
  | { kind: 'none' }
  | { kind: 'connecting'; name: string; url: string }
  | { kind: 'connected'; name: string; url: string; version: string }
  | { kind: 'unreachable'; name: string; url: string; reason: string };

/** What a session needs of the world. */
export interface SessionOptions {
  /** The server that is meant now; undefined when none runs. */
  resolve(): Promise<Connection | undefined>;
  connect(connection: Connection): Client;
  follow(connection: Connection, listener: EventStreamListener): Disposable;
  timers: Timers;
  log: Log;
}

/** Milliseconds for which what wants to read waits for a server that is being connected to. */
const mostWaited = 1000;

/** The one connection of this window: everything that the views show comes through it. */
export class ServerSession implements Disposable {
  readonly #options: SessionOptions;
  readonly #changed = new Emitter<ServerStatus>();
  readonly #events = new Emitter<ServerEvent>();
  readonly #wentLive = new Emitter<undefined>();
  #status: ServerStatus = { kind: 'none' };
  #connection: Connection | undefined;
  #client: Client | undefined;
  #stream: Disposable | undefined;
  #live = false;
  #looking: Promise<void> = Promise.resolve();
  #isLooking = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Fires after every change of the status, and when events flow again after a loss. */
  readonly onDidChange = this.#changed.event;
  readonly onDidReceiveEvent = this.#events.event;
  /** Fires when a server begins to tell events: what was read before may be out of date. */
  readonly onDidGoLive = this.#wentLive.event;

  get status(): ServerStatus {
    return this.#status;
  }

  /** How the server is reached; holds secrets. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** The client of a server that answers. */
  get client(): Client | undefined {
    return this.#status.kind === 'connected' ? this.#client : undefined;
  }

  /** Whether the server tells what happens; one that does not (2.13.7 has no such events) has to be asked again and again. */
  get isLive(): boolean {
    return this.#live;
  }

  /** The client. Throws `unreachable` when there is no server. */
  require(): Client {
    if (this.client !== undefined) return this.client;
    const reason =
      this.#status.kind === 'unreachable'
        ? t('The server at {0} does not answer: {1}', this.#status.url, this.#status.reason)
        : t('No server is running.');
    throw new MillraceError('unreachable', t('{0} Start the embedded server, or switch to another one.', reason));
  }

  /** Looks which server is meant, and connects when it is another one than before; one look after the other. */
  refresh(): Promise<void> {
    const looking = this.#looking
      .then(() => this.#look())
      .finally(() => {
        if (this.#looking === looking) this.#isLooking = false;
      });
    this.#isLooking = true;
    this.#looking = looking;
    return looking;
  }

  /** Resolves when it is known whether a server answers; soon at the latest, since views must not wait for one that hangs. */
  ready(): Promise<void> {
    if (!this.#isLooking) return Promise.resolve();
    const patience = new Promise<void>((resolve) => this.#options.timers.after(mostWaited, resolve));
    return Promise.race([this.#looking, patience]);
  }

  dispose(): void {
    this.#disconnect();
    this.#changed.dispose();
    this.#events.dispose();
    this.#wentLive.dispose();
  }

  async #look(): Promise<void> {
    const found = await this.#options.resolve().catch((error: unknown) => {
      this.#options.log.error(messageOf(error));
      return undefined;
    });
    if (isSame(found, this.#connection) && this.#status.kind !== 'unreachable') return;
    this.#disconnect();
    if (found === undefined) {
      this.#become({ kind: 'none' });
      return;
    }
    this.#connection = found;
    this.#client = this.#options.connect(found);
    this.#become({ kind: 'connecting', name: found.name, url: found.url });
    // The first request is on its way while what websockets need is loaded.
    const greeted = this.#greet(found, this.#client);
    this.#follow(found, this.#client);
    await greeted;
  }

  #follow(connection: Connection, client: Client): void {
    let everLive = false;
    this.#stream = this.#options.follow(connection, {
      connected: () => {
        if (this.#client !== client) return;
        // What was read while nothing was told may be out of date.
        this.#live = true;
        if (everLive || this.#status.kind === 'unreachable') void this.#greet(connection, client);
        else this.#wentLive.fire(undefined);
        everLive = true;
      },
      event: (event) => this.#events.fire(event),
      lost: (reason) => {
        if (this.#client !== client) return;
        const wasLive = this.#live;
        this.#live = false;
        if (wasLive || !everLive) this.#options.log.info(`No events from ${connection.url}: ${reason || 'the connection was closed'}`);
        if (this.#status.kind === 'connected') void this.#greet(connection, client, !everLive);
      },
    });
  }

  /** Asks whether the server is there; `quietly` tells only that it is not. */
  async #greet(connection: Connection, client: Client, quietly = false): Promise<void> {
    const { name, url } = connection;
    try {
      const version = await client.admin.version();
      if (this.#client === client && !(quietly && this.#status.kind === 'connected'))
        this.#become({ kind: 'connected', name, url, version });
    } catch (error) {
      if (this.#client !== client) return;
      this.#become({ kind: 'unreachable', name, url, reason: messageOf(error) });
      void this.#refreshUnless(connection);
    }
  }

  /** The server that is meant may have become another one: it ended, or was started anew at another port. */
  async #refreshUnless(connection: Connection): Promise<void> {
    const found = await this.#options.resolve().catch(() => undefined);
    if (!isSame(found, connection)) await this.refresh();
  }

  #disconnect(): void {
    this.#stream?.dispose();
    this.#live = false;
    void this.#client?.close();
    this.#stream = undefined;
    this.#client = undefined;
    this.#connection = undefined;
  }

  #become(status: ServerStatus): void {
    this.#status = status;
    this.#changed.fire(status);
  }
}

const isSame = (a: Connection | undefined, b: Connection | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && identityOf(a) === identityOf(b));

/** The server, and who we are to it. */
const identityOf = ({ url, name, headers, login, tls }: Connection): string => JSON.stringify([url, name, headers, login, tls]);
