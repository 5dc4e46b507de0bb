import type { Connection } from '../../runtime/api/connection.ts';
import { resolveConnection } from '../../runtime/api/connection.ts';
import type { Memento, Secrets, Settings } from '../ports.ts';

/** A server that was added by hand; how it knows us is kept as a secret. */
export interface SavedConnection {
  name: string;
  url: string;
}

/** How a server is told who we are. */
export type Credentials =
  | { kind: 'none' }
  | { kind: 'key'; key: string }
  | { kind: 'basic'; auth: string }
  | { kind: 'cookie'; cookie: string };

/** Stands for the server that the environment, a profile or the embedded server names. */
export const automatic = '';

const listKey = 'millrace.connections';
const choiceKey = 'millrace.connection';
const secretOf = (name: string): string => `millrace.connection.${name}`;

/** The servers that can be chosen, and the one that is. */
export class Connections {
  readonly #memento: Memento;
  readonly #secrets: Secrets;
  readonly #settings: Pick<Settings, 'home'>;

  constructor(memento: Memento, secrets: Secrets, settings: Pick<Settings, 'home'>) {
    this.#memento = memento;
    this.#secrets = secrets;
    this.#settings = settings;
  }

  saved(): readonly SavedConnection[] {
    return this.#memento.get<SavedConnection[]>(listKey, []);
  }

  /** The name of the chosen server; {@link automatic} unless one was chosen. */
  get choice(): string {
    return this.#memento.get(choiceKey, automatic);
  }

  async choose(name: string): Promise<void> {
    await this.#memento.set(choiceKey, name);
  }

  async add(connection: SavedConnection, credentials: Credentials): Promise<void> {
    await this.#secrets.set(secretOf(connection.name), JSON.stringify(headersOf(credentials)));
    await this.#memento.set(listKey, [...this.saved().filter(({ name }) => name !== connection.name), connection]);
  }

  async remove(name: string): Promise<void> {
    await this.#secrets.delete(secretOf(name));
    await this.#memento.set(
      listKey,
      this.saved().filter((connection) => connection.name !== name),
    );
    if (this.choice === name) await this.choose(automatic);
  }

  /** The server that is meant now; undefined when none runs. */
  async resolve(): Promise<Connection | undefined> {
    const chosen = this.saved().find(({ name }) => name === this.choice);
    if (chosen === undefined) return resolveConnection({ ...process.env, MILLRACE_HOME: this.#settings.home });
    const headers: Record<string, string> = JSON.parse((await this.#secrets.get(secretOf(chosen.name))) ?? '{}');
    return { url: chosen.url, headers, source: 'profile', name: chosen.name };
  }
}

/** The headers of credentials, as Prefect's clients send them. */
export function headersOf(credentials: Credentials): Record<string, string> {
  if (credentials.kind === 'key') return { authorization: `Bearer ${credentials.key}` };
  if (credentials.kind === 'basic') return { authorization: `Basic ${Buffer.from(credentials.auth).toString('base64')}` };
  return credentials.kind === 'cookie' ? { cookie: credentials.cookie } : {};
}

/** An address as people type it, as the API's: `http://host:4200` and `http://host:4200/api/` become `http://host:4200/api`. */
export function apiUrl(text: string): string {
  const url = new URL(/^https?:\/\//.test(text) ? text : `http://${text}`);
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/api' : path}`;
}
