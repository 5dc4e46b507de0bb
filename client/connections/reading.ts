import type { Client } from '../../runtime/api/client.ts';
import type { Event as ServerEvent } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import { Emitter } from '../emitter.ts';
import type { Disposable } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';
import type { ServerSession } from './server-session.ts';

/** What every store that reads as a whole is made with. */
export interface StoreOptions {
  session: ServerSession;
  timers: Timers;
  log: Log;
}

interface ReadingOptions<T> extends StoreOptions {
  /** What is read, for the log. */
  what: string;
  /** What is known before anything was read. */
  empty: T;
  read(client: Client): Promise<T>;
  /** Whether what was read may be out of date after an event. */
  outdates(event: ServerEvent): boolean;
  /** Whether events do not tell everything, so that it is asked again and again while somebody looks. */
  asksAgain(): boolean;
}

/** Milliseconds in which events are gathered into one reading. */
const gather = 60;

/** Milliseconds between readings of what events do not tell. */
const interval = 5000;

/** Something that is read from the server as a whole: when it is wanted, and while somebody looks when it is out of date. */
export class Reading<T> implements Disposable {
  readonly #options: ReadingOptions<T>;
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: Disposable[];
  #value: T;
  #loading: Promise<void> | undefined;
  #known = false;
  #fresh = false;
  #visible = false;
  #cancelRead: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(options: ReadingOptions<T>) {
    const { session, outdates, empty } = options;
    this.#options = options;
    this.#value = empty;
    this.#subscriptions = [
      session.onDidReceiveEvent((event) => (outdates(event) ? this.refresh() : undefined)),
      session.onDidGoLive(() => (this.#known || this.#loading !== undefined ? this.refresh() : undefined)),
      session.onDidChange(({ kind }) => {
        const tells = kind === 'connected' || this.#known;
        this.#value = empty;
        this.#known = false;
        this.#fresh = false;
        if (!tells) return;
        this.#changed.fire(undefined);
        if (this.#visible) this.#readSoon();
      }),
    ];
  }

  readonly onDidChange = this.#changed.event;

  /** What was read last; what is known of another server is forgotten. */
  protected get value(): T {
    return this.#value;
  }

  /** Whether the server that is meant has told it. */
  get isKnown(): boolean {
    return this.#known;
  }

  /** A hidden view asks nothing: it reads when it is shown again. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible && (!this.#fresh || this.#options.asksAgain())) this.#readSoon();
    this.#lookAgain();
  }

  /**
   * Reads soon when somebody looks, else the next time that it is wanted. Who looks is told only when it was read, and is
   * another one than before: the editor puts off a drawing that follows another one.
   */
  refresh(): void {
    this.#fresh = false;
    if (this.#visible) this.#readSoon();
    else this.#changed.fire(undefined);
  }

  /** Reads unless it is known and up to date. */
  async ensureLoaded(): Promise<void> {
    await this.#options.session.ready();
    if (!this.#fresh || this.#loading !== undefined) await this.reload();
  }

  /** Reads anew. */
  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  dispose(): void {
    this.#cancelRead?.();
    this.#cancelLook?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const { client } = this.#options.session;
    if (client === undefined) return;
    // What happens while it is read makes it out of date again.
    this.#fresh = true;
    try {
      const value = await this.#options.read(client);
      if (client === this.#options.session.client) this.#take(value);
      if (!this.#fresh && this.#visible) this.#readSoon();
    } catch (error) {
      this.#fresh = false;
      throw error;
    }
  }

  #take(value: T): void {
    const isNews = !this.#known || textOf(value) !== textOf(this.#value);
    this.#value = value;
    this.#known = true;
    if (isNews) this.#changed.fire(undefined);
  }

  #lookAgain(): void {
    this.#cancelLook?.();
    if (!this.#visible) return;
    this.#cancelLook = this.#options.timers.after(interval, () => {
      if (this.#options.asksAgain() && this.#options.session.client !== undefined) this.#readSoon();
      this.#lookAgain();
    });
  }

  #readSoon(): void {
    const { timers, log, what } = this.#options;
    this.#cancelRead ??= timers.after(gather, () => {
      this.#cancelRead = undefined;
      this.reload().catch((error: unknown) => log.error(`The ${what} could not be read: ${messageOf(error)}`));
    });
  }
}

/** Everything that a value holds, to see whether it is another one. */
const textOf = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part));
