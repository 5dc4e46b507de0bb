import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readServerFile } from '../../runtime/api/connection.ts';
import type { Settings } from '../ports.ts';
import type { Cli } from './cli.ts';
import type { ServerSession } from './server-session.ts';

/** How long nobody may use a server that an editor started before it ends by itself: a window that is loaded again comes back within it. */
const unused = '30s';

/**
 * Starts and stops the embedded server of this user. It is a process of its own that several windows share: each keeps
 * a websocket to it, and when the last is gone, however it went, the server ends by itself.
 */
export class EmbeddedServer {
  readonly #cli: Cli;
  readonly #session: ServerSession;
  readonly #settings: Pick<Settings, 'home' | 'serverPort'>;
  #starting: Promise<void> | undefined;

  constructor(cli: Cli, session: ServerSession, settings: Pick<Settings, 'home' | 'serverPort'>) {
    this.#cli = cli;
    this.#session = session;
    this.#settings = settings;
  }

  get isRunning(): boolean {
    return readServerFile(this.#settings.home) !== undefined;
  }

  /** Starts the server unless it runs, and connects to it. Throws what the server said when it does not come up. */
  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  /** Starts the server when none at all is meant: what "Run" needs. */
  async ensure(): Promise<void> {
    if (this.#session.status.kind === 'none') await this.#session.refresh();
    if (this.#session.status.kind === 'none') await this.start();
  }

  async stop(): Promise<void> {
    await this.#cli.run(['server', 'stop'], {});
    await this.#session.refresh();
  }

  /** Deletes all data of the embedded server, and starts it anew. */
  async reset(): Promise<void> {
    await this.stop();
    const home = this.#settings.home;
    await Promise.all(['millrace.db', 'millrace.db-wal', 'millrace.db-shm'].map((file) => rm(join(home, file), { force: true })));
    await this.start();
  }

  async #start(): Promise<void> {
    if (!this.isRunning) {
      const port = String(this.#settings.serverPort);
      try {
        await this.#cli.run(['server', 'start', '--background', '--port', port, '--stop-when-unused', unused], {});
      } catch (error) {
        // Another window may have been faster: then its server is used.
        if (!this.isRunning) throw error;
      }
    }
    await this.#session.refresh();
  }
}
