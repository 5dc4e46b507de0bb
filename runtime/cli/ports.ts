import type { Client } from '../api/client.ts';
import type { Connection } from '../api/connection.ts';
import type { Clock } from '../core/ports.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command works with: handlers are functions over these, so that tests give them others. */
export interface Ports {
  readonly output: Output;
  readonly input: Input;
  readonly env: Environment;
  /** The folder of the person who types. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
}

/** What a command works with that asks a server, or the store of the embedded one. */
export interface ServerPorts extends Ports {
  readonly client: Client;
}

/** What a command works with that tells other processes where the server is. */
export interface ConnectedPorts extends ServerPorts {
  readonly connection: Connection;
}

/** How the definitions of commands reach the world. */
export interface Host {
  /** The environment of this process and of those that it starts. */
  readonly env: Record<string, string | undefined>;
  /** Where to say something; asked for each time, as `--log-level` changes it. */
  output(): Output;
  local(work: (ports: Ports) => Promise<void> | void): Promise<void>;
  /** Throws `unreachable` when no server is there. `retries`: how often a request that is not answered is sent again. */
  remote(work: (ports: ConnectedPorts) => Promise<void>, options?: { retries?: number }): Promise<void>;
  /** For what is recorded: where no server runs this process opens the embedded store, as runs do that are made directly. */
  stored(work: (ports: ServerPorts) => Promise<void>): Promise<void>;
}
