import { useClient } from '../../runtime/sdk/client.ts';
import type { OpenServer } from './open-server.ts';
import { openServer } from './open-server.ts';

/** Starts an embedded server in memory and makes it the one that `getClient` gives in this process. */
export async function openSdkServer(): Promise<OpenServer> {
  const open = await openServer();
  useClient(open.client);
  const close = async (): Promise<void> => {
    useClient(undefined);
    await open.close();
  };
  return { ...open, close, [Symbol.asyncDispose]: close };
}
