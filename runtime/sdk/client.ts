import type { Client } from '../api/client.ts';
import { createClient } from '../api/client.ts';
import { connect, homeFolder, resolveConnection } from '../api/connection.ts';
import { MillraceError } from '../core/errors.ts';
import type { Orchestrator } from '../core/ports.ts';

let client: Promise<Client> | undefined;
let closeStore: (() => Promise<void>) | undefined;
let fixed: Orchestrator | undefined;

/**
 * The client of the server that is meant: the one of Prefect's environment variables, of the profile in use, or the
 * embedded one. When none runs, this process opens the embedded store itself, and others that come meanwhile are
 * answered by it.
 */
export function getClient(): Promise<Client> {
  return (client ??= open());
}

/** Where runs are recorded: the client, or what a run's process was given. */
export const getOrchestrator = async (): Promise<Orchestrator> => fixed ?? (await getClient());

/** Fixes where runs of this process are recorded, for the processes of workers and for tests. */
export function useClient(given: Client): void {
  fixed = given;
  client = Promise.resolve(given);
}

async function open(): Promise<Client> {
  const connection = resolveConnection(process.env);
  if (connection !== undefined) return connect(connection);
  const { startServer } = await import('../api-server/server.ts');
  try {
    const server = await startServer({ home: homeFolder(process.env), port: 0, thread: false });
    closeStore = () => server.close();
    return createClient(server.transport);
  } catch (error) {
    // Another process was faster: it is the server now.
    const other = MillraceError.is(error, 'conflict') ? resolveConnection(process.env) : undefined;
    if (other === undefined) throw error;
    return connect(other);
  }
}

/** Closes the connections, and the store when this process opened it; the next call opens them anew. */
export async function closeClient(): Promise<void> {
  const opened = client;
  client = undefined;
  if (opened !== undefined && fixed === undefined) await (await opened).close();
  await closeStore?.();
  closeStore = undefined;
}
