import type { Client } from '../api/client.ts';
import type { Connection } from '../api/connection.ts';
import { connect, resolveConnection } from '../api/connection.ts';
import { MillraceError } from '../core/errors.ts';

/** The server that is meant. Throws `unreachable` when none runs, with the command that starts one. */
export function requireConnection(): Connection {
  const connection = resolveConnection(process.env);
  if (connection !== undefined) return connection;
  throw new MillraceError('unreachable', 'No server is running. Start one with "millrace server start", or name one with PREFECT_API_URL.');
}

/** Does something with the server's client, and closes it. */
export async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = connect(requireConnection());
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** The deployment of a name `flow/deployment`. Throws `not-found` with those that exist. */
export async function deploymentByName(client: Client, name: string) {
  const [flow = '', deployment = ''] = name.split('/', 2);
  if (flow === '' || deployment === '') {
    throw new MillraceError('invalid', `"${name}" is not the name of a deployment: it has the form "flow/deployment".`);
  }
  try {
    return await client.deployments.readByName({ flow, deployment });
  } catch (error) {
    if (!MillraceError.is(error, 'not-found')) throw error;
    throw new MillraceError('not-found', `There is no deployment "${name}". "millrace deployment ls" lists those that exist.`, {
      cause: error,
    });
  }
}
