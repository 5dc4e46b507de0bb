import type { Connection } from '../../runtime/api/connection.ts';
import type { Profile } from '../../runtime/api/address.ts';
import { addressOfProfile } from '../../runtime/api/address.ts';
import { homeFolder, resolveConnection } from '../../runtime/api/connection.ts';
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
  | { kind: 'cookie'; cookie: string }
  | { kind: 'login'; url: string; username: string; password: string };

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
    await this.#secrets.set(secretOf(connection.name), JSON.stringify(profileOf(credentials)));
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
    const secret: Profile = JSON.parse((await this.#secrets.get(secretOf(chosen.name))) ?? '{}');
    return this.#connectionOf(chosen, secret);
  }

  /** A server as it would be reached with these credentials. */
  describe(connection: SavedConnection, credentials: Credentials): Connection {
    return this.#connectionOf(connection, profileOf(credentials));
  }

  /** What the environment says of certificates counts for these servers, too. */
  #connectionOf({ name, url }: SavedConnection, profile: Profile): Connection {
    const home = homeFolder({ ...process.env, MILLRACE_HOME: this.#settings.home });
    const caFile = process.env['PREFECT_API_SSL_CERT_FILE'];
    return { ...addressOfProfile({ url, ...profile, ...(caFile ? { caFile } : {}) }, home), source: 'profile', name };
  }
}

/** Credentials as a profile has them. */
export function profileOf(credentials: Credentials): Profile {
  if (credentials.kind === 'key') return { apiKey: credentials.key };
  if (credentials.kind === 'basic') return { authString: credentials.auth };
  if (credentials.kind === 'cookie') return { headers: { cookie: credentials.cookie } };
  if (credentials.kind === 'none') return {};
  const { url, username, password } = credentials;
  return { loginUrl: url, loginUsername: username, loginPassword: password };
}

/** An address as people type it, as the API's: `http://host:4200` and `http://host:4200/api/` become `http://host:4200/api`. */
export function apiUrl(text: string): string {
  const url = new URL(/^https?:\/\//.test(text) ? text : `http://${text}`);
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/api' : path}`;
}
