import { globSync } from 'node:fs';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prefectFolder } from './install.ts';
import type { Started } from './processes.ts';
import { run, start } from './processes.ts';
import { freePort } from './serve.ts';

/** A PostgreSQL server of its own, for one real Prefect server. */
export interface Postgres {
  /** As PREFECT_API_DATABASE_CONNECTION_URL wants it. */
  url: string;
  /** Ends the server and deletes its data. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this user exists everywhere, and owns nothing. */
const nobody = 65_534;

/** Starts PostgreSQL (`.prefect/postgres`) on a free loopback port with a folder of its own. */
export async function startPostgres(): Promise<Postgres> {
  const [installed] = globSync(join(prefectFolder, 'postgres/lib/python3.*/site-packages'));
  if (installed === undefined) throw new Error('PostgreSQL is not installed: npm run prefect:install');
  const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const place = isRoot ? folder : installed;
  if (isRoot) {
    // Folders above a checkout may be root's alone.
    for (const part of ['embedded_postgres', 'embedded_postgres.libs'])
      await cp(join(installed, part), join(folder, part), { recursive: true });
    await chown(folder, nobody, nobody);
  }
  const prefix = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];
  const command = (name: string, ...args: string[]): string[] => [...prefix, join(place, 'embedded_postgres/pginstall/bin', name), ...args];
  const data = join(folder, 'data');
  const env = { ...process.env, LC_ALL: 'C' };
  let server: Started | undefined;
  const stop = async (): Promise<void> => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await run(command('initdb', '--pgdata', data, '--username', 'prefect', '--auth', 'trust', '--encoding', 'utf8', '--no-sync'), env, {
      cwd: folder,
    });
    const port = await freePort();
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=50'];
    server = start(command('postgres', '-D', data, ...settings.flatMap((setting) => ['-c', setting])), env, folder);
    await server.says(/ready to accept connections/, 30);
    return { url: `postgresql+asyncpg://prefect@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
